// What kassa.js, in the shop's page, and the card element, in the gateway's frame, say to each other
// through a MessagePort. A card number never travels here: it leaves the frame only for the vault.

export type Asked = { readonly id: number } & Wish;

export type Wish =
  | { readonly do: 'createPaymentMethod'; readonly billing: Billing }
  | {
      readonly do: 'confirm';
      /** Of a PaymentIntent or a SetupIntent. */
      readonly clientSecret: string;
      readonly returnUrl: string;
      readonly billing: Billing;
    }
  | { readonly do: 'retrieve'; readonly clientSecret: string }
  | { readonly do: 'clear' };

export type Billing = {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
};

/** The object of the API, or its error; `card_incomplete` when the fields are not filled in. */
export type Answered =
  | { readonly id: number; readonly object: unknown }
  | { readonly id: number; readonly error: ElementError };

export type ElementError = {
  readonly type: string;
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly message: string;
};

export type Told =
  | { readonly told: 'height'; readonly px: number }
  | { readonly told: 'change'; readonly isComplete: boolean };

/** The frame says that it is there; kassa.js answers with a port of its own. */
export const readyMessage = 'kassa.element.ready';
export const portMessage = 'kassa.element.port';
