// The PaymentIntent as one aggregate: the merchant's wish, the attempt that is under way or was the
// last, and the charge that came of it. Its state is a fold over the events in payment-event.ts.

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
} from '../ids.ts';
import type { RoutingDecision } from '../routing/route.ts';
import type { PaymentProblem } from './problem.ts';
import type { Wishes } from './wishes.ts';

/** `automatic_async` may tell of the balance later; here both do. */
export type CaptureMethod = 'automatic' | 'automatic_async' | 'manual';

export type PaymentIntent = {
  readonly accountId: AccountId;
  readonly id: PaymentIntentId;
  /** The number of events folded; a commit names it, so that of two writers one wins. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly amount: Money;
  readonly captureMethod: CaptureMethod;
  readonly wishes: Wishes;
  readonly paymentMethod: PaymentMethodId | null;
  readonly lastProblem: PaymentProblem | null;
  readonly attempt: Attempt | null;
  readonly charge: Charge | null;
  /** The last that was asked for; refused ones count. */
  readonly increment: Increment | null;
  readonly state: IntentState;
};

export type IntentState =
  | { readonly status: 'requires_payment_method' }
  | { readonly status: 'requires_confirmation' }
  | {
      readonly status: 'requires_action';
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
    }
  | { readonly status: 'processing' }
  | { readonly status: 'requires_capture' }
  | { readonly status: 'succeeded' }
  | {
      readonly status: 'canceled';
      /** Null: nobody has said why. */
      readonly reason: CancellationReason | null;
      readonly canceledAtMs: number;
    };

export type IntentStatus = IntentState['status'];

export type CancellationReason =
  | 'duplicate'
  | 'fraudulent'
  | 'requested_by_customer'
  | 'abandoned'
  /** The bank would not keep the hold any longer. */
  | 'expired'
  /** What that was called in what was stored before. */
  | 'automatic';

/**
 * `open`: the message may have left. `challenged`: the cardholder is asked, nothing has gone to the
 * bank; `authenticated`: they have answered, and the merchant's word to go on is waited for. `unknown`: it left and no answer came; only an acknowledged reversal ends that.
 */
export type AttemptState =
  | 'open'
  | 'challenged'
  | 'authenticated'
  | 'approved'
  | 'refused'
  | 'unauthenticated'
  | 'not_attempted'
  | 'unknown'
  | 'reversed'
  | 'abandoned'
  | 'voided';

export type Attempt = {
  readonly id: AttemptId;
  readonly chargeId: ChargeId;
  readonly paymentMethod: PaymentMethodId;
  readonly amount: Money;
  readonly provider: string;
  readonly routing: RoutingDecision;
  readonly wire: WireReference;
  readonly authenticationId: AuthenticationId | null;
  readonly openedAtMs: number;
  readonly state: AttemptState;
  readonly responseCode: string | null;
};

/**
 * A raise of the hold, asked of the bank. `open`: the message may have left. `unknown`: it left and
 * no answer came; the hold may have grown, and only an acknowledged reversal ends that. Meanwhile
 * what was held before is certain.
 */
export type IncrementState =
  | 'open'
  | 'approved'
  | 'refused'
  | 'not_attempted'
  | 'unknown'
  | 'reversed';

export type Increment = {
  readonly id: IncrementId;
  /** 1 and up, of its intent. */
  readonly number: number;
  /** The new total. */
  readonly amount: Money;
  /** What of it is asked for. */
  readonly addedMinor: bigint;
  readonly wire: WireReference;
  readonly openedAtMs: number;
  readonly state: IncrementState;
  readonly responseCode: string | null;
};

/** How the message is named along the chain, made and recorded before it is sent. */
export type WireReference = {
  readonly rrn: string;
  readonly stan: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly transmittedAtMs: number;
};

export type CvcCheck = 'pass' | 'fail' | 'unchecked' | null;

export type Approval = {
  readonly authorizationCode: string;
  readonly responseCode: string;
  readonly cvcCheck: CvcCheck;
  /** The issuer's own name of the payment, if it gave one. */
  readonly traceId: string | null;
};

export type Charge = {
  readonly id: ChargeId;
  readonly attemptId: AttemptId;
  readonly paymentMethod: PaymentMethodId;
  readonly amount: Money;
  readonly createdAtMs: number;
  /** Null: it says what its intent says. */
  readonly notes: ChargeNotes | null;
  readonly authenticated: Authenticated | null;
  /** The name under which it stands on the cardholder's statement, as the bank was told. */
  readonly statement: string | null;
  readonly state: ChargeState;
};

/** What the merchant says of a charge: copied from the intent, and then its own. */
export type ChargeNotes = Pick<
  Wishes,
  'customer' | 'description' | 'metadata' | 'receiptEmail' | 'shipping'
> & {
  /** What the merchant thinks of it. */
  readonly report: 'fraudulent' | 'safe' | null;
  /** If its payment has named none. */
  readonly transferGroup: string | null;
};

/** How it was shown that it is the cardholder: what a refusal or an approval was given upon. */
export type Authenticated = {
  readonly flow: 'challenge' | 'frictionless';
  readonly eci: string;
  readonly version: string;
  /** The directory server's own name of it. */
  readonly transactionId: string | null;
};

export type ChargeState =
  | { readonly kind: 'failed'; readonly problem: PaymentProblem }
  | {
      readonly kind: 'authorized';
      readonly approval: Approval;
      /** What stands for the hold in the book. */
      readonly holdId: TransactionId;
    }
  | (Captured & {
      readonly kind: 'partly_captured';
      /** What stands for the rest of the hold. */
      readonly holdId: TransactionId;
    })
  | (Captured & { readonly kind: 'captured'; readonly capturedAtMs: number })
  | { readonly kind: 'released'; readonly approval: Approval };

/** Is the money only held after the bank's yes? */
export function isHeldFirst({ captureMethod, wishes }: PaymentIntent): boolean {
  return captureMethod === 'manual' || wishes.card.captureMethod === 'manual';
}

export type Captured = {
  readonly approval: Approval;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  /** How many captures there were. */
  readonly captures: number;
};

/** What has been captured of a charge, and given back; undefined: nothing yet, or never. */
export function capturedOf({ state }: Charge): Captured | undefined {
  return state.kind === 'captured' || state.kind === 'partly_captured' ? state : undefined;
}

/** What a capture could still take. */
export function capturableMinor(intent: PaymentIntent): bigint {
  const { charge } = intent;
  if (charge?.state.kind === 'authorized') return charge.amount.minor;
  if (charge?.state.kind !== 'partly_captured') return 0n;
  return charge.amount.minor - charge.state.capturedMinor;
}

/** What has been captured in all, refunds not subtracted. */
export function receivedMinor(intent: PaymentIntent): bigint {
  return (intent.charge && capturedOf(intent.charge)?.capturedMinor) ?? 0n;
}
