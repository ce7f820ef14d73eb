// The fold: what a PaymentIntent is after an event. It never refuses; decide() has done that.

import type { TransactionId } from '@kassa/ledger';
import { assert, Bug } from '@kassa/result';
import {
  type Attempt,
  type AttemptState,
  type Captured,
  type Charge,
  type ChargeNotes,
  type ChargeState,
  capturedOf,
  type Increment,
  type IntentState,
  type PaymentIntent,
} from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import { attemptMoves, firstStatus, incrementMoves, intentMoves } from './transitions.ts';
import type { Wishes } from './wishes.ts';

/** All the events of one intent, in order. */
export function fold(events: readonly PaymentEvent[]): PaymentIntent {
  const intent = events.reduce<PaymentIntent | null>(evolve, null);
  assert(intent !== null, 'an intent has at least its created event');
  return intent;
}

export function evolve(intent: PaymentIntent | null, event: PaymentEvent): PaymentIntent {
  if (event.type === 'created') return created(event);
  if (intent === null) throw new Bug(`${event.type} came before created`);
  const next = intentMoves[intent.state.status][event.type];
  if (next === undefined) throw new Bug(`${event.type} from ${intent.state.status} cannot be`);
  const moved = { ...intent, ...change(intent, event), version: intent.version + 1 };
  assert(moved.state.status === next, `${event.type} leads to ${next}, not ${moved.state.status}`);
  return moved;
}

function created(event: PaymentEvent & { type: 'created' }): PaymentIntent {
  return {
    accountId: event.accountId,
    id: event.id,
    version: 1,
    createdAtMs: event.atMs,
    amount: event.amount,
    captureMethod: event.captureMethod,
    wishes: event.wishes,
    paymentMethod: null,
    lastProblem: null,
    attempt: null,
    charge: null,
    increment: null,
    state: { status: firstStatus },
  };
}

type Change = Partial<PaymentIntent>;

function change(intent: PaymentIntent, event: Exclude<PaymentEvent, { type: 'created' }>): Change {
  switch (event.type) {
    case 'changed': {
      const { amount, captureMethod, wishes } = event;
      return { amount, captureMethod, wishes };
    }
    case 'described':
      return { wishes: event.wishes, charge: ofCustomer(intent.charge, event.wishes) };
    case 'method_attached':
      return { paymentMethod: event.paymentMethod, state: { status: 'requires_confirmation' } };
    case 'attempt_opened':
      return { attempt: event.attempt, lastProblem: null, state: { status: 'processing' } };
    case 'challenge_required': {
      const { authenticationId, expiresAtMs } = event;
      const attempt = { ...attemptMoved(intent, event), authenticationId };
      return { attempt, state: { status: 'requires_action', authenticationId, expiresAtMs } };
    }
    case 'challenge_passed':
      return { attempt: attemptMoved(intent, event), state: { status: 'requires_confirmation' } };
    case 'attempt_resumed':
      return {
        attempt: { ...attemptMoved(intent, event), wire: event.wire },
        state: { status: 'processing' },
      };
    case 'attempt_abandoned':
    case 'authentication_failed':
    case 'not_attempted':
    case 'reversal_acknowledged':
    case 'reversal_forced':
      return {
        attempt: attemptMoved(intent, event),
        paymentMethod: null,
        lastProblem: event.problem,
        state: { status: 'requires_payment_method' },
      };
    case 'refused': {
      const attempt = { ...attemptMoved(intent, event), responseCode: event.problem.responseCode };
      return {
        attempt,
        charge: chargeOf(intent, attempt, event, { kind: 'failed', problem: event.problem }),
        paymentMethod: null,
        lastProblem: event.problem,
        state: { status: 'requires_payment_method' },
      };
    }
    case 'approved':
    case 'approval_forced': {
      const { approval } = event;
      const attempt = { ...attemptMoved(intent, event), responseCode: approval.responseCode };
      const holdId = holdIdOf(attempt.id);
      const state = { kind: 'authorized', approval, holdId } as const;
      const charge = chargeOf(intent, attempt, event, state);
      return { attempt, charge, state: { status: 'requires_capture' } };
    }
    case 'charge_described': {
      const { charge } = intent;
      // An earlier one, which was refused, is no part of the payment any more.
      if (charge === null || charge.id !== event.chargeId) return {};
      return { charge: { ...charge, notes: event.notes } };
    }
    case 'outcome_unknown':
      return { attempt: attemptMoved(intent, event) };
    case 'captured':
      return { charge: captured(intent, event), state: { status: 'succeeded' } };
    case 'partly_captured':
      return { charge: partlyCaptured(intent, event) };
    case 'remainder_released':
      return { charge: closed(intent, event.atMs), state: { status: 'succeeded' } };
    case 'increment_opened':
      return { increment: event.increment };
    case 'increment_approved':
      return raised(intent, event);
    case 'increment_refused': {
      const { responseCode } = event;
      return { increment: { ...incrementMoved(intent, event), responseCode } };
    }
    case 'increment_not_attempted':
    case 'increment_unknown':
    case 'increment_reversed':
      return { increment: incrementMoved(intent, event) };
    case 'canceled':
      return canceled(intent, event);
    case 'refund_created':
      return { charge: refunded(intent, event.minor) };
    case 'refund_failed':
      return { charge: refunded(intent, -event.minor) };
    case 'refund_succeeded':
    case 'late_approval_reversed':
      return {};
  }
}

