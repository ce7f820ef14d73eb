// What may happen to a SetupIntent: a command against a state gives events or a refusal. Pure.

import { err, ok, type Result, unreachable } from '@kassa/result';
import type { AuthenticationId, PaymentMethodId, SetupAttemptId } from '../ids.ts';
import type { WireReference } from '../payments/intent.ts';
import type { PaymentProblem } from '../payments/problem.ts';
import type { SetupDoing, SetupRefusal } from './errors.ts';
import type {
  MandateId,
  SetupAttempt,
  SetupCancellation,
  SetupIntent,
  SetupWishes,
} from './setup.ts';
import type { SetupEvent } from './setup-event.ts';

export type NewSetupAttempt = Pick<SetupAttempt, 'id' | 'paymentMethod' | 'provider' | 'wire'>;

export type SetupCommand =
  | {
      readonly do: 'update';
      readonly wishes: SetupWishes;
      readonly paymentMethod: PaymentMethodId | null;
    }
  | { readonly do: 'confirm'; readonly attempt: NewSetupAttempt }
  | {
      readonly do: 'challenge';
      readonly attemptId: SetupAttemptId;
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
    }
  | {
      readonly do: 'resume';
      readonly authenticationId: AuthenticationId;
      readonly wire: WireReference;
    }
  | {
      readonly do: 'fail_challenge' | 'expire_challenge';
      readonly authenticationId: AuthenticationId;
      readonly problem: PaymentProblem;
    }
  | {
      readonly do: 'close';
      readonly attemptId: SetupAttemptId;
      readonly end:
        | { readonly kind: 'verified'; readonly mandate: MandateId | null }
        | { readonly kind: 'failed'; readonly problem: PaymentProblem };
    }
  | { readonly do: 'cancel'; readonly reason: SetupCancellation };

type Decision = Result<readonly SetupEvent[], SetupRefusal>;

export function decide(
  setup: SetupIntent,
  command: SetupCommand,
  { nowMs: atMs }: { readonly nowMs: number },
): Decision {
  switch (command.do) {
    case 'update':
      return update(setup, command, atMs);
    case 'confirm':
      return confirm(setup, command.attempt, atMs);
    case 'challenge': {
      if (!isOpen(setup, command.attemptId)) return unexpected(setup, 'confirm');
      const { authenticationId, expiresAtMs } = command;
      return ok([{ type: 'challenge_required', atMs, authenticationId, expiresAtMs }]);
    }
    case 'resume':
      if (!isAwaiting(setup, command.authenticationId)) return unexpected(setup, 'confirm');
      return ok([{ type: 'attempt_resumed', atMs, wire: command.wire }]);
    case 'fail_challenge':
      if (!isAwaiting(setup, command.authenticationId)) return unexpected(setup, 'confirm');
      return ok([{ type: 'failed', atMs, problem: command.problem }]);
    case 'expire_challenge':
      if (!isAwaiting(setup, command.authenticationId)) return unexpected(setup, 'confirm');
      return ok([{ type: 'attempt_abandoned', atMs, problem: command.problem }]);
    case 'close': {
      if (!isOpen(setup, command.attemptId)) return unexpected(setup, 'confirm');
      const { end } = command;
      if (end.kind === 'failed') return ok([{ type: 'failed', atMs, problem: end.problem }]);
      return ok([{ type: 'verified', atMs, mandate: end.mandate }]);
    }
    case 'cancel':
      return cancel(setup, command.reason, atMs);
    default:
      return unreachable(command, 'a setup command');
  }
}

function update(
  setup: SetupIntent,
  { wishes, paymentMethod }: SetupCommand & { do: 'update' },
  atMs: number,
): Decision {
  const described: SetupEvent = { type: 'described', atMs, wishes };
  if (paymentMethod === null || paymentMethod === setup.paymentMethod) return ok([described]);
  const { status } = setup.state;
  const isBefore = status === 'requires_payment_method' || status === 'requires_confirmation';
  if (!isBefore) return unexpected(setup, 'update');
  return ok([described, { type: 'method_attached', atMs, paymentMethod }]);
}

function confirm(setup: SetupIntent, opened: NewSetupAttempt, atMs: number): Decision {
  const events: SetupEvent[] = [];
  const { status } = setup.state;
  // The cardholder came back with another wish; nothing of the old attempt has left.
  if (status === 'requires_action') events.push({ type: 'attempt_abandoned', atMs, problem: null });
  else if (status !== 'requires_payment_method' && status !== 'requires_confirmation') {
    return unexpected(setup, 'confirm');
  }
  const { paymentMethod } = opened;
  const isAttached = status === 'requires_confirmation' && setup.paymentMethod === paymentMethod;
  if (!isAttached) events.push({ type: 'method_attached', atMs, paymentMethod });
  const fresh = { authenticationId: null, openedAtMs: atMs, state: 'open', problem: null } as const;
  return ok([...events, { type: 'attempt_opened', atMs, attempt: { ...opened, ...fresh } }]);
}

function cancel(setup: SetupIntent, reason: SetupCancellation, atMs: number): Decision {
  const canceled: SetupEvent = { type: 'canceled', atMs, reason };
  switch (setup.state.status) {
    case 'requires_payment_method':
    case 'requires_confirmation':
      return ok([canceled]);
    case 'requires_action':
      return ok([{ type: 'attempt_abandoned', atMs, problem: null }, canceled]);
    case 'processing':
    case 'succeeded':
    case 'canceled':
      return unexpected(setup, 'cancel');
    default:
      return unreachable(setup.state, 'a setup to cancel');
  }
}

const isOpen = ({ attempt }: SetupIntent, attemptId: SetupAttemptId) =>
  attempt?.id === attemptId && attempt.state === 'open';

const isAwaiting = ({ state }: SetupIntent, authenticationId: AuthenticationId) =>
  state.status === 'requires_action' && state.authenticationId === authenticationId;

function unexpected(setup: SetupIntent, doing: SetupDoing): Decision {
  return err({ code: 'unexpected_state', doing, status: setup.state.status });
}
