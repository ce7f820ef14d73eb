// The SetupIntent as one aggregate: a card that is to be kept for later, authenticated and verified
// with its bank for no money. Its state is a fold over the events in setup-event.ts.

import type {
  AccountId,
  AuthenticationId,
  CustomerId,
  PaymentMethodId,
  SessionId,
  SetupAttemptId,
  SetupIntentId,
} from '../ids.ts';
import type { WireReference } from '../payments/intent.ts';
import type { PaymentProblem } from '../payments/problem.ts';

export type MandateId = `mandate_${string}`;

export type SetupIntent = {
  readonly accountId: AccountId;
  readonly id: SetupIntentId;
  /** The number of events folded; a commit names it, so that of two writers one wins. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly wishes: SetupWishes;
  readonly paymentMethod: PaymentMethodId | null;
  readonly lastProblem: PaymentProblem | null;
  readonly attempt: SetupAttempt | null;
  /** What the cardholder agreed to, when the merchant has told. */
  readonly mandate: MandateId | null;
  readonly state: SetupState;
};

/** What the merchant says and we repeat: nothing here moves the state. */
export type SetupWishes = {
  readonly customer: CustomerId | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly usage: 'off_session' | 'on_session';
  readonly returnUrl: string | null;
  /** The merchant wants a challenge whatever the bank thinks. */
  readonly isMandated: boolean;
  readonly automaticMethods: boolean;
  readonly session: SessionId | null;
  readonly acceptance: Acceptance | null;
};

/** How the cardholder agreed that the card is kept, in Stripe's shape of `customer_acceptance`. */
export type Acceptance = {
  readonly type: 'online' | 'offline';
  readonly acceptedAtMs: number | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
};

export type SetupState =
  | { readonly status: 'requires_payment_method' }
  | { readonly status: 'requires_confirmation' }
  | {
      readonly status: 'requires_action';
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
    }
  | { readonly status: 'processing' }
  | { readonly status: 'succeeded' }
  | {
      readonly status: 'canceled';
      readonly reason: SetupCancellation;
      readonly canceledAtMs: number;
    };

export type SetupStatus = SetupState['status'];
export type SetupCancellation = 'abandoned' | 'duplicate' | 'requested_by_customer';

/**
 * `open`: the question may have left. Unlike a payment's attempt it has no unknown end: nothing can be
 * held, so an answer that never came is a failure like any other.
 */
export type SetupAttemptState = 'open' | 'challenged' | 'succeeded' | 'failed' | 'abandoned';

export type SetupAttempt = {
  readonly id: SetupAttemptId;
  readonly paymentMethod: PaymentMethodId;
  readonly provider: string;
  readonly wire: WireReference;
  readonly authenticationId: AuthenticationId | null;
  readonly openedAtMs: number;
  readonly state: SetupAttemptState;
  readonly problem: PaymentProblem | null;
};
