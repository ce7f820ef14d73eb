// The double-entry book in memory: what ledger_post does, and in its order of refusals.

import type { Refused, Value } from '@kassa/database';
import { assert } from '@kassa/result';
import { rowByKey, type Stored, type Tables } from './tables.ts';

export type Entry = {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly currency: string;
  readonly amount: bigint;
};

export type Posting = {
  readonly accountId: string;
  readonly id: string;
  readonly kind: string;
  readonly pendingId: string | null;
  readonly entries: readonly Entry[];
};

export type Book = {
  /** By account and id. */
  readonly transactions: Map<string, Posting>;
  readonly resolved: Set<string>;
};

export const openBook = (): Book => ({ transactions: new Map(), resolved: new Set() });

const refused = (reason: string): Refused => ({ code: 'refused', reason });

/** Judges all of it before anything is written. */
export function judge(
  { transactions, resolved }: Book,
  accountOf: (row: Stored) => Stored | undefined,
  postings: readonly Posting[],
): Refused | undefined {
  const fresh = new Map<string, Posting>();
  const ended = new Set<string>();
  for (const one of postings) {
    const { accountId, id, kind, pendingId, entries } = one;
    const isNew = kind === 'posted' || kind === 'pending';
    if (isNew ? entries.length < 2 : kind !== 'post' && entries.length > 0) {
      return refused('unbalanced');
    }
    const name = `${accountId}|${id}`;
    if (transactions.has(name) || fresh.has(name)) {
      return { code: 'conflict', constraint: 'ledger_transaction_pk' };
    }
    fresh.set(name, one);
    if (pendingId === null) continue;
    const pending = `${accountId}|${pendingId}`;
    if (resolved.has(pending) || ended.has(pending)) return refused('pending_not_open');
    ended.add(pending);
  }
  for (const { accountId, kind, pendingId, entries } of postings) {
    if (sumOf(entries) !== 0n) return refused('unbalanced');
    if (pendingId === null) continue;
    const name = `${accountId}|${pendingId}`;
    const held = transactions.get(name) ?? fresh.get(name);
    if (held?.kind !== 'pending') return refused('pending_not_open');
    if (kind === 'post' && exceeds(entries, held.entries)) return refused('exceeds_pending');
  }
  for (const { accountId, entries } of postings) {
    for (const { account, currency } of entries) {
      const row = { account_id: accountId, path: account, currency };
      if (accountOf(row) === undefined) return refused('account_unknown');
    }
  }
  return undefined;
}

/** Writes what was judged. */
export function write(book: Book, tables: Tables, postings: readonly Posting[]): void {
  for (const one of postings) {
    const { accountId, id, kind, pendingId } = one;
    book.transactions.set(`${accountId}|${id}`, one);
    const pending =
      pendingId === null ? undefined : book.transactions.get(`${accountId}|${pendingId}`);
    if (pending !== undefined) {
      book.resolved.add(`${accountId}|${pending.id}`);
      for (const entry of pending.entries) add(tables, accountId, entry, 'pending', -entry.amount);
    }
    const isWhole = kind === 'post' && one.entries.length === 0;
    const entries = isWhole ? (pending?.entries ?? []) : one.entries;
    const on = kind === 'pending' ? 'pending' : 'posted';
    for (const entry of entries) add(tables, accountId, entry, on, entry.amount);
  }
}

function add(
  tables: Tables,
  accountId: string,
  { account, currency, side }: Entry,
  on: 'pending' | 'posted',
  amount: bigint,
): void {
  const key = { account_id: accountId, path: account, currency };
  const row = rowByKey(tables, 'ledger_account', key);
  assert(row !== undefined, `the account ${account} is open`);
  const column = `${on}_${side}`;
  row[column] = BigInt(String(row[column])) + amount;
}

export function sumOf(entries: readonly Entry[]): bigint {
  let sum = 0n;
  for (const { side, amount } of entries) sum += side === 'debit' ? amount : -amount;
  return sum;
}

function exceeds(asked: readonly Entry[], held: readonly Entry[]): boolean {
  return asked.some(({ account, side }) => {
    const of = (entries: readonly Entry[]) =>
      entries
        .filter((one) => one.account === account && one.side === side)
        .reduce((sum, one) => sum + one.amount, 0n);
    return of(asked) > of(held);
  });
}

/** An argument of ledger_post as it is. */
export function readPosting(arg: Value): Posting {
  assert(typeof arg === 'object' && arg !== null, 'a posting is an object');
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(arg));
  const entries = fields['entries'];
  assert(Array.isArray(entries), 'a posting has entries');
  const pendingId = fields['pendingId'] ?? null;
  return {
    accountId: String(fields['accountId']),
    id: String(fields['id']),
    kind: String(fields['kind']),
    pendingId: pendingId === null ? null : String(pendingId),
    entries: entries.map((entry: Readonly<Record<string, unknown>>) => ({
      account: String(entry['account']),
      side: entry['side'] === 'debit' ? 'debit' : 'credit',
      currency: String(entry['currency']),
      amount: BigInt(String(entry['amount'])),
    })),
  };
}
