// Rows of payouts, and what merchants are due.

import {
  column,
  type Database,
  type Queries,
  type RawRow,
  type Row,
  type Unit,
  unit,
} from '@kassa/database';
import { currencyOf, type Money, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { dateIn, type PlainDate } from '@kassa/time';
import { dateOrNull } from '../captures/store.ts';
import type { ReserveMovement } from '../reserves/movement.ts';
import { recordMovements } from '../reserves/store.ts';
import type { Payout, PayoutKind, PayoutState } from './payout.ts';

export type Due = {
  readonly mid: string;
  /** All that is due, what goes into the reserve with it; also below zero. */
  readonly amount: Money;
  /** What of it is to be held back. */
  readonly reserved: Money;
};

/** What is settled or released, has its value date and is in no payout yet. */
export function dueOn(db: Database, mids: readonly string[], date: PlainDate): Promise<Due[]> {
  return db.query(
    {
      text: `
        select mid, currency, sum(net)::bigint as net, sum(reserved)::bigint as reserved
        from (
          select mid, currency, item_net(kind, amount, fee) as net,
            case when reserve_id is null then reserved else 0 end as reserved
          from item
          where state = 'settled' and payout_id is null and mid = any($1) and value_on <= $2
          union all
          select mid, currency, reserve_net(kind, amount), 0
          from reserve_movement
          where payout_id is null and mid = any($1) and value_on <= $2
        ) due
        group by mid, currency
        order by mid, currency`,
      values: [mids, date],
    },
    (row) => {
      const of = moneyIn(row);
      return { mid: column.text(row, 'mid'), amount: of('net'), reserved: of('reserved') };
    },
  );
}

function moneyIn(row: RawRow): (name: string) => Money {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  return (name) => money(currency, column.big(row, name));
}

/** Why the last payout of the merchant in the currency to this account failed, if it did. */
export async function lastFailure(
  db: Database,
  due: Pick<Due, 'mid' | 'amount'> & { readonly iban: string },
): Promise<string | undefined> {
  const last = await db.one(
    {
      text: `
        select case when state in ('refused', 'returned') then reason end as reason
        from payout
        where mid = $1 and currency = $2 and iban = $3 and kind = 'daily'
        order by id desc
        limit 1`,
      values: [due.mid, due.amount.currency, due.iban],
    },
    (row) => column.textOrNull(row, 'reason'),
  );
  return last ?? undefined;
}

export type NewPayout = Omit<Payout, 'attempts' | 'state' | 'endedAtMs' | 'reason'>;

/**
 * All that is due, less what is held back of it. Refused as `due_changed` if an item was settled or paid
 * in between.
 */
export function recordPayout(payout: NewPayout, hold: ReserveMovement | undefined): Unit {
  const { id, mid, amount, valueOn } = payout;
  const { currency, minor } = amount;
  const held = { holdId: hold?.id ?? null, held: hold?.amount.minor ?? 0n };
  return unit(
    { inserts: [{ table: 'payout', rows: [payoutRow(payout)] }] },
    recordMovements(hold ? [hold] : []),
    {
      calls: [
        {
          fn: 'item_paid',
          arg: [{ payoutId: id, mid, currency, valueOn, amount: minor, ...held }],
        },
      ],
    },
  );
}

/** A part of what is at the merchant's disposal. */
export function recordInstruction(payout: NewPayout): Unit {
  return { inserts: [{ table: 'payout', rows: [payoutRow(payout)] }] };
}

function payoutRow(payout: NewPayout): Row {
  const { amount, createdAtMs, kind } = payout;
  const isCredit = kind === 'credit';
  return {
    id: payout.id,
    mid: payout.mid,
    kind,
    reference: payout.reference,
    currency: amount.currency,
    amount: amount.minor,
    iban: payout.iban,
    holder: payout.holder,
    value_on: payout.valueOn,
    created_at_ms: createdAtMs,
    message: payout.message,
    attempts: 0,
    next_attempt_at_ms: createdAtMs,
    state: isCredit ? 'credited' : 'created',
    ended_at_ms: isCredit ? createdAtMs : null,
  };
}

type Ending =
  | { readonly state: 'paid' }
  | { readonly state: 'refused' | 'returned'; readonly reason: string };

/** Refused as the guard `payout_open` if it has ended otherwise. */
export function recordEnd(payout: Payout, ending: Ending, atMs: number): Unit {
  const reason = ending.state === 'paid' ? null : ending.reason;
  return {
    updates: [
      {
        as: 'payout_open',
        table: 'payout',
        key: { id: payout.id },
        expect: { state: payout.state },
        set: { state: ending.state, ended_at_ms: atMs, reason },
        add: { attempts: 1 },
      },
    ],
    calls: ending.state === 'paid' ? [] : [{ fn: 'item_unpaid', arg: [payout.id] }],
  };
}

export function recordPayoutAttempt(payout: Payout, reason: string, nextAtMs: number): Unit {
  return {
    updates: [
      {
        as: 'payout_open',
        table: 'payout',
        key: { id: payout.id },
        expect: { state: 'created' },
        set: { reason, next_attempt_at_ms: nextAtMs },
        add: { attempts: 1 },
      },
    ],
  };
}

export function duePayouts(db: Database, nowMs: number, limit: number): Promise<Payout[]> {
  return db.query(
    {
      text: `
        select *
        from payout
        where state = 'created' and next_attempt_at_ms <= $1
        order by next_attempt_at_ms, id
        limit $2`,
      values: [nowMs, limit],
    },
    decodePayout,
  );
}

export async function nextPayoutAtMs(db: Database): Promise<number | undefined> {
  const found = await db.one(
    { text: `select min(next_attempt_at_ms) as at_ms from payout where state = 'created'` },
    (row) => column.integerOrNull(row, 'at_ms'),
  );
  return found ?? undefined;
}

export function findPayout(db: Queries, id: string): Promise<Payout | undefined> {
  return db.one({ text: 'select * from payout where id = $1', values: [id] }, decodePayout);
}

export type PayoutFilter = {
  readonly mid: string;
  readonly sinceMs: number;
  /** Only after this one, for the next page. */
  readonly after: string;
  readonly limit: number;
};

/** Oldest first: what was settled, or with `isInstructed` what was told. */
export function payoutsOf(
  db: Queries,
  filter: PayoutFilter & { readonly isInstructed: boolean },
): Promise<Payout[]> {
  const { mid, sinceMs, after, isInstructed, limit } = filter;
  return db.query(
    {
      text: `
        select *
        from payout
        where mid = $1 and created_at_ms >= $2 and id > $3 and (kind = 'instructed') = $4
        order by id
        limit $5`,
      values: [mid, sinceMs, after, isInstructed, limit],
    },
    decodePayout,
  );
}

export function findInstruction(
  db: Queries,
  mid: string,
  reference: string,
): Promise<Payout | undefined> {
  const text = 'select * from payout where mid = $1 and reference = $2';
  return db.one({ text, values: [mid, reference] }, decodePayout);
}

export function latestPayouts(db: Queries, mid: string, limit: number): Promise<Payout[]> {
  return db.query(
    { text: 'select * from payout where mid = $1 order by id desc limit $2', values: [mid, limit] },
    decodePayout,
  );
}

/** The days of its first and its last item; undefined of one that is a release of the reserve alone. */
export async function daysOfPayout(
  db: Queries,
  id: string,
  zone: string,
): Promise<{ readonly first: PlainDate; readonly last: PlainDate } | undefined> {
  const found = await db.one(
    {
      text: `
        select min(captured_at_ms) as first_ms, max(captured_at_ms) as last_ms
        from item
        where payout_id = $1`,
      values: [id],
    },
    (row) => {
      const [firstMs, lastMs] = [
        column.integerOrNull(row, 'first_ms'),
        column.integerOrNull(row, 'last_ms'),
      ];
      if (firstMs === null || lastMs === null) return undefined;
      return { first: dateIn(firstMs, zone), last: dateIn(lastMs, zone) };
    },
  );
  return found;
}

const states: readonly PayoutState[] = ['created', 'credited', 'paid', 'refused', 'returned'];
const kinds: readonly PayoutKind[] = ['daily', 'credit', 'instructed'];

function decodePayout(row: RawRow): Payout {
  const valueOn = dateOrNull(row, 'value_on');
  assert(valueOn, 'a payout has a value date');
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  return {
    id: column.text(row, 'id'),
    mid: column.text(row, 'mid'),
    kind: column.oneOf(row, 'kind', kinds),
    reference: column.textOrNull(row, 'reference'),
    amount: money(currency, column.big(row, 'amount')),
    iban: column.text(row, 'iban'),
    holder: column.text(row, 'holder'),
    valueOn,
    createdAtMs: column.integer(row, 'created_at_ms'),
    message: column.text(row, 'message'),
    attempts: column.integer(row, 'attempts'),
    state: column.oneOf(row, 'state', states),
    endedAtMs: column.integerOrNull(row, 'ended_at_ms'),
    reason: column.textOrNull(row, 'reason'),
  };
}
