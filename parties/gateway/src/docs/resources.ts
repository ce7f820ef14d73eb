// The resources of the API as chapters: `checkout.sessions`, in an address `checkout-sessions`.

export const resourceOf = (operation: string): string =>
  operation.split('.').slice(0, -1).join('.');
