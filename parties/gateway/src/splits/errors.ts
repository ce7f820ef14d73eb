// What moving money between a platform and its accounts can be refused for. The order of checks in each
// use case is their precedence; api/connect/split-refusal.ts maps every code to Stripe's words.

export type SplitRefusal =
  | { readonly code: 'account_unknown'; readonly id: string }
  /** It has not asked to be transferred money, lacks something for it, or is rejected. */
  | { readonly code: 'account_cannot_receive'; readonly id: string }
  | { readonly code: 'charge_unknown'; readonly id: string }
  | { readonly code: 'charge_not_captured' }
  | { readonly code: 'currency_differs'; readonly currency: string }
  | { readonly code: 'amount_missing' }
  | { readonly code: 'more_than_charge'; readonly leftMinor: bigint }
  | { readonly code: 'balance_insufficient' }
  | { readonly code: 'transfer_unknown'; readonly id: string }
  | { readonly code: 'reversal_too_large'; readonly leftMinor: bigint }
  | { readonly code: 'fee_unknown'; readonly id: string }
  | { readonly code: 'fee_refund_too_large'; readonly leftMinor: bigint }
  | { readonly code: 'busy' }
  | { readonly code: 'key_used' };
