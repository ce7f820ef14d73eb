// What a payment's use cases can refuse. The order of checks in decide.ts is their precedence;
// api/errors.ts maps every code to HTTP and Stripe's words.

import type { Money } from '@kassa/money';
import type { CustomerId } from '../ids.ts';
import type { IntentStatus } from './intent.ts';

export type PaymentRefusal =
  | { readonly code: 'intent_unknown'; readonly id: string }
  | { readonly code: 'charge_unknown'; readonly id: string }
  | { readonly code: 'refund_unknown'; readonly id: string }
  | { readonly code: 'payment_method_unknown'; readonly id: string }
  | { readonly code: 'payment_method_missing' }
  /** It has left its customer: nobody has agreed to its use any more. */
  | { readonly code: 'payment_method_detached'; readonly id: string }
  | {
      readonly code: 'payment_method_of_other';
      readonly id: string;
      readonly owner: CustomerId;
      /** The payment's own customer. */
      readonly customer: CustomerId | null;
    }
  | {
      readonly code: 'unexpected_state';
      readonly doing: Doing;
      readonly status: IntentStatus;
      /** What could not be changed. */
      readonly what?: ChangedPart;
    }
  /** It is that of the order on the session's page, and changes with the order alone. */
  | { readonly code: 'amount_of_session' }
  /** It is no longer what the payer has been shown. */
  | { readonly code: 'amount_changed' }
  | { readonly code: 'capture_too_large'; readonly capturableMinor: bigint }
  | { readonly code: 'amount_not_positive' }
  | HoldRefusal
  | {
      readonly code: 'charge_not_captured';
      readonly intentId: string;
      readonly chargeId: string | null;
    }
  | { readonly code: 'charge_already_refunded'; readonly id: string }
  /** Its bank has taken the money back, or may. */
  | { readonly code: 'charge_disputed' }
  | {
      readonly code: 'refund_too_large';
      readonly asked: Money;
      readonly refundableMinor: bigint;
    }
  /** Nothing of the charge went to another account, so nothing comes back from there. */
  | { readonly code: 'no_transfer' | 'no_application_fee' }
  /** Who could be asked, or this gateway as a whole, has enough to do: nothing was done. */
  | { readonly code: 'over_capacity' }
  /** The card's network forbids another try; `why`: the code that forbids it, or the cap. */
  | { readonly code: 'retry_never' | 'retry_cap_reached'; readonly why: string }
  /** Others changed the same payment again and again meanwhile; nothing was done. */
  | { readonly code: 'busy' }
  /** The caller's idempotency key has been used: the record says what came of it. */
  | { readonly code: 'key_used' };

/** What moves money, in the API's words. */
export type ChangedPart = 'amount' | 'currency' | 'capture_method' | 'payment_method';

/** What cannot be done with a hold: because of what was wished for, or of what has been done. */
export type HoldRefusal =
  /** Several captures, or a growing hold, had to be wished for when it was authorized. */
  | { readonly code: 'multicapture_unavailable' }
  | { readonly code: 'increment_unavailable' }
  | { readonly code: 'captures_exhausted' }
  | { readonly code: 'increments_exhausted' }
  | { readonly code: 'increment_after_capture' }
  | { readonly code: 'increment_not_greater'; readonly authorizedMinor: bigint }
  /** One is under way, or nobody knows what became of it; that ends by itself. */
  | { readonly code: 'increment_pending'; readonly isUnknown: boolean };

/** What the caller wished to do, for the sentence of an unexpected state. */
export type Doing = 'update' | 'confirm' | 'capture' | 'cancel' | 'increment' | 'refund';
