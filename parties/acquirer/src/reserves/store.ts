// Rows of reserves.

import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { dateOrNull } from '../captures/store.ts';
import type { ReserveMovement } from './movement.ts';

/** Refused as the guard `hold_open` if another run has released one of the holds. */
export function recordReleases(releases: readonly ReserveMovement[]): Unit {
  return {
    ...recordMovements(releases),
    updates: releases.map(({ holdId }) => ({
      as: 'hold_open',
      table: 'reserve_movement',
      key: { id: holdId },
      expect: { is_released: false },
      set: { is_released: true },
    })),
  };
}

export function recordMovements(movements: readonly ReserveMovement[]): Unit {
  if (movements.length === 0) return {};
  const rows = movements.map((one) => ({
    id: one.id,
    hold_id: one.holdId,
    kind: one.kind,
    mid: one.mid,
    currency: one.amount.currency,
    amount: one.amount.minor,
    value_on: one.valueOn,
    release_on: one.releaseOn,
    created_at_ms: one.createdAtMs,
    payout_id: one.payoutId,
  }));
  return { inserts: [{ table: 'reserve_movement', rows }] };
}

/** Those whose day has come, oldest first. */
export function dueHolds(
  db: Queries,
  mids: readonly string[],
  { date, limit }: { readonly date: PlainDate; readonly limit: number },
): Promise<ReserveMovement[]> {
  return db.query(
    {
      text: `
        select *
        from reserve_movement
        where kind = 'hold' and not is_released and mid = any($1) and release_on <= $2
        order by release_on, id
        limit $3`,
      values: [mids, date, limit],
    },
    decodeMovement,
  );
}

/** Held now, by the day on which it is released. */
export function heldOf(db: Queries, mid: string, limit: number): Promise<ReserveMovement[]> {
  return db.query(
    {
      text: `
        select *
        from reserve_movement
        where kind = 'hold' and not is_released and mid = $1
        order by release_on, id
        limit $2`,
      values: [mid, limit],
    },
    decodeMovement,
  );
}

/** A payout has one hold at the most, and a release for each day of its merchant's payouts. */
const perPayoutMax = 1_000;

export function movementsOfPayout(db: Queries, payoutId: string): Promise<ReserveMovement[]> {
  return db.query(
    {
      text: 'select * from reserve_movement where payout_id = $1 order by id limit $2',
      values: [payoutId, perPayoutMax],
    },
    decodeMovement,
  );
}

export type ReserveTotals = { readonly held: Money; readonly released: Money };

export async function reserveOfPayout(
  db: Queries,
  payoutId: string,
  currency: Currency,
): Promise<ReserveTotals> {
  const found = await db.one(
    {
      text: `
        select
          coalesce(sum(amount) filter (where kind = 'hold'), 0)::bigint as held,
          coalesce(sum(amount) filter (where kind = 'release'), 0)::bigint as released
        from reserve_movement
        where payout_id = $1`,
      values: [payoutId],
    },
    (row) => ({
      held: money(currency, column.big(row, 'held')),
      released: money(currency, column.big(row, 'released')),
    }),
  );
  assert(found, 'a sum has a row');
  return found;
}

function decodeMovement(row: RawRow): ReserveMovement {
  const [valueOn, releaseOn] = [dateOrNull(row, 'value_on'), dateOrNull(row, 'release_on')];
  assert(valueOn && releaseOn, 'a movement has its days');
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  return {
    id: column.text(row, 'id'),
    holdId: column.text(row, 'hold_id'),
    kind: column.oneOf(row, 'kind', ['hold', 'release']),
    mid: column.text(row, 'mid'),
    amount: money(currency, column.big(row, 'amount')),
    valueOn,
    releaseOn,
    createdAtMs: column.integer(row, 'created_at_ms'),
    payoutId: column.textOrNull(row, 'payout_id'),
  };
}
