// All SQL of dispute rates. The sales of a month are counted once by its index; all else reads a few
// counted rows, and the disputes themselves by when they began.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { money } from '@kassa/money';
import { currencyIn } from '../../payments/rows.ts';
import { statuses } from '../dispute.ts';
import type { Counted, CountedDisputes, CountedSales } from './figures.ts';
import { type Judgement, rankOf, type Standing, standings } from './judge.ts';
import { edgesOf, type Month } from './month.ts';

const merchantsAtOnce = 200;

/** Every merchant, connected accounts too, some at a time. */
export function merchantsAfter(db: Database, after: string): Promise<string[]> {
  const text = 'select account_id from merchant where account_id > $1 order by account_id limit $2';
  return db.query({ text, values: [after, merchantsAtOnce] }, (row) =>
    column.text(row, 'account_id'),
  );
}

export async function isMerchant(db: Database, accountId: string): Promise<boolean> {
  const text = 'select 1 from merchant where account_id = $1';
  return (await db.one({ text, values: [accountId] }, () => true)) ?? false;
}

/** Months that need not be counted again. */
export async function wholeMonths(db: Database, accountId: string): Promise<ReadonlySet<Month>> {
  const text = `select month from sales_month_counted
    where account_id = $1 and is_whole order by month desc limit 100`;
  const found = await db.query({ text, values: [accountId] }, (row) => column.text(row, 'month'));
  return new Set(found);
}

/** A row is made a moment before or after its id. */
const slackMs = 600_000;

export function countSales(
  { accountId, month, zone }: { accountId: string; month: Month; zone: string },
  nowMs: number,
): Unit {
  const { fromMs, toMs } = edgesOf(month, zone);
  const asked = {
    ...{ account: accountId, month, fromMs, toMs, at: nowMs },
    firstId: firstIdAt('txn', fromMs - slackMs),
    endId: firstIdAt('txn', toMs + slackMs),
    isWhole: nowMs > toMs + slackMs,
  };
  return { calls: [{ fn: 'sales_month_count', arg: [asked] }] };
}

const rowsMax = 50_000;

/** Of those merchants, from that month on. */
export async function readCounted(
  db: Database,
  accountIds: readonly string[],
  { from, zone }: { readonly from: Month; readonly zone: string },
): Promise<Counted> {
  const text = `select * from sales_month
    where account_id = any($1) and month >= $2 order by account_id, month limit $3`;
  const sales = await db.query({ text, values: [accountIds, from, rowsMax] }, decodeSales);
  const disputed = `
    select account_id, brand, currency, network_reason_code, status,
      to_char(to_timestamp(created_at / 1000.0) at time zone $3, 'YYYY-MM') as month,
      count(*) as count, sum(amount)::bigint as amount, sum(fee)::bigint as fees
    from dispute
    where account_id = any($1) and created_at >= $2
    group by 1, 2, 3, 4, 5, 6 limit $4`;
  const values = [accountIds, edgesOf(from, zone).fromMs, zone, rowsMax];
  return { sales, disputes: await db.query({ text: disputed, values }, decodeDisputes) };
}

function decodeSales(row: RawRow): CountedSales {
  return {
    accountId: column.text(row, 'account_id'),
    brand: column.text(row, 'brand'),
    month: column.text(row, 'month'),
    sales: column.integer(row, 'sales'),
    authenticated: column.integer(row, 'authenticated'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
  };
}

function decodeDisputes(row: RawRow): CountedDisputes {
  return {
    accountId: column.text(row, 'account_id'),
    brand: column.text(row, 'brand'),
    month: column.text(row, 'month'),
    code: column.text(row, 'network_reason_code'),
    status: column.oneOf(row, 'status', statuses),
    count: column.integer(row, 'count'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    fees: money(currencyIn(row), column.big(row, 'fees')),
  };
}

export type StoredStanding = {
  readonly accountId: string;
  readonly merchant: string;
  readonly brand: string;
  readonly standing: Standing;
  readonly rank: number;
  readonly programme: string | null;
  readonly month: Month | null;
  readonly share: number;
  readonly sinceMs: number;
  readonly judgedAtMs: number;
};

const standingColumns = `
  select s.*, coalesce(m.profile ->> 'name', s.account_id) as merchant
  from dispute_standing s left join merchant m on m.account_id = s.account_id`;

export function standingsOf(db: Database, accountId: string): Promise<StoredStanding[]> {
  const text = `${standingColumns} where s.account_id = $1 order by s.brand limit 100`;
  return db.query({ text, values: [accountId] }, decodeStanding);
}

/** Those who stand worst first. */
export function worstStandings(
  db: Database,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<StoredStanding[]> {
  const text = `${standingColumns}
    order by s.rank desc, s.share desc, s.account_id, s.brand limit $1 offset $2`;
  return db.query({ text, values: [limit, offset] }, decodeStanding);
}

function decodeStanding(row: RawRow): StoredStanding {
  return {
    accountId: column.text(row, 'account_id'),
    merchant: column.text(row, 'merchant'),
    brand: column.text(row, 'brand'),
    standing: column.oneOf(row, 'standing', standings),
    rank: column.integer(row, 'rank'),
    programme: column.textOrNull(row, 'programme'),
    month: column.textOrNull(row, 'month'),
    share: column.integer(row, 'share'),
    sinceMs: column.integer(row, 'since'),
    judgedAtMs: column.integer(row, 'judged_at'),
  };
}

export type Judged = {
  readonly accountId: string;
  readonly brand: string;
  /** Undefined: no network of that brand judges. */
  readonly worst: Judgement | undefined;
  readonly was: number;
};

/** Refused as `standing_moved` when somebody else has judged meanwhile. */
export function recordStanding({ accountId, brand, worst, was }: Judged, nowMs: number): Unit {
  const asked = {
    ...{ account: accountId, brand, was, at: nowMs },
    standing: worst?.standing ?? 'fine',
    rank: worst === undefined ? 0 : rankOf(worst),
    ...{ programme: worst?.programme.name ?? null, month: worst?.month ?? null },
    share: worst?.share ?? 0,
  };
  return { calls: [{ fn: 'dispute_standing_judge', arg: [asked] }] };
}

export type StandingMove = {
  readonly brand: string;
  readonly atMs: number;
  readonly from: Standing;
  readonly to: Standing;
  readonly programme: string | null;
  readonly month: Month | null;
  readonly share: number;
};

/** The last first. */
export function movesOf(db: Database, accountId: string, limit: number): Promise<StandingMove[]> {
  const text = `select * from dispute_standing_move
    where account_id = $1 order by at desc, brand limit $2`;
  return db.query({ text, values: [accountId, limit] }, (row) => ({
    brand: column.text(row, 'brand'),
    atMs: column.integer(row, 'at'),
    from: column.oneOf(row, 'from_standing', standings),
    to: column.oneOf(row, 'to_standing', standings),
    programme: column.textOrNull(row, 'programme'),
    month: column.textOrNull(row, 'month'),
    share: column.integer(row, 'share'),
  }));
}
