// Why a payment did not go on, in three tongues at once: Stripe's codes for the program, a key of
// the catalogue for the shopper, the bank's own code for the operator.

import type { ChargeId, PaymentMethodId } from '../ids.ts';

export type PaymentProblem = {
  readonly code: ProblemCode;
  readonly declineCode: string | null;
  readonly message: string;
  readonly words: WordsKey;
  readonly retry: Retry;
  /** Field 39 of the bank's answer; null when no bank has answered. */
  readonly responseCode: string | null;
  readonly chargeId: ChargeId | null;
  readonly paymentMethod: PaymentMethodId | null;
};

/** The `code` of Stripe's error object that a payment can end in. */
export type ProblemCode =
  | 'card_declined'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'incorrect_number'
  | 'processing_error'
  | 'authentication_required'
  | 'payment_intent_authentication_failure';

/** May the same card be tried again for this payment, and what has to change first? */
export type Retry = 'never' | 'later' | 'with_other_details' | 'with_authentication' | 'now';

/** Keys of the shopper's words; the page's catalogue has a sentence for each. */
export const wordsKeys = [
  'declined',
  'insufficient_funds',
  'card_expired',
  'cvc_wrong',
  'number_wrong',
  'card_blocked',
  'not_permitted',
  'limit_exceeded',
  'authentication_failed',
  'authentication_needed',
  'authentication_expired',
  'authentication_unavailable',
  'bank_unavailable',
  'not_sent',
  'over_capacity',
  'tried_too_often',
  'outcome_unknown',
  'outcome_reversed',
] as const;

export type WordsKey = (typeof wordsKeys)[number];
