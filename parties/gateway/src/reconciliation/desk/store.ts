// What the desk shows: the last run of each contract, exceptions in pages, how old the open ones are.

import { column, type Database } from '@kassa/database';
import { type Age, ageOf } from '../matching/outcome.ts';
import { type PairName, pairNames } from '../matching/pair.ts';
import type { DayNumber } from '../matching/source-row.ts';
import {
  decodeException,
  decodeRun,
  type ExceptionState,
  type StoredException,
  type StoredRun,
} from './stored.ts';

const runsMax = 200;

/** The last of each contract. */
export function lastRuns(db: Database): Promise<StoredRun[]> {
  const text = `
    select distinct on (r.account_id, r.provider) r.provider, r.started_at, r.asked_by, r.sources,
      r.pairs, coalesce(m.profile ->> 'name', r.account_id) as merchant
    from reconciliation_run r
    left join merchant m on m.account_id = r.account_id
    order by r.account_id, r.provider, r.id desc limit $1`;
  return db.query({ text, values: [runsMax] }, decodeRun);
}

const columns = `e.*, coalesce(m.profile ->> 'name', e.account_id) as merchant,
  r.kind, r.replaced_by, r.transaction_id, r.decided_by, r.decided_why, r.at as repaired_at`;
const joined = `reconciliation_exception e
  left join merchant m on m.account_id = e.account_id
  left join reconciliation_repair r on r.account_id = e.account_id and r.exception_id = e.id`;

export type Listing = {
  readonly state: ExceptionState;
  readonly pair: PairName | undefined;
  readonly limit: number;
  readonly after: number;
};

/** The oldest first: they are the dearest. */
export function listExceptions(
  db: Database,
  { state, pair, limit, after }: Listing,
): Promise<StoredException[]> {
  const text = `
    select ${columns} from ${joined}
    where e.state = $1 and ($2::text is null or e.pair = $2)
    order by e.since_day, e.id limit $3 offset $4`;
  return db.query({ text, values: [state, pair ?? null, limit, after] }, decodeException);
}

export function findException(db: Database, id: string): Promise<StoredException | undefined> {
  const text = `select ${columns} from ${joined} where e.id = $1`;
  return db.one({ text, values: [id] }, decodeException);
}

/** Open ones of the same contract and pair that this one may be replaced by. */
export function findOthers(db: Database, of: StoredException): Promise<StoredException[]> {
  const text = `
    select ${columns} from ${joined}
    where e.account_id = $1 and e.provider = $2 and e.pair = $3 and e.state = 'open'
      and e.currency = $4 and e.difference = -$5::bigint and e.id <> $6
    order by abs(e.since_day - $7), e.id limit 20`;
  const { accountId, provider, pair, currency, differenceMinor, id, sinceDay } = of;
  if (differenceMinor === null || differenceMinor === 0n) return Promise.resolve([]);
  const values = [accountId, provider, pair, currency, differenceMinor, id, sinceDay];
  return db.query({ text, values }, decodeException);
}

export type OpenByAge = Readonly<Record<PairName, Readonly<Record<Age, number>>>>;

export async function openByAge(db: Database, today: DayNumber): Promise<OpenByAge> {
  const text = `
    select pair, since_day, count(*) as found from reconciliation_exception
    where state = 'open' group by pair, since_day limit 10000`;
  const rows = await db.query({ text }, (row) => ({
    pair: column.oneOf(row, 'pair', pairNames),
    age: ageOf(today - column.integer(row, 'since_day')),
    count: column.integer(row, 'found'),
  }));
  const sum = (pair: PairName, age: Age) =>
    rows
      .filter((row) => row.pair === pair && row.age === age)
      .reduce((so, { count }) => so + count, 0);
  const byAge = (pair: PairName): Record<Age, number> => ({
    '0-1': sum(pair, '0-1'),
    '2-5': sum(pair, '2-5'),
    '6-30': sum(pair, '6-30'),
    'over 30': sum(pair, 'over 30'),
  });
  return {
    orders: byAge('orders'),
    sales: byAge('sales'),
    batches: byAge('batches'),
    instructions: byAge('instructions'),
    transfers: byAge('transfers'),
    payouts: byAge('payouts'),
  };
}

export async function countByState(
  db: Database,
): Promise<Readonly<Record<ExceptionState, number>>> {
  const text = `
    select
      (select count(*) from (select from reconciliation_exception where state = 'open' limit 1001) x)
        as open,
      (select count(*) from (select from reconciliation_exception where state = 'repaired' limit 1001) x)
        as repaired,
      (select count(*) from (select from reconciliation_exception where state = 'cleared' limit 1001) x)
        as cleared`;
  const found = await db.one({ text }, (row) => ({
    open: column.integer(row, 'open'),
    repaired: column.integer(row, 'repaired'),
    cleared: column.integer(row, 'cleared'),
  }));
  return found ?? { open: 0, repaired: 0, cleared: 0 };
}
