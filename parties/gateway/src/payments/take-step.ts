// The one way in which a payment changes: events become rows, postings, advices, jobs and whatever
// follows a payment, all in one unit of work and one round trip.

import { type Refused, type Row, type Unit, unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { Merchant } from '../merchants/merchant.ts';
import { onBothSides, openBooks } from '../splits/book.ts';
import { nameAdvices, type StoredAdvice, storeAdvices } from './advices.ts';
import type { PaymentRefusal } from './errors.ts';
import { evolve } from './evolve.ts';
import type { Attempt, Charge, Increment, PaymentIntent } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { Cause, PaymentMeans, PaymentView, Step } from './ports.ts';
import { type Move, postingsOf } from './postings.ts';
import type { Refund } from './refund.ts';
import { attemptRow, chargeRow, incrementRow, intentRow } from './rows.ts';

export type From = Omit<PaymentView, 'intent'> & { readonly intent: PaymentIntent | null };

export type Taking = {
  readonly from: From;
  readonly events: readonly PaymentEvent[];
  readonly cause: Cause | null;
  /** Who takes the step tells its advices; the job does only if that has not come to its end by then. */
  readonly tellAfterMs?: number;
  /** A refund that this step ends; one that it makes is found in the events. */
  readonly endedRefund?: Refund;
};

export type Prepared = { readonly step: Step; readonly unit: Unit };

/** The step and its unit; nothing is committed, and nothing is sent. */
export async function prepareStep(means: PaymentMeans, taking: Taking): Promise<Prepared> {
  const { from, events, cause, endedRefund, tellAfterMs } = taking;
  const atMs = means.clock.nowMs();
  const trail = walk(from.intent, events);
  const { intent } = trail;
  const merchant = await means.merchant(intent.accountId);
  const advices = await nameAdvices(means, { intent, merchant, events });
  const made = madeRefunds(intent, events, advices);
  const refunds = endedRefund === undefined ? made : [...made, endedRefund];
  const view: PaymentView = { ...from, intent };
  const step: Step = { before: from.intent, events, view, merchant, refunds, cause, atMs };
  return {
    step,
    unit: unit(
      intentUnit(from.intent, intent),
      { inserts: [{ table: 'payment_event', rows: trail.eventRows }] },
      ...attemptUnits(means, trail, atMs),
      ...chargeUnits(from.intent, trail),
      ...incrementUnits(means, trail, atMs),
      ...made.map(insertRefund),
      ...bookUnits(means, trail, merchant),
      ...storeAdvices(advices, atMs, tellAfterMs),
      ...means.followers.map((follow) => follow(step)),
    ),
  };
}

export async function commitStep(
  means: PaymentMeans,
  prepared: Prepared,
  ...more: readonly Unit[]
): Promise<Result<PaymentView, PaymentRefusal>> {
  const committed = await means.db.commit(unit(prepared.unit, ...more));
  if (!committed.ok) return err(refusalOf(committed.error));
  const { view } = prepared.step;
  if (means.booksOpen.size >= booksMax) means.booksOpen.clear();
  means.booksOpen.add(bookOf(view.intent));
  return ok(view);
}

/** What is forgotten is opened once more, which changes nothing. */
const booksMax = 10_000;

/** The accounts are opened with the first posting that this process makes to them. */
function bookUnits(means: PaymentMeans, { intent, moves }: Trail, merchant: Merchant): Unit[] {
  const postings = onBothSides(postingsOf(moves, means.makeId), merchant);
  const { attempt, amount } = intent;
  const posted = postings.length === 0 ? [] : [post(postings)];
  if (attempt === null || means.booksOpen.has(bookOf(intent))) return posted;
  return [...openBooks(merchant, attempt.provider, amount.currency), ...posted];
}

const bookOf = ({ accountId, attempt, amount }: PaymentIntent): string =>
  `${accountId}|${attempt?.provider ?? ''}|${amount.currency}`;

const contested = new Set([
  // Two used one token at the same moment: the other one has it.
  'payment_method_token_once',
  'payment_event_pk',
  'payment_attempt_one_open',
  'payment_increment_one_open',
  'charge_refunded',
  'charge_not_disputed',
  'payment_intent',
  'checkout_session',
  'payment_method',
  'advice',
  'authentication',
  // A confirmation token that another has used.
  'record',
  // What goes back along with a refund, seen otherwise by another.
  'transfer',
  'transfer_reversed',
  'application_fee',
  'application_fee_refunded',
]);

/** A race that another writer won, or the caller's key; anything else is a bug of ours. */
export function refusalOf(refused: Refused): PaymentRefusal {
  const name =
    refused.code === 'guard' ? refused.guard : 'constraint' in refused ? refused.constraint : '';
  const forbidden = forbiddenIn(refused);
  if (forbidden !== undefined) return forbidden;
  if (name === 'idempotency_record_pk') return { code: 'key_used' };
  if (contested.has(name) || isMoved(refused)) return { code: 'busy' };
  throw new Bug(`a payment's unit was refused: ${JSON.stringify(refused)}`);
}

function forbiddenIn(refused: Refused): PaymentRefusal | undefined {
  if (refused.code !== 'refused') return undefined;
  const { reason: code, detail: why = '' } = refused;
  return code === 'retry_never' || code === 'retry_cap_reached' ? { code, why } : undefined;
}

/** The acquirer settled the charge, or another split it, meanwhile. */
function isMoved(refused: Refused): boolean {
  return refused.code === 'refused' && refused.reason === 'charge_moved';
}

type Trail = {
  readonly intent: PaymentIntent;
  readonly eventRows: readonly Row[];
  readonly opened: ReadonlySet<string>;
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly charges: ReadonlyMap<string, Charge>;
  /** A step has one increment at the most. */
  readonly increment: Increment | null;
  readonly moves: readonly Move[];
};

function walk(before: PaymentIntent | null, events: readonly PaymentEvent[]): Trail {
  const eventRows: Row[] = [];
  const opened = new Set<string>();
  const attempts = new Map<string, Attempt>();
  const charges = new Map<string, Charge>();
  const moves: Move[] = [];
  let intent = before;
  for (const event of events) {
    const previous: PaymentIntent | null = intent;
    intent = evolve(previous, event);
    eventRows.push(eventRow(previous, intent, event));
    moves.push({ before: previous, event, after: intent });
    if (event.type === 'attempt_opened') opened.add(event.attempt.id);
    if (event.type === 'increment_opened') opened.add(event.increment.id);
    if (intent.attempt !== null && intent.attempt !== previous?.attempt) {
      attempts.set(intent.attempt.id, intent.attempt);
    }
    if (intent.charge !== null && intent.charge !== previous?.charge) {
      charges.set(intent.charge.id, intent.charge);
    }
  }
  if (intent === null) throw new Bug('a step has events');
  const increment = intent.increment !== before?.increment ? intent.increment : null;
  return { intent, eventRows, opened, attempts, charges, increment, moves };
}

function eventRow(before: PaymentIntent | null, after: PaymentIntent, event: PaymentEvent): Row {
  const { type, atMs, ...data } = event;
  return {
    account_id: after.accountId,
    intent_id: after.id,
    seq: after.version,
    type,
    from_status: before?.state.status ?? 'none',
    to_status: after.state.status,
    at: atMs,
    data,
  };
}

function intentUnit(before: PaymentIntent | null, after: PaymentIntent): Unit {
  const row = intentRow(after);
  if (before === null) return { inserts: [{ table: 'payment_intent', rows: [row] }] };
  const key = { account_id: after.accountId, id: after.id };
  const expect = { version: before.version };
  const update = { as: 'payment_intent', table: 'payment_intent', key, set: row, expect };
  return { updates: [update] };
}

function attemptUnits(means: PaymentMeans, trail: Trail, nowMs: number): Unit[] {
  const { intent, opened } = trail;
  return [...trail.attempts.values()].map((attempt) => {
    const row = attemptRow(intent, attempt, { owner: means.owner, nowMs });
    if (opened.has(attempt.id)) return { inserts: [{ table: 'payment_attempt', rows: [row] }] };
    const key = { account_id: intent.accountId, id: attempt.id };
    return { updates: [{ as: 'payment_attempt', table: 'payment_attempt', key, set: row }] };
  });
}

function incrementUnits(means: PaymentMeans, trail: Trail, nowMs: number): Unit[] {
  const { intent, increment, opened } = trail;
  if (increment === null) return [];
  const row = incrementRow(intent, increment, { owner: means.owner, nowMs });
  if (opened.has(increment.id)) return [{ inserts: [{ table: 'payment_increment', rows: [row] }] }];
  const key = { account_id: intent.accountId, id: increment.id };
  return [{ updates: [{ as: 'payment_increment', table: 'payment_increment', key, set: row }] }];
}

function chargeUnits(before: PaymentIntent | null, trail: Trail): Unit[] {
  const { intent } = trail;
  return [...trail.charges.values()].map((charge) => {
    const row = chargeRow(intent, charge);
    const isNew = before?.charge?.id !== charge.id;
    if (isNew) return { inserts: [{ table: 'charge', rows: [row] }] };
    const key = { account_id: intent.accountId, id: charge.id };
    return { updates: [{ as: 'charge', table: 'charge', key, set: row }] };
  });
}

function madeRefunds(
  intent: PaymentIntent,
  events: readonly PaymentEvent[],
  advices: readonly StoredAdvice[],
): Refund[] {
  return events.flatMap((event) => {
    if (event.type !== 'refund_created' || intent.charge === null) return [];
    const advice = advices.find((one) => one.refundId === event.refundId);
    if (advice === undefined) return [];
    const { reason, metadata, refundId: id, atMs } = event;
    const { accountId, id: intentId, charge } = intent;
    const { amount, rrn } = advice;
    const about = { accountId, id, intentId, chargeId: charge.id, amount, rrn, version: 1 };
    return [{ ...about, status: 'pending', reason, metadata, createdAtMs: atMs } as const];
  });
}

function insertRefund(refund: Refund): Unit {
  const row = {
    account_id: refund.accountId,
    id: refund.id,
    intent_id: refund.intentId,
    charge_id: refund.chargeId,
    amount: refund.amount.minor,
    currency: refund.amount.currency,
    status: refund.status,
    reason: refund.reason,
    metadata: refund.metadata,
    rrn: refund.rrn,
    created_at: refund.createdAtMs,
    version: refund.version,
  };
  return { inserts: [{ table: 'refund', rows: [row] }] };
}
