// The payments of all merchants as operators list and find them; newest first, each list bounded.

import { column, type Database, type RawRow } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { type Money, money } from '@kassa/money';
import { currencyIn } from '../../payments/rows.ts';
import type { Search } from './parse-search.ts';

export type ListedPayment = {
  readonly accountId: string;
  readonly id: string;
  readonly merchant: string;
  readonly status: string;
  readonly amount: Money;
  readonly createdAtMs: number;
  readonly provider: string | null;
  readonly attempt: string | null;
  readonly responseCode: string | null;
  readonly card: { readonly brand: string; readonly last4: string } | null;
};

export type PaymentFilter = {
  readonly limit: number;
  /** A status of PaymentIntents, or `unknown`: nobody knows whether money is held. */
  readonly state?: string | undefined;
  readonly provider?: string | undefined;
  readonly accountId?: string | undefined;
  readonly createdFromMs?: number | undefined;
  readonly before?: string | undefined;
};

const select = `
  select i.account_id, i.id, i.status, i.amount, i.currency, i.created_at, a.provider,
    a.state as attempt, a.response_code, m.brand, m.last4,
    coalesce(r.profile ->> 'name', i.account_id) as merchant
  from payment_intent i
  left join payment_attempt a on a.account_id = i.account_id and a.id = i.attempt_id
  left join payment_method m on m.account_id = i.account_id and m.id = a.payment_method_id
  left join merchant r on r.account_id = i.account_id`;

/** Of the few whose attempt or increment has no end yet: of payments there are too many to go through. */
const isAmong = (states: string) => `(i.account_id, i.id) in (
  select account_id, intent_id from payment_attempt where state in (${states})
  union all
  select account_id, intent_id from payment_increment where state in (${states}))`;

export function listPayments(db: Database, filter: PaymentFilter): Promise<ListedPayment[]> {
  const values: unknown[] = [];
  const conditions = ['true'];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  const { state } = filter;
  if (state === 'unknown') conditions.push(isAmong("'unknown'"));
  else add('i.status = ?', state);
  if (state === 'processing') conditions.push(isAmong("'open', 'unknown'"));
  add('a.provider = ?', filter.provider);
  add('i.account_id = ?', filter.accountId);
  add('i.created_at >= ?', filter.createdFromMs);
  add('i.id < ?', filter.before);
  values.push(filter.limit);
  const text = `${select} where ${conditions.join(' and ')}
    order by i.id desc limit $${values.length}`;
  return db.query({ text, values }, decodeListed);
}

export function findPayments(
  db: Database,
  search: Search,
  limit: number,
): Promise<ListedPayment[]> {
  const found = conditionOf(search);
  if (found === undefined) return Promise.resolve([]);
  const { named, values } = found;
  const text = `
    with named as (${named})
    ${select}
    where (i.account_id, i.id) in (select account_id, intent_id from named)
    order by i.id desc limit $${values.length + 1}`;
  return db.query({ text, values: [...values, limit] }, decodeListed);
}

function conditionOf(search: Search) {
  switch (search.kind) {
    case 'id': {
      const named = byId[search.id.slice(0, search.id.indexOf('_'))];
      return named === undefined ? undefined : { named, values: [search.id] };
    }
    case 'rrn':
      return { named: byRrn, values: [search.rrn] };
    case 'stan':
      return { named: byStan, values: [search.stan, ...edgesOf(search.day)] };
    case 'card':
      return { named: byCard, values: [search.last4, search.minors, ...edgesOf(search.day)] };
    case 'unreadable':
      return undefined;
  }
}

/** A row of any merchant's, by the key of each: there are few merchants. */
const ofAnyMerchant = (table: string) => `
  select o.account_id, o.intent_id
  from merchant r
  join ${table} o on o.account_id = r.account_id and o.id = $1`;

const byId: Readonly<Record<string, string>> = {
  pi: 'select account_id, id as intent_id from payment_intent where id = $1',
  cs: 'select account_id, intent_id from checkout_session where id = $1 and intent_id is not null',
  ch: ofAnyMerchant('charge'),
  re: ofAnyMerchant('refund'),
  att: ofAnyMerchant('payment_attempt'),
  adv: ofAnyMerchant('advice'),
};

const byRrn = `
  select account_id, intent_id from payment_attempt where rrn = $1
  union select account_id, intent_id from payment_increment where rrn = $1
  union select account_id, intent_id from refund where rrn = $1`;

/** Made on that day: ids begin with their time, so it is a range of each merchant's keys. */
const ofDay = (table: string, prefix: string, place: number) => `
  merchant r
  join ${table} o on o.account_id = r.account_id
    and o.id >= '${prefix}_' || $${place} and o.id < '${prefix}_' || $${place + 1}`;

/** An advice has a STAN of its own, and so does every message that was logged. */
const byStan = `
  select o.account_id, o.intent_id from ${ofDay('payment_attempt', 'att', 2)} where o.stan = $1
  union
  select o.account_id, o.intent_id from ${ofDay('advice', 'adv', 2)} where o.stan = $1
  union
  select account_id, intent_id from wire_message
  where stan = $1 and id >= 'wm_' || $2 and id < 'wm_' || $3 and intent_id is not null`;

const byCard = `
  select o.account_id, o.intent_id
  from ${ofDay('payment_attempt', 'att', 3)}
  join payment_method m on m.account_id = o.account_id and m.id = o.payment_method_id
  where m.last4 = $1 and o.amount = any($2::bigint[])`;

/**
 * Ids behind their prefix: a day of UTC, and what of the merchants' own days lies beside it.
 */
function edgesOf(day: string): readonly string[] {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const beside = 14 * 3_600_000;
  const edges = [startMs - beside, startMs + 86_400_000 + beside];
  return edges.map((ms) => firstIdAt('id', ms).slice('id_'.length));
}

function decodeListed(row: RawRow): ListedPayment {
  const brand = column.textOrNull(row, 'brand');
  return {
    accountId: column.text(row, 'account_id'),
    id: column.text(row, 'id'),
    merchant: column.text(row, 'merchant'),
    status: column.text(row, 'status'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    createdAtMs: column.integer(row, 'created_at'),
    provider: column.textOrNull(row, 'provider'),
    attempt: column.textOrNull(row, 'attempt'),
    responseCode: column.textOrNull(row, 'response_code'),
    card: brand === null ? null : { brand, last4: column.text(row, 'last4') },
  };
}
