// The one table of moves for each aggregate. It draws the diagrams, drives the random walks, and is
// repeated in the database as the rows of payment_move, to which every stored event must refer
// (transitions.test.ts compares the two).

import type { AttemptState, IncrementState, IntentStatus } from './intent.ts';
import type { PaymentEventType } from './payment-event.ts';

type Moves<State extends string> = Readonly<
  Record<State, Partial<Readonly<Record<PaymentEventType, State>>>>
>;

/** From which status which event leads where; what is not in the table cannot happen. */
export const intentMoves: Moves<IntentStatus> = {
  requires_payment_method: {
    changed: 'requires_payment_method',
    method_attached: 'requires_confirmation',
    canceled: 'canceled',
    charge_described: 'requires_payment_method',
    described: 'requires_payment_method',
    late_approval_reversed: 'requires_payment_method',
  },
  requires_confirmation: {
    changed: 'requires_confirmation',
    method_attached: 'requires_confirmation',
    attempt_opened: 'processing',
    attempt_resumed: 'processing',
    attempt_abandoned: 'requires_payment_method',
    canceled: 'canceled',
    charge_described: 'requires_confirmation',
    described: 'requires_confirmation',
    late_approval_reversed: 'requires_confirmation',
  },
  processing: {
    challenge_required: 'requires_action',
    authentication_failed: 'requires_payment_method',
    approved: 'requires_capture',
    refused: 'requires_payment_method',
    not_attempted: 'requires_payment_method',
    outcome_unknown: 'processing',
    reversal_acknowledged: 'requires_payment_method',
    reversal_forced: 'requires_payment_method',
    approval_forced: 'requires_capture',
    charge_described: 'processing',
    described: 'processing',
    late_approval_reversed: 'processing',
  },
  requires_action: {
    challenge_passed: 'requires_confirmation',
    attempt_resumed: 'processing',
    attempt_abandoned: 'requires_payment_method',
    authentication_failed: 'requires_payment_method',
    charge_described: 'requires_action',
    described: 'requires_action',
    late_approval_reversed: 'requires_action',
  },
  requires_capture: {
    captured: 'succeeded',
    partly_captured: 'requires_capture',
    remainder_released: 'succeeded',
    canceled: 'canceled',
    increment_opened: 'requires_capture',
    increment_approved: 'requires_capture',
    increment_refused: 'requires_capture',
    increment_not_attempted: 'requires_capture',
    increment_unknown: 'requires_capture',
    increment_reversed: 'requires_capture',
    refund_created: 'requires_capture',
    refund_succeeded: 'requires_capture',
    refund_failed: 'requires_capture',
    charge_described: 'requires_capture',
    described: 'requires_capture',
    late_approval_reversed: 'requires_capture',
  },
  succeeded: {
    refund_created: 'succeeded',
    refund_succeeded: 'succeeded',
    refund_failed: 'succeeded',
    increment_reversed: 'succeeded',
    charge_described: 'succeeded',
    described: 'succeeded',
    late_approval_reversed: 'succeeded',
  },
  canceled: {
    increment_reversed: 'canceled',
    charge_described: 'canceled',
    described: 'canceled',
    late_approval_reversed: 'canceled',
  },
};

export const firstStatus = 'requires_payment_method';

export const attemptMoves: Moves<AttemptState> = {
  open: {
    challenge_required: 'challenged',
    authentication_failed: 'unauthenticated',
    approved: 'approved',
    refused: 'refused',
    not_attempted: 'not_attempted',
    outcome_unknown: 'unknown',
  },
  challenged: {
    challenge_passed: 'authenticated',
    attempt_resumed: 'open',
    attempt_abandoned: 'abandoned',
    authentication_failed: 'unauthenticated',
  },
  authenticated: { attempt_resumed: 'open', attempt_abandoned: 'abandoned' },
  unknown: {
    reversal_acknowledged: 'reversed',
    reversal_forced: 'reversed',
    approval_forced: 'approved',
  },
  approved: { canceled: 'voided' },
  refused: {},
  unauthenticated: {},
  not_attempted: {},
  reversed: {},
  abandoned: {},
  voided: {},
};

export const incrementMoves: Moves<IncrementState> = {
  open: {
    increment_approved: 'approved',
    increment_refused: 'refused',
    increment_not_attempted: 'not_attempted',
    increment_unknown: 'unknown',
  },
  unknown: { increment_reversed: 'reversed' },
  approved: {},
  refused: {},
  not_attempted: {},
  reversed: {},
};

/** Every row of a table as `from, event, to`: what the database repeats and the walks draw on. */
export function rowsOf<State extends string>(moves: Moves<State>): readonly MoveRow[] {
  return Object.entries<Partial<Record<string, State>>>(moves).flatMap(([from, row]) =>
    Object.entries(row).flatMap(([event, to]) => (to === undefined ? [] : [{ from, event, to }])),
  );
}

export type MoveRow = { readonly from: string; readonly event: string; readonly to: string };
