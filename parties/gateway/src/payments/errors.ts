// What a payment's use cases can refuse. The order of checks in decide.ts is their precedence;
// api/errors.ts maps every code to HTTP and Stripe's words.

import type { IntentStatus } from './intent.ts';
import type { PaymentProblem } from './problem.ts';

export type PaymentRefusal =
  | { readonly code: 'intent_unknown'; readonly id: string }
  | { readonly code: 'charge_unknown'; readonly id: string }
  | { readonly code: 'refund_unknown'; readonly id: string }
  | { readonly code: 'payment_method_unknown'; readonly id: string }
  | { readonly code: 'payment_method_missing' }
  | { readonly code: 'unexpected_state'; readonly doing: Doing; readonly status: IntentStatus }
  | { readonly code: 'capture_too_large'; readonly capturableMinor: bigint }
  | { readonly code: 'amount_not_positive' }
  | { readonly code: 'charge_not_captured' }
  | { readonly code: 'charge_already_refunded' }
  | { readonly code: 'refund_too_large'; readonly refundableMinor: bigint }
  | { readonly code: 'busy' };

/** What the caller wished to do, for the sentence of an unexpected state. */
export type Doing = 'update' | 'confirm' | 'capture' | 'cancel' | 'refund';

/** A payment that was tried and did not go on: not an error of the request. */
export type Declined = { readonly code: 'declined'; readonly problem: PaymentProblem };
