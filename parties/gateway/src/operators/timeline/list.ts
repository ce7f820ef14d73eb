// The payments of all merchants as operators list and find them; newest first, each list bounded.

import { column, type Database, type RawRow } from '@kassa/database';
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

const isUnknown = `(
  exists (select 1 from payment_attempt u
    where u.account_id = i.account_id and u.intent_id = i.id and u.state = 'unknown')
  or exists (select 1 from payment_increment u
    where u.account_id = i.account_id and u.intent_id = i.id and u.state = 'unknown'))`;

export function listPayments(db: Database, filter: PaymentFilter): Promise<ListedPayment[]> {
  const values: unknown[] = [];
  const conditions = ['true'];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  const { state } = filter;
  if (state === 'unknown') conditions.push(isUnknown);
  else add('i.status = ?', state);
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
    case 'id':
      return { named: byId, values: [search.id] };
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

const byId = `
  select account_id, id as intent_id from payment_intent where id = $1 or session_id = $1
  union select account_id, intent_id from charge where id = $1
  union select account_id, intent_id from refund where id = $1
  union select account_id, intent_id from payment_attempt where id = $1
  union select account_id, intent_id from advice where id = $1`;

const byRrn = `
  select account_id, intent_id from payment_attempt where rrn = $1
  union select account_id, intent_id from payment_increment where rrn = $1
  union select account_id, intent_id from refund where rrn = $1`;

/** An advice has a STAN of its own, and so does every message that was logged. */
const byStan = `
  select account_id, intent_id from payment_attempt
  where stan = $1 and opened_at between $2 and $3
  union select account_id, intent_id from advice
  where stan = $1 and created_at between $2 and $3
  union select account_id, intent_id from wire_message
  where stan = $1 and at between $2 and $3 and intent_id is not null`;

const byCard = `
  select a.account_id, a.intent_id
  from payment_attempt a
  join payment_method m on m.account_id = a.account_id and m.id = a.payment_method_id
  where m.last4 = $1 and a.amount = any($2::bigint[]) and a.opened_at between $3 and $4`;

/** A day of UTC, and what of the merchants' own days lies beside it. */
function edgesOf(day: string): readonly number[] {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const beside = 14 * 3_600_000;
  return [startMs - beside, startMs + 86_400_000 + beside];
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
