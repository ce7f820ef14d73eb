// Between the aggregate and its rows. Rows hold what folding the events gives; nothing else reads
// or writes these columns.

import { column, type RawRow, type Row } from '@kassa/database';
import { type Currency, currencyOf, money } from '@kassa/money';
import { assert, Bug, unwrap } from '@kassa/result';
import { idFrom, idOrNull } from '../ids.ts';
import { groupOf } from '../splits/transfer.ts';
import { notesOf } from './evolve.ts';
import {
  type Attempt,
  type Charge,
  type ChargeState,
  capturedOf,
  type Increment,
  type IntentState,
  type PaymentIntent,
} from './intent.ts';
import {
  readApproval,
  readAuthenticated,
  readNotes,
  readProblem,
  readRouting,
  readWishes,
} from './stored-json.ts';

export function intentRow(intent: PaymentIntent): Row {
  const { state } = intent;
  const action = state.status === 'requires_action' ? state : null;
  const canceled = state.status === 'canceled' ? state : null;
  return {
    account_id: intent.accountId,
    id: intent.id,
    version: intent.version,
    status: state.status,
    amount: intent.amount.minor,
    currency: intent.amount.currency,
    capture_method: intent.captureMethod,
    payment_method_id: intent.paymentMethod,
    customer_id: intent.wishes.customer,
    session_id: intent.wishes.session,
    wishes: intent.wishes,
    is_behind_charge: intent.wishes.isBehindCharge,
    last_problem: intent.lastProblem,
    attempt_id: intent.attempt?.id ?? null,
    charge_id: intent.charge?.id ?? null,
    increment_id: intent.increment?.id ?? null,
    authentication_id: action?.authenticationId ?? null,
    action_expires_at: action?.expiresAtMs ?? null,
    cancellation_reason: canceled?.reason ?? null,
    canceled_at: canceled?.canceledAtMs ?? null,
    created_at: intent.createdAtMs,
  };
}

/** The process at work, and the moment: so that a restart knows what it left behind. */
export type At = { readonly owner: string; readonly nowMs: number };

export function attemptRow(intent: PaymentIntent, attempt: Attempt, given: At): Row {
  const { wire } = attempt;
  return {
    account_id: intent.accountId,
    id: attempt.id,
    intent_id: intent.id,
    charge_id: attempt.chargeId,
    payment_method_id: attempt.paymentMethod,
    amount: attempt.amount.minor,
    currency: attempt.amount.currency,
    provider: attempt.provider,
    routing: attempt.routing,
    rrn: wire.rrn,
    stan: wire.stan,
    terminal_id: wire.terminalId,
    merchant_id: wire.merchantId,
    transmitted_at: wire.transmittedAtMs,
    authentication_id: attempt.authenticationId,
    state: attempt.state,
    response_code: attempt.responseCode,
    opened_at: attempt.openedAtMs,
    touched_at: given.nowMs,
    owner: given.owner,
  };
}

export function incrementRow(intent: PaymentIntent, increment: Increment, given: At): Row {
  const { wire } = increment;
  return {
    account_id: intent.accountId,
    id: increment.id,
    intent_id: intent.id,
    attempt_id: intent.attempt?.id ?? null,
    number: increment.number,
    amount: increment.amount.minor,
    added: increment.addedMinor,
    currency: increment.amount.currency,
    rrn: wire.rrn,
    stan: wire.stan,
    terminal_id: wire.terminalId,
    merchant_id: wire.merchantId,
    transmitted_at: wire.transmittedAtMs,
    state: increment.state,
    response_code: increment.responseCode,
    opened_at: increment.openedAtMs,
    touched_at: given.nowMs,
    owner: given.owner,
  };
}

export function chargeRow(intent: PaymentIntent, charge: Charge): Row {
  const { state } = charge;
  const captured = capturedOf(charge);
  const isHeld = state.kind === 'authorized' || state.kind === 'partly_captured';
  return {
    account_id: intent.accountId,
    id: charge.id,
    intent_id: intent.id,
    attempt_id: charge.attemptId,
    payment_method_id: charge.paymentMethod,
    amount: charge.amount.minor,
    currency: charge.amount.currency,
    state: state.kind,
    captured: captured?.capturedMinor ?? 0n,
    refunded: captured?.refundedMinor ?? 0n,
    approval: state.kind === 'failed' ? null : state.approval,
    problem: state.kind === 'failed' ? state.problem : null,
    notes: charge.notes,
    authenticated: charge.authenticated,
    statement: charge.statement,
    customer_id: notesOf(charge, intent).customer,
    transfer_group: transferGroupOf(intent, charge),
    captured_at: state.kind === 'captured' ? state.capturedAtMs : null,
    captures: captured?.captures ?? 0,
    hold_id: isHeld ? state.holdId : null,
    created_at: charge.createdAtMs,
  };
}

/** What it shares with the transfers of one order. */
export function transferGroupOf(intent: PaymentIntent, charge: Charge): string | null {
  const { destination, transferGroup } = intent.wishes.split;
  const named = transferGroup ?? charge.notes?.transferGroup ?? null;
  return destination === null ? named : groupOf(intent.id, named);
}

export type IntentParts = {
  readonly attempt: Attempt | null;
  readonly charge: Charge | null;
  readonly increment: Increment | null;
};

