// Reading the book: kept balances, and transactions with their entries, newest first.

import { column, type Queries, type RawRow } from '@kassa/database';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { Kind, Side } from './posting.ts';

export type Balance = {
  readonly accountId: string;
  readonly path: string;
  readonly name: string;
  readonly normal: Side;
  /** Positive on the account's normal side. */
  readonly posted: Money;
  /** Pending on the normal side, and against it; both zero or above. */
  readonly pendingIn: Money;
  readonly pendingOut: Money;
  /** posted - pendingOut: what the floor is about. */
  readonly available: Money;
};

export type RecordedEntry = {
  readonly account: string;
  readonly side: Side;
  readonly amount: Money;
};

export type RecordedTransaction = {
  readonly accountId: string;
  readonly id: string;
  readonly at: number;
  readonly kind: Kind;
  readonly pendingId: string | null;
  readonly description: string;
  readonly reference: string | null;
  readonly entries: readonly RecordedEntry[];
};

/** Undefined if no such account is open. */
export function balance(
  db: Queries,
  accountId: string,
  path: string,
  currency: Currency,
): Promise<Balance | undefined> {
  return db.one(
    {
      name: 'ledger_balance',
      text: `select * from ledger_account where account_id = $1 and path = $2 and currency = $3`,
      values: [accountId, path, currency],
    },
    decodeBalance,
  );
}

export type BalanceFilter = {
  readonly accountId?: string;
  /** `cardholder:` finds every account below it. */
  readonly pathPrefix?: string;
  /** After this path, for the next page. */
  readonly after?: string;
  /** At most 1000. */
  readonly limit?: number;
};

/** In the order of accountId and path. */
export function balances(db: Queries, filter: BalanceFilter = {}): Promise<Balance[]> {
  const { accountId = null, pathPrefix = '', after = '', limit = 1000 } = filter;
  return db.query(
    {
      text: `
        select *
        from ledger_account
        where ($1::text is null or account_id = $1)
          and path >= $2 and path < $2 || chr(1114111)
          and path > $3
        order by account_id, path, currency
        limit $4`,
      values: [accountId, pathPrefix, after, Math.min(limit, 1000)],
    },
    decodeBalance,
  );
}

export type TransactionFilter = {
  readonly accountId: string;
  /** One of these, or neither for all. */
  readonly reference?: string;
  readonly account?: string;
  /** At most 1000. */
  readonly limit?: number;
  /** Only transactions with a smaller id: the last one of the page before. */
  readonly before?: string;
};

/** Newest first, by id. */
export function transactions(
  db: Queries,
  filter: TransactionFilter,
): Promise<RecordedTransaction[]> {
  const { accountId, reference, account, limit = 100, before = 'ltx_~' } = filter;
  const values: unknown[] = [accountId, before, Math.min(limit, 1000)];
  let narrowed = '';
  if (reference !== undefined) narrowed += ` and t.reference = $${values.push(reference)}`;
  if (account !== undefined) {
    // By way of the entries' index; a transaction may touch an account in several lines.
    narrowed += ` and t.id in (
      select e.transaction_id
      from ledger_entry e
      where e.account_id = $1 and e.path = $${values.push(account)} and e.transaction_id < $2)`;
  }
  return db.query(
    {
      text: `
        select t.*, coalesce((
          select jsonb_agg(
            jsonb_build_object(
              'account', e.path, 'side', e.side, 'currency', e.currency, 'amount', e.amount::text
            ) order by e.line
          )
          from ledger_entry e
          where e.account_id = t.account_id and e.transaction_id = t.id
        ), '[]') as entries
        from ledger_transaction t
        where t.account_id = $1 and t.id < $2${narrowed}
        order by t.id desc
        limit $3`,
      values,
    },
    decodeTransaction,
  );
}

function decodeBalance(row: RawRow): Balance {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const normal = column.oneOf(row, 'normal', ['debit', 'credit']);
  const other = normal === 'debit' ? 'credit' : 'debit';
  const posted = column.big(row, `posted_${normal}`) - column.big(row, `posted_${other}`);
  const pendingOut = column.big(row, `pending_${other}`);
  return {
    accountId: column.text(row, 'account_id'),
    path: column.text(row, 'path'),
    name: column.text(row, 'name'),
    normal,
    posted: money(currency, posted),
    pendingIn: money(currency, column.big(row, `pending_${normal}`)),
    pendingOut: money(currency, pendingOut),
    available: money(currency, posted - pendingOut),
  };
}

function decodeTransaction(row: RawRow): RecordedTransaction {
  const entries = column.json(row, 'entries');
  assert(Array.isArray(entries), 'the entries of a transaction are a list');
  return {
    accountId: column.text(row, 'account_id'),
    id: column.text(row, 'id'),
    at: column.integer(row, 'at_ms'),
    kind: column.oneOf(row, 'kind', ['posted', 'pending', 'post', 'void', 'expire']),
    pendingId: column.textOrNull(row, 'pending_id'),
    description: column.text(row, 'description'),
    reference: column.textOrNull(row, 'reference'),
    entries: entries.map((entry: RawRow) => ({
      account: column.text(entry, 'account'),
      side: column.oneOf(entry, 'side', ['debit', 'credit']),
      amount: money(
        unwrap(currencyOf(column.text(entry, 'currency'))),
        column.big(entry, 'amount'),
      ),
    })),
  };
}
