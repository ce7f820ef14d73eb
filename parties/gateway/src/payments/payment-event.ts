// Every move a payment can make, in the past tense. Kept for ever, in order, in payment_event;
// the rows of payment_intent, payment_attempt and charge are what folding them gives.

import type { TransactionId } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import type {
  AccountId,
  AttemptId,
  AuthenticationId,
  ChargeId,
  IncrementId,
  PaymentIntentId,
  PaymentMethodId,
  RefundId,
} from '../ids.ts';
import type {
  Approval,
  Attempt,
  Authenticated,
  CancellationReason,
  CaptureMethod,
  ChargeNotes,
  Increment,
  WireReference,
} from './intent.ts';
import type { PaymentProblem } from './problem.ts';
import type { Wishes } from './wishes.ts';

export type PaymentEvent = { readonly atMs: number } & (
  | {
      readonly type: 'created';
      readonly accountId: AccountId;
      readonly id: PaymentIntentId;
      readonly amount: Money;
      readonly captureMethod: CaptureMethod;
      readonly wishes: Wishes;
    }
  | {
      readonly type: 'changed';
      readonly amount: Money;
      readonly captureMethod: CaptureMethod;
      readonly wishes: Wishes;
    }
  | { readonly type: 'described'; readonly wishes: Wishes }
  | { readonly type: 'method_attached'; readonly paymentMethod: PaymentMethodId }
  | { readonly type: 'attempt_opened'; readonly attempt: Attempt }
  | {
      readonly type: 'challenge_required';
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
    }
  | { readonly type: 'challenge_passed' }
  | { readonly type: 'attempt_resumed'; readonly wire: WireReference }
  | { readonly type: 'attempt_abandoned'; readonly problem: PaymentProblem | null }
  | { readonly type: 'authentication_failed'; readonly problem: PaymentProblem }
  | {
      readonly type: 'approved';
      readonly approval: Approval;
      /** These two are missing in what was written before they were kept. */
      readonly authenticated?: Authenticated | null;
      readonly statement?: string;
      readonly foundBy?: FoundBy;
    }
  | {
      readonly type: 'refused';
      readonly problem: PaymentProblem;
      readonly authenticated?: Authenticated | null;
      readonly statement?: string;
      readonly foundBy?: FoundBy;
    }
  | { readonly type: 'charge_described'; readonly chargeId: ChargeId; readonly notes: ChargeNotes }
  | {
      readonly type: 'not_attempted';
      readonly problem: PaymentProblem;
      /** For operators; missing in what was written before it was kept. */
      readonly why?: string;
      readonly foundBy?: FoundBy;
    }
  | { readonly type: 'outcome_unknown'; readonly why: string }
  /** A person has found out with the provider what nobody knew: nothing is held. */
  | {
      readonly type: 'reversal_forced';
      readonly forced: Forced;
      readonly problem: PaymentProblem;
    }
  /** Or: it is held, and this is the bank's code for it. */
  | {
      readonly type: 'approval_forced';
      readonly forced: Forced;
      readonly approval: Approval;
      readonly authenticated: Authenticated | null;
      readonly statement: string;
    }
  | { readonly type: 'reversal_acknowledged'; readonly problem: PaymentProblem }
  /** The last capture, or the only one; the amount is its own. */
  | { readonly type: 'captured'; readonly capturedMinor: bigint }
  | {
      readonly type: 'partly_captured';
      readonly capturedMinor: bigint;
      /** Under which name the rest stands in the book. */
      readonly holdId: TransactionId;
    }
  /** What was not captured is let go; the payment succeeds with what was. */
  | { readonly type: 'remainder_released'; readonly reason: CancellationReason | null }
  | { readonly type: 'increment_opened'; readonly increment: Increment }
  | {
      readonly type: 'increment_approved';
      readonly approval: Approval;
      /** What the merchant has said along with it; nothing of it counts unless it is approved. */
      readonly wishes: Wishes;
    }
  | { readonly type: 'increment_refused'; readonly responseCode: string }
  | { readonly type: 'increment_not_attempted'; readonly why: string }
  | { readonly type: 'increment_unknown'; readonly why: string }
  | { readonly type: 'increment_reversed'; readonly forced?: Forced }
  | { readonly type: 'canceled'; readonly reason: CancellationReason | null }
  | {
      readonly type: 'refund_created';
      readonly refundId: RefundId;
      readonly minor: bigint;
      readonly reason: RefundReason | null;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'refund_succeeded' | 'refund_failed';
      readonly refundId: RefundId;
      readonly minor: bigint;
      /** Not the provider has acknowledged or refused it, but a person. */
      readonly forced?: Forced;
    }
  | {
      readonly type: 'late_approval_reversed';
      readonly attemptId: AttemptId;
      readonly provider: string;
      readonly rrn: string;
      /** If it was not the attempt itself but an increment of its hold. */
      readonly incrementId?: IncrementId;
    }
);

/** The answer was lost, and the provider was asked what had become of it. */
export type FoundBy = 'inquiry';

/** Who answers for a correction by hand, and what it rests on. */
export type Forced = { readonly by: string; readonly why: string };

export type PaymentEventType = PaymentEvent['type'];

export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer';