function attemptMoved(intent: PaymentIntent, event: PaymentEvent): Attempt {
  const { attempt } = intent;
  assert(attempt !== null, `${event.type} needs an attempt`);
  const state: AttemptState | undefined = attemptMoves[attempt.state][event.type];
  if (state === undefined) throw new Bug(`${event.type} on an attempt that is ${attempt.state}`);
  return { ...attempt, state };
}

function chargeOf(
  { wishes }: PaymentIntent,
  attempt: Attempt,
  event: PaymentEvent & { type: 'approved' | 'approval_forced' | 'refused' },
  state: ChargeState,
): Charge {
  return {
    id: attempt.chargeId,
    attemptId: attempt.id,
    paymentMethod: attempt.paymentMethod,
    amount: attempt.amount,
    createdAtMs: event.atMs,
    notes: firstNotes(wishes),
    authenticated: event.authenticated ?? null,
    statement: event.statement ?? null,
    state,
  };
}

/** What a charge says of itself when it is made. */
export function firstNotes(wishes: Wishes): ChargeNotes {
  const { customer, description, metadata, receiptEmail, shipping } = wishes;
  const own = { report: null, transferGroup: null };
  return { customer, description, metadata, receiptEmail, shipping, ...own };
}

/** A payment may learn later whose it is; its charge says so too. */
function ofCustomer(charge: Charge | null, { customer }: Wishes): Charge | null {
  const notes = charge?.notes;
  if (!charge || !notes || customer === null || notes.customer !== null) return charge;
  return { ...charge, notes: { ...notes, customer } };
}

/** Charges of before there were notes say what their payment says. */
export function notesOf(charge: Charge, { wishes }: PaymentIntent): ChargeNotes {
  return charge.notes ?? firstNotes(wishes);
}

function incrementMoved(intent: PaymentIntent, event: PaymentEvent): Increment {
  const { increment } = intent;
  assert(increment !== null, `${event.type} needs an increment`);
  const state = incrementMoves[increment.state][event.type];
  if (state === undefined)
    throw new Bug(`${event.type} on an increment that is ${increment.state}`);
  return { ...increment, state };
}

/** The hold is laid anew for the new total, under the name of the increment. */
function raised(
  intent: PaymentIntent,
  event: PaymentEvent & { type: 'increment_approved' },
): Change {
  const { charge } = intent;
  assert(charge?.state.kind === 'authorized', 'only an authorized charge is raised');
  const { responseCode } = event.approval;
  const increment = { ...incrementMoved(intent, event), responseCode };
  const { amount } = increment;
  const state = { ...charge.state, holdId: holdIdOf(increment.id) };
  return { increment, amount, charge: { ...charge, amount, state }, wishes: event.wishes };
}

/** The name of a hold in the book is made of the id of what laid it. */
function holdIdOf(id: Attempt['id'] | Increment['id']): TransactionId {
  return `ltx_${id.slice(id.indexOf('_') + 1)}`;
}

type Capturing = PaymentEvent & { type: 'captured' | 'partly_captured' };

function captured(intent: PaymentIntent, event: Capturing): Charge {
  const { charge, sums } = withCapture(intent, event);
  return { ...charge, state: { ...sums, kind: 'captured', capturedAtMs: event.atMs } };
}

function partlyCaptured(
  intent: PaymentIntent,
  event: PaymentEvent & { type: 'partly_captured' },
): Charge {
  const { charge, sums } = withCapture(intent, event);
  return { ...charge, state: { ...sums, kind: 'partly_captured', holdId: event.holdId } };
}

function withCapture({ charge }: PaymentIntent, event: Capturing) {
  const state = charge?.state;
  const isHeld = state?.kind === 'authorized' || state?.kind === 'partly_captured';
  assert(charge && isHeld, 'only what is held is captured');
  const before = capturedOf(charge) ?? { capturedMinor: 0n, refundedMinor: 0n, captures: 0 };
  const sums: Captured = {
    approval: state.approval,
    capturedMinor: before.capturedMinor + event.capturedMinor,
    refundedMinor: before.refundedMinor,
    captures: before.captures + 1,
  };
  return { charge, sums };
}

/** Nothing more is captured: it is what it has come to. */
function closed({ charge }: PaymentIntent, atMs: number): Charge {
  assert(charge?.state.kind === 'partly_captured', 'a rest is of what is partly captured');
  const { holdId: _, ...sums } = charge.state;
  return { ...charge, state: { ...sums, kind: 'captured', capturedAtMs: atMs } };
}

function canceled(intent: PaymentIntent, event: PaymentEvent & { type: 'canceled' }): Change {
  const state: IntentState = {
    status: 'canceled',
    reason: event.reason,
    canceledAtMs: event.atMs,
  };
  const { charge } = intent;
  if (charge?.state.kind !== 'authorized') return { state };
  const { approval } = charge.state;
  return {
    state,
    attempt: attemptMoved(intent, event),
    charge: { ...charge, state: { kind: 'released', approval } },
  };
}

function refunded(intent: PaymentIntent, byMinor: bigint): Charge {
  const { charge } = intent;
  const state = charge?.state;
  const isCaptured = state?.kind === 'captured' || state?.kind === 'partly_captured';
  assert(charge && isCaptured, 'only what is captured is refunded');
  return { ...charge, state: { ...state, refundedMinor: state.refundedMinor + byMinor } };
}
