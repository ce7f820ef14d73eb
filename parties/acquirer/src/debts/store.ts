// Rows of negative balances.

import { column, type Database, type Queries, type RawRow } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { dateOrNull } from '../captures/store.ts';
import type { NegativeBalance } from './negative-balance.ts';

export type Sum = { readonly mid: string; readonly currency: string; readonly minor: bigint };

/**
 * What is due on a payday to merchants, below zero: opened, followed and closed in one statement. Who is
 * not among the sums has nothing open.
 */
export async function noteBalances(
  db: Database,
  mids: readonly string[],
  { date, sums }: { readonly date: PlainDate; readonly sums: readonly Sum[] },
): Promise<void> {
  const owing = sums.filter(({ minor }) => minor < 0n);
  await db.exec(
    `with owing as (
      select * from unnest($2::text[], $3::text[], $4::bigint[]) o (mid, currency, owed)
    ),
    recovered as (
      update negative_balance b
      set recovered_on = $5, seen_on = $5
      where b.recovered_on is null and b.mid = any($1) and b.seen_on <= $5
        and not exists (
          select 1 from owing o where o.mid = b.mid and o.currency = b.currency
        )
    ),
    followed as (
      update negative_balance b
      set owed = o.owed, owed_at_most = greatest(b.owed_at_most, o.owed), seen_on = $5
      from owing o
      where o.mid = b.mid and o.currency = b.currency and b.recovered_on is null
        and b.seen_on <= $5
    )
    insert into negative_balance (mid, currency, opened_on, owed, owed_at_most, seen_on)
    select o.mid, o.currency, $5, o.owed, o.owed, $5
    from owing o
    where not exists (
      select 1 from negative_balance b
      where b.mid = o.mid and b.currency = o.currency and b.recovered_on is null
    )
    -- Recovered this morning and owed again by noon: it never ended.
    on conflict on constraint negative_balance_pk do update
    set
      owed = excluded.owed,
      owed_at_most = greatest(negative_balance.owed_at_most, excluded.owed),
      recovered_on = null`,
    [
      mids,
      owing.map(({ mid }) => mid),
      owing.map(({ currency }) => currency),
      owing.map(({ minor }) => -minor),
      date,
    ],
  );
}

/** Open ones, the oldest first; of one merchant with those that are over, the latest first. */
export function openBalances(db: Queries, limit: number): Promise<NegativeBalance[]> {
  return db.query(
    {
      text: `
        select *
        from negative_balance
        where recovered_on is null
        order by opened_on, mid, currency
        limit $1`,
      values: [limit],
    },
    decodeBalance,
  );
}

export function balancesOf(
  db: Queries,
  mid: string,
  { isOpen = false, limit }: { readonly isOpen?: boolean; readonly limit: number },
): Promise<NegativeBalance[]> {
  return db.query(
    {
      text: `
        select *
        from negative_balance
        where mid = $1 and (recovered_on is null or not $2)
        order by opened_on desc, currency
        limit $3`,
      values: [mid, isOpen, limit],
    },
    decodeBalance,
  );
}

function decodeBalance(row: RawRow): NegativeBalance {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const [openedOn, seenOn] = [dateOrNull(row, 'opened_on'), dateOrNull(row, 'seen_on')];
  assert(openedOn && seenOn, 'a negative balance has its days');
  return {
    mid: column.text(row, 'mid'),
    openedOn,
    owed: money(currency, column.big(row, 'owed')),
    owedAtMost: money(currency, column.big(row, 'owed_at_most')),
    seenOn,
    recoveredOn: dateOrNull(row, 'recovered_on'),
  };
}
