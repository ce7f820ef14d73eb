// What a payout is refused for. The order of checks in make-payout.ts is their precedence;
// api/money/payout-refusal.ts maps every code to Stripe's words.

export type PayoutRefusal =
  /** The acquirer pays out by itself every banking day. */
  | { readonly code: 'paid_out_daily' }
  /** The account lacks something, or is rejected. */
  | { readonly code: 'payouts_not_enabled' }
  | { readonly code: 'bank_account_unknown'; readonly id: string }
  | { readonly code: 'no_bank_account'; readonly currency: string }
  | { readonly code: 'bank_account_of_other_currency'; readonly currency: string }
  /** Known by a number of its own country's scheme: no transfer of ours gets there. */
  | { readonly code: 'bank_account_out_of_reach' }
  | { readonly code: 'balance_insufficient' }
  | { readonly code: 'payout_unknown'; readonly id: string }
  | { readonly code: 'payout_not_pending'; readonly status: string }
  | { readonly code: 'busy' }
  | { readonly code: 'key_used' };
