// What the shops were told and promised, written down as it was said, in a schema beside those of the
// parties: at the end of the year it is held against what came of it.

import { column, type Database, openDatabase } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import type { Log } from '@kassa/log';
import type { PlainDate } from '@kassa/time';
import { merchants } from '../cast/cast.ts';
import type { Sale } from './plan.ts';
import type { Outcome } from './shopper.ts';

export type Noted = { readonly sale: Sale; readonly outcome: Outcome; readonly atMs: number };

export type Notebook = AsyncDisposable & {
  readonly db: Database;
  note(sales: readonly Noted[], paidOutOn: PlainDate): Promise<void>;
  /** When each new line of the balances is said to arrive, as the merchant reads it that day. */
  notePromises(): Promise<number>;
  /** The intent of an order that was noted. */
  intentOf(number: number): Promise<string | undefined>;
};

const tables = `
  create schema year;
  create table year.sale (
    number integer primary key,
    account_id text not null,
    intent text,
    amount bigint not null,
    currency text not null,
    told text not null,
    why text,
    at_ms bigint not null,
    paid_out_on date not null
  );
  create index on year.sale (account_id, intent);
  create table year.promise (
    account_id text not null,
    id text not null,
    type text not null,
    source_id text not null,
    net bigint not null,
    available_on date not null,
    primary key (account_id, id)
  );
  create table year.contract (account_id text not null, mid text primary key);`;

/** Lines of the balance are written a moment after they are dated. */
const overlapMs = 3_600_000;

export async function openNotebook(url: string, log: Log): Promise<Notebook> {
  const db = openDatabase({ url, schema: 'year', log, name: 'year', poolMax: 2 });
  await db.exec(tables);
  const contracts = merchants.flatMap(({ accountId, contracts }) =>
    Object.values(contracts).map(({ mid }) => ({ accountId, mid })),
  );
  await db.exec('insert into year.contract select * from unnest($1::text[], $2::text[])', [
    contracts.map(({ accountId }) => accountId),
    contracts.map(({ mid }) => mid),
  ]);
  let notedMs = 0;
  return {
    db,
    async note(sales, paidOutOn) {
      if (sales.length === 0) return;
      await db.exec(
        `insert into year.sale
        select *, $9::date from unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::text[],
          $6::text[], $7::text[], $8::bigint[])`,
        [
          sales.map(({ sale }) => sale.number),
          sales.map(({ sale }) => sale.merchant.accountId),
          sales.map(({ outcome }) => outcome.intent),
          sales.map(({ sale }) => sale.minor),
          sales.map(({ sale }) => sale.merchant.currency),
          sales.map(({ outcome }) => outcome.told),
          sales.map(({ outcome }) => outcome.why),
          sales.map(({ atMs }) => atMs),
          paidOutOn,
        ],
      );
    },
    async notePromises() {
      const nowMs = (await newestEventMs(db)) ?? notedMs;
      const noted = await db.exec(
        `insert into year.promise
        select b.account_id, b.id, b.type, b.source_id, b.net,
          (to_timestamp(b.available_on / 1000.0) at time zone 'Europe/Sarajevo')::date
        from gateway.merchant m
        join gateway.balance_transaction b on b.account_id = m.account_id and b.id >= $1
        where b.type not like 'payout%'
        on conflict do nothing`,
        [firstIdAt('txn', notedMs)],
      );
      notedMs = Math.max(notedMs, nowMs - overlapMs);
      return noted;
    },
    intentOf: (number) =>
      db.one(
        {
          name: 'intent',
          text: 'select intent from year.sale where number = $1',
          values: [number],
        },
        (row) => column.textOrNull(row, 'intent') ?? undefined,
      ),
    [Symbol.asyncDispose]: () => db.close(),
  };
}

/** By the ids, which begin with their time: how many there are makes no difference. */
function newestEventMs(db: Database): Promise<number | undefined> {
  const text = `
    select e.created_at
    from gateway.merchant m
    cross join lateral (
      select x.created_at from gateway.event x
      where x.account_id = m.account_id order by x.id desc limit 1) e
    order by e.created_at desc limit 1`;
  return db.one({ text }, (row) => column.integer(row, 'created_at'));
}
