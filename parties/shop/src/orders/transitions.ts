// The states of an order and what leads from one to the next: this table feeds the decider's
// guard, the walk test and the diagram. The SQL check of shop_order repeats the states.

export const orderStates = ['pending', 'paid', 'cancelled', 'expired'] as const;
export type OrderStatus = (typeof orderStates)[number];

export const orderMoves = {
  // One payment is opened at the gateway, closed again, or refused by the bank.
  attempt_started: { from: ['pending'], to: 'pending' },
  session_opened: { from: ['pending'], to: 'pending' },
  attempt_closed: { from: ['pending'], to: 'pending' },
  payment_refused: { from: ['pending'], to: 'pending' },
  payment_processing: { from: ['pending'], to: 'pending' },
  // Money that came after the order was given up is honoured, never lost.
  order_paid: { from: ['pending', 'cancelled', 'expired'], to: 'paid' },
  order_cancelled: { from: ['pending'], to: 'cancelled' },
  order_expired: { from: ['pending'], to: 'expired' },
  // What must never be, but is kept in sight if it happens: the proof of the book names it.
  payment_mismatched: { from: orderStates, to: 'same' },
  second_payment_seen: { from: ['paid'], to: 'same' },
} as const satisfies Record<
  string,
  { readonly from: readonly OrderStatus[]; readonly to: OrderStatus | 'same' }
>;
