// Every move a setup can make, in the past tense. Kept for ever, in order, in setup_event.

import type { AccountId, AuthenticationId, PaymentMethodId, SetupIntentId } from '../ids.ts';
import type { WireReference } from '../payments/intent.ts';
import type { PaymentProblem } from '../payments/problem.ts';
import type { MandateId, SetupAttempt, SetupCancellation, SetupWishes } from './setup.ts';

export type SetupEvent = { readonly atMs: number } & (
  | {
      readonly type: 'created';
      readonly accountId: AccountId;
      readonly id: SetupIntentId;
      readonly wishes: SetupWishes;
    }
  | { readonly type: 'described'; readonly wishes: SetupWishes }
  | { readonly type: 'method_attached'; readonly paymentMethod: PaymentMethodId }
  | { readonly type: 'attempt_opened'; readonly attempt: SetupAttempt }
  | {
      readonly type: 'challenge_required';
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
    }
  | { readonly type: 'attempt_resumed'; readonly wire: WireReference }
  | { readonly type: 'attempt_abandoned'; readonly problem: PaymentProblem | null }
  | { readonly type: 'failed'; readonly problem: PaymentProblem }
  | { readonly type: 'verified'; readonly mandate: MandateId | null }
  | { readonly type: 'canceled'; readonly reason: SetupCancellation }
);

export type SetupEventType = SetupEvent['type'];