export function decodeIntent(row: RawRow, parts: IntentParts): PaymentIntent {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('pi', column.text(row, 'id')),
    version: column.integer(row, 'version'),
    createdAtMs: column.integer(row, 'created_at'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    captureMethod: column.oneOf(row, 'capture_method', ['automatic', 'automatic_async', 'manual']),
    wishes: readWishes(column.json(row, 'wishes')),
    paymentMethod: idOrNull('pm', column.textOrNull(row, 'payment_method_id')),
    lastProblem: readProblem(column.jsonOrNull(row, 'last_problem')),
    ...parts,
    state: decodeState(row),
  };
}

function decodeState(row: RawRow): IntentState {
  const status = column.oneOf(row, 'status', [
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'succeeded',
    'canceled',
  ]);
  if (status === 'requires_action') {
    const authenticationId = idFrom('auth', column.text(row, 'authentication_id'));
    return { status, authenticationId, expiresAtMs: column.integer(row, 'action_expires_at') };
  }
  if (status !== 'canceled') return { status };
  const reason =
    column.textOrNull(row, 'cancellation_reason') === null
      ? null
      : column.oneOf(row, 'cancellation_reason', cancellationReasons);
  return { status, reason, canceledAtMs: column.integer(row, 'canceled_at') };
}

const cancellationReasons = [
  'duplicate',
  'fraudulent',
  'requested_by_customer',
  'abandoned',
  'expired',
  'automatic',
] as const;

export const attemptStates = [
  'open',
  'challenged',
  'authenticated',
  'approved',
  'refused',
  'unauthenticated',
  'not_attempted',
  'unknown',
  'reversed',
  'abandoned',
  'voided',
] as const;

export function decodeAttempt(row: RawRow): Attempt {
  return {
    id: idFrom('att', column.text(row, 'id')),
    chargeId: idFrom('ch', column.text(row, 'charge_id')),
    paymentMethod: idFrom('pm', column.text(row, 'payment_method_id')),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    provider: column.text(row, 'provider'),
    routing: readRouting(column.json(row, 'routing')),
    wire: decodeWire(row),
    authenticationId: idOrNull('auth', column.textOrNull(row, 'authentication_id')),
    openedAtMs: column.integer(row, 'opened_at'),
    state: column.oneOf(row, 'state', attemptStates),
    responseCode: column.textOrNull(row, 'response_code'),
  };
}

function decodeWire(row: RawRow): Attempt['wire'] {
  return {
    rrn: column.text(row, 'rrn'),
    stan: column.text(row, 'stan'),
    terminalId: column.text(row, 'terminal_id'),
    merchantId: column.text(row, 'merchant_id'),
    transmittedAtMs: column.integer(row, 'transmitted_at'),
  };
}

export function decodeIncrement(row: RawRow): Increment {
  return {
    id: idFrom('inc', column.text(row, 'id')),
    number: column.integer(row, 'number'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    addedMinor: column.big(row, 'added'),
    wire: decodeWire(row),
    openedAtMs: column.integer(row, 'opened_at'),
    state: column.oneOf(row, 'state', [
      'open',
      'approved',
      'refused',
      'not_attempted',
      'unknown',
      'reversed',
    ]),
    responseCode: column.textOrNull(row, 'response_code'),
  };
}

export function decodeCharge(row: RawRow): Charge {
  return {
    id: idFrom('ch', column.text(row, 'id')),
    attemptId: idFrom('att', column.text(row, 'attempt_id')),
    paymentMethod: idFrom('pm', column.text(row, 'payment_method_id')),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    createdAtMs: column.integer(row, 'created_at'),
    notes: readNotes(column.jsonOrNull(row, 'notes')),
    authenticated: readAuthenticated(column.jsonOrNull(row, 'authenticated')),
    statement: column.textOrNull(row, 'statement'),
    state: decodeChargeState(row),
  };
}

function decodeChargeState(row: RawRow): ChargeState {
  const kind = column.oneOf(row, 'state', [
    'failed',
    'authorized',
    'partly_captured',
    'captured',
    'released',
  ]);
  if (kind === 'failed') {
    const problem = readProblem(column.json(row, 'problem'));
    if (problem === null) throw new Bug('a failed charge has its problem');
    return { kind, problem };
  }
  const approval = readApproval(column.json(row, 'approval'));
  if (kind === 'released') return { kind, approval };
  if (kind === 'authorized') return { kind, approval, holdId: holdIdIn(row) };
  const sums = {
    approval,
    capturedMinor: column.big(row, 'captured'),
    refundedMinor: column.big(row, 'refunded'),
    captures: column.integer(row, 'captures'),
  };
  if (kind === 'partly_captured') return { ...sums, kind, holdId: holdIdIn(row) };
  return { ...sums, kind, capturedAtMs: column.integer(row, 'captured_at') };
}

const holdIdIn = (row: RawRow) => idFrom('ltx', column.text(row, 'hold_id'));

export function metadataIn(row: RawRow): Readonly<Record<string, string>> {
  const json = column.json(row, 'metadata');
  if (typeof json !== 'object' || json === null) return {};
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, String(value)]));
}

export function currencyIn(row: RawRow): Currency {
  return unwrap(currencyOf(column.text(row, 'currency')));
}

/** A row that row_to_json has put into a column; null where a left join found nothing. */
export function nested(row: RawRow, name: string): RawRow | null {
  const value = row[name] ?? null;
  if (value === null) return null;
  assert(typeof value === 'object', `column ${name} holds a row`);
  return Object.fromEntries(Object.entries(value));
}
