// What may happen to a PaymentIntent: a command against a state gives events or a refusal. Pure.
// The order of checks in each branch is the precedence of refusals (decide.test.ts is the table).

import type { Money } from '@kassa/money';
import { err, ok, unreachable } from '@kassa/result';
import type {
  AttemptId,
  AuthenticationId,
  ChargeId,
  IncrementId,
  PaymentMethodId,
  RefundId,
} from '../ids.ts';
import { decideForced, type ForceCommand } from './decide-forced.ts';
import { type Decision, decideHold, type HoldCommand, unexpected } from './decide-hold.ts';
import type { ChangedPart } from './errors.ts';
import { notesOf } from './evolve.ts';
import {
  type Approval,
  type Attempt,
  type Authenticated,
  type CaptureMethod,
  type ChargeNotes,
  capturedOf,
  isHeldFirst,
  type PaymentIntent,
  type WireReference,
} from './intent.ts';
import type { Forced, FoundBy, PaymentEvent, RefundReason } from './payment-event.ts';
import type { PaymentProblem } from './problem.ts';
import type { Wishes } from './wishes.ts';

export type PaymentCommand =
  | {
      readonly do: 'update';
      readonly amount: Money;
      readonly captureMethod: CaptureMethod;
      readonly wishes: Wishes;
      readonly paymentMethod: PaymentMethodId | null;
    }
  | { readonly do: 'confirm'; readonly attempt: NewAttempt }
  | {
      readonly do: 'challenge';
      readonly attemptId: AttemptId;
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
    }
  /** The cardholder has agreed; the merchant has to say once more that they want it. */
  | { readonly do: 'pass_challenge'; readonly authenticationId: AuthenticationId }
  | {
      readonly do: 'resume';
      readonly authenticationId: AuthenticationId;
      readonly wire: WireReference;
    }
  | {
      readonly do: 'fail_challenge';
      readonly authenticationId: AuthenticationId;
      readonly problem: PaymentProblem;
    }
  | {
      readonly do: 'expire_challenge';
      readonly authenticationId: AuthenticationId;
      readonly problem: PaymentProblem;
    }
  | { readonly do: 'close'; readonly attemptId: AttemptId; readonly outcome: Outcome }
  | {
      readonly do: 'acknowledge_reversal';
      readonly attemptId: AttemptId;
      readonly problem: PaymentProblem;
    }
  | HoldCommand
  | ForceCommand
  | {
      readonly do: 'refund';
      readonly refundId: RefundId;
      readonly minor: bigint | null;
      readonly reason: RefundReason | null;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | {
      readonly do: 'close_refund';
      readonly refundId: RefundId;
      readonly minor: bigint;
      readonly succeeded: boolean;
      /** By hand, not by the provider's answer. */
      readonly forced?: Forced;
    }
  /** The merchant's own words about a charge; they move nothing. */
  | { readonly do: 'describe_charge'; readonly chargeId: ChargeId; readonly notes: ChargeNotes }
  | {
      readonly do: 'reverse_late_approval';
      readonly attemptId: AttemptId;
      readonly provider: string;
      readonly rrn: string;
      readonly incrementId?: IncrementId;
    };

/** How an attempt ended. `unknown` is no failure: money may be held. */
export type Outcome = { readonly foundBy?: FoundBy } & OutcomeKind;

type OutcomeKind =
  | {
      readonly kind: 'approved';
      readonly approval: Approval;
      readonly authenticated: Authenticated | null;
      readonly statement: string;
    }
  | {
      readonly kind: 'refused';
      readonly problem: PaymentProblem;
      readonly authenticated: Authenticated | null;
      readonly statement: string;
    }
  | { readonly kind: 'unauthenticated'; readonly problem: PaymentProblem }
  | {
      readonly kind: 'not_attempted';
      readonly problem: PaymentProblem;
      readonly why?: string;
    }
  | { readonly kind: 'unknown'; readonly why: string };

export type NewAttempt = Omit<
  Attempt,
  'amount' | 'authenticationId' | 'openedAtMs' | 'state' | 'responseCode'
>;

export type Facts = { readonly nowMs: number };

export function decide(intent: PaymentIntent, command: PaymentCommand, facts: Facts): Decision {
  switch (command.do) {
    case 'update':
      return update(intent, command, facts.nowMs);
    case 'confirm':
      return confirm(intent, command.attempt, facts.nowMs);
    case 'challenge':
    case 'pass_challenge':
    case 'resume':
    case 'fail_challenge':
    case 'expire_challenge':
      return authenticate(intent, command, facts.nowMs);
    case 'close':
      return close(intent, command, facts.nowMs);
    case 'acknowledge_reversal':
      return acknowledgeReversal(intent, command, facts.nowMs);
    case 'capture':
    case 'cancel':
    case 'increment':
    case 'close_increment':
    case 'acknowledge_increment_reversal':
      return decideHold(intent, command, facts.nowMs);
    case 'force_reversal':
    case 'force_approval':
      return decideForced(intent, command, facts.nowMs);
    case 'refund':
      return refund(intent, command, facts.nowMs);
    case 'close_refund': {
      const { refundId, minor, succeeded, forced } = command;
      const type = succeeded ? 'refund_succeeded' : 'refund_failed';
      return ok([{ type, atMs: facts.nowMs, refundId, minor, ...(forced && { forced }) }]);
    }
    case 'describe_charge': {
      const { chargeId, notes } = command;
      return ok([{ type: 'charge_described', atMs: facts.nowMs, chargeId, notes }]);
    }
    case 'reverse_late_approval': {
      const { do: _, ...late } = command;
      return ok([{ type: 'late_approval_reversed', atMs: facts.nowMs, ...late }]);
    }
    default:
      return unreachable(command, 'a payment command');
  }
}

function update(
  intent: PaymentIntent,
  command: PaymentCommand & { do: 'update' },
  atMs: number,
): Decision {
  const { amount, captureMethod, wishes, paymentMethod } = command;
  const { status } = intent.state;
  const isBefore = status === 'requires_payment_method' || status === 'requires_confirmation';
  if (!isBefore) {
    // What is only repeated may be said at any time; what moves money may not.
    const what = movedPart(intent, command);
    if (what === undefined) return ok([{ type: 'described', atMs, wishes }]);
    return err({ code: 'unexpected_state', doing: 'update', status, what });
  }
  if (amount.minor <= 0n) return err({ code: 'amount_not_positive' });
  const changed: PaymentEvent = { type: 'changed', atMs, amount, captureMethod, wishes };
  if (paymentMethod === null || paymentMethod === intent.paymentMethod) return ok([changed]);
  return ok([changed, { type: 'method_attached', atMs, paymentMethod }]);
}

function movedPart(
  intent: PaymentIntent,
  { amount, captureMethod, paymentMethod }: PaymentCommand & { do: 'update' },
): ChangedPart | undefined {
  if (amount.currency !== intent.amount.currency) return 'currency';
  if (amount.minor !== intent.amount.minor) return 'amount';
  if (captureMethod !== intent.captureMethod) return 'capture_method';
  return paymentMethod === null || paymentMethod === intent.paymentMethod
    ? undefined
    : 'payment_method';
}

function confirm(intent: PaymentIntent, opened: NewAttempt, atMs: number): Decision {
  const events: PaymentEvent[] = [];
  switch (intent.state.status) {
    case 'requires_action':
      // The cardholder came back with another wish; nothing of the old attempt has left.
      events.push({ type: 'attempt_abandoned', atMs, problem: null });
      break;
    case 'requires_confirmation':
      if (isAuthenticatedFor(intent, opened)) {
        return ok([{ type: 'attempt_resumed', atMs, wire: opened.wire }]);
      }
      if (intent.attempt?.state === 'authenticated') {
        events.push({ type: 'attempt_abandoned', atMs, problem: null });
      }
      break;
    case 'requires_payment_method':
      break;
    case 'processing':
    case 'requires_capture':
    case 'succeeded':
    case 'canceled':
      return unexpected(intent, 'confirm');
    default:
      return unreachable(intent.state, 'an intent to confirm');
  }
  const { paymentMethod } = opened;
  const isAttached =
    events.length === 0 &&
    intent.state.status === 'requires_confirmation' &&
    intent.paymentMethod === paymentMethod;
  if (!isAttached) events.push({ type: 'method_attached', atMs, paymentMethod });
  const attempt: Attempt = {
    ...opened,
    amount: intent.amount,
    authenticationId: null,
    openedAtMs: atMs,
    state: 'open',
    responseCode: null,
  };
  return ok([...events, { type: 'attempt_opened', atMs, attempt }]);
}

/** What the cardholder has agreed to is what is confirmed now: the same card, the same amount. */
function isAuthenticatedFor(
  { attempt, amount }: PaymentIntent,
  { paymentMethod }: NewAttempt,
): boolean {
  return (
    attempt?.state === 'authenticated' &&
    attempt.paymentMethod === paymentMethod &&
    attempt.amount.minor === amount.minor &&
    attempt.amount.currency === amount.currency
  );
}

type Authenticate = PaymentCommand & {
  do: 'challenge' | 'pass_challenge' | 'resume' | 'fail_challenge' | 'expire_challenge';
};

function authenticate(intent: PaymentIntent, command: Authenticate, atMs: number): Decision {
  const { state } = intent;
  if (command.do === 'challenge') {
    const isOpen = intent.attempt?.id === command.attemptId && intent.attempt.state === 'open';
    if (!isOpen || state.status !== 'processing') return unexpected(intent, 'confirm');
    const { authenticationId, expiresAtMs } = command;
    return ok([{ type: 'challenge_required', atMs, authenticationId, expiresAtMs }]);
  }
  const isWaiting =
    state.status === 'requires_action' && state.authenticationId === command.authenticationId;
  if (!isWaiting) return unexpected(intent, 'confirm');
  switch (command.do) {
    case 'pass_challenge':
      return ok([{ type: 'challenge_passed', atMs }]);
    case 'resume':
      return ok([{ type: 'attempt_resumed', atMs, wire: command.wire }]);
    case 'fail_challenge':
      return ok([{ type: 'authentication_failed', atMs, problem: command.problem }]);
    case 'expire_challenge':
      return ok([{ type: 'attempt_abandoned', atMs, problem: command.problem }]);
    default:
      return unreachable(command, 'an answer to a challenge');
  }
}

function close(
  intent: PaymentIntent,
  command: PaymentCommand & { do: 'close' },
  atMs: number,
): Decision {
  const isOpen = intent.attempt?.id === command.attemptId && intent.attempt.state === 'open';
  if (!isOpen) return unexpected(intent, 'confirm');
  const { outcome } = command;
  const found = outcome.foundBy === undefined ? {} : { foundBy: outcome.foundBy };
  switch (outcome.kind) {
    case 'approved': {
      const { approval, authenticated, statement } = outcome;
      const told = { atMs, authenticated, statement, ...found };
      const approved: PaymentEvent = { type: 'approved', ...told, approval };
      if (isHeldFirst(intent)) return ok([approved]);
      return ok([approved, { type: 'captured', atMs, capturedMinor: intent.attempt.amount.minor }]);
    }
    case 'refused': {
      const { problem, authenticated, statement } = outcome;
      return ok([{ type: 'refused', atMs, problem, authenticated, statement, ...found }]);
    }
    case 'unauthenticated':
      return ok([{ type: 'authentication_failed', atMs, problem: outcome.problem }]);
    case 'not_attempted': {
      const { problem, why } = outcome;
      return ok([{ type: 'not_attempted', atMs, problem, ...(why && { why }), ...found }]);
    }
    case 'unknown':
      return ok([{ type: 'outcome_unknown', atMs, why: outcome.why }]);
    default:
      return unreachable(outcome, 'an outcome');
  }
}

function acknowledgeReversal(
  intent: PaymentIntent,
  command: PaymentCommand & { do: 'acknowledge_reversal' },
  atMs: number,
): Decision {
  const { attempt } = intent;
  const isUnknown = attempt?.id === command.attemptId && attempt.state === 'unknown';
  if (!isUnknown) return unexpected(intent, 'confirm');
  return ok([{ type: 'reversal_acknowledged', atMs, problem: command.problem }]);
}

function refund(
  intent: PaymentIntent,
  command: PaymentCommand & { do: 'refund' },
  atMs: number,
): Decision {
  const { charge } = intent;
  const captured = charge && capturedOf(charge);
  if (!captured) {
    const chargeId = charge?.id ?? null;
    return err({ code: 'charge_not_captured', intentId: intent.id, chargeId });
  }
  const { capturedMinor, refundedMinor } = captured;
  const refundableMinor = capturedMinor - refundedMinor;
  if (refundableMinor === 0n) return err({ code: 'charge_already_refunded', id: charge.id });
  const minor = command.minor ?? refundableMinor;
  if (minor <= 0n) return err({ code: 'amount_not_positive' });
  if (minor > refundableMinor) {
    const asked = { ...intent.amount, minor };
    return err({ code: 'refund_too_large', asked, refundableMinor });
  }
  const { refundId, reason, metadata } = command;
  const created = { type: 'refund_created', atMs, refundId, minor, reason, metadata } as const;
  if (reason !== 'fraudulent') return ok([created]);
  // That is what the merchant thinks of the charge from now on.
  const notes = { ...notesOf(charge, intent), report: 'fraudulent' } as const;
  return ok([created, { type: 'charge_described', atMs, chargeId: charge.id, notes }]);
}
