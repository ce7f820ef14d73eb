// What a person may do about an exception. Each repair is an entry of its own, with who and why; where
// the gateway's book is concerned it is a posting. The exception is closed in the same commit, once.

import { type Database, type Unit, unit } from '@kassa/database';
import { type Entry, type Posting, post } from '@kassa/ledger';
import { currencyOf, isZero, type Money, money, negate } from '@kassa/money';
import { err, ok, type Result, unwrap } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { accounts } from '../../book/chart.ts';
import type { IdMaker } from '../../ids.ts';
import { openBook } from '../../payments/postings.ts';
import { balanceRow } from '../../settlement/balance-transaction.ts';
import type { BreakName } from '../matching/outcome.ts';
import { findException } from './store.ts';
import type { RepairKind, StoredException, StoredRow } from './stored.ts';

export type RepairMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly makeId: IdMaker;
};

export type Wish = {
  readonly kind: RepairKind;
  readonly by: string;
  readonly why: string;
  /** The other exception; of `replace` alone. */
  readonly replacedBy: string | null;
};

export type RepairRefusal = {
  readonly code:
    | 'exception_unknown'
    | 'not_open'
    | 'kind_unfit'
    | 'replacement_unknown'
    | 'amounts_differ'
    | 'book_refused';
};

/**
 * What can be right to do, by what is wrong. A fee is booked as the acquirer's report says: there is
 * nothing to correct in the book, only to claim.
 */
export const repairsFor: Readonly<Record<BreakName, readonly RepairKind[]>> = {
  missing: ['mark_received', 'replace', 'void'],
  unexpected: ['correct', 'replace', 'void'],
  duplicate: ['void', 'mark_received'],
  wrong_amount: ['correct', 'mark_received'],
  wrong_currency: ['correct', 'mark_received'],
  fee_error: ['mark_received'],
  late: ['mark_received'],
  split: ['mark_received'],
  merged: ['mark_received'],
};

export async function repair(
  means: RepairMeans,
  id: string,
  wish: Wish,
): Promise<Result<void, RepairRefusal>> {
  const found = await findException(means.db, id);
  if (found === undefined) return err({ code: 'exception_unknown' });
  if (found.state !== 'open') return err({ code: 'not_open' });
  if (!repairsFor[found.name].includes(wish.kind)) return err({ code: 'kind_unfit' });
  const units = wish.kind === 'replace' ? await replaceUnits(means, found, wish) : undefined;
  if (units !== undefined && !units.ok) return units;
  const whole = units?.value ?? [repairUnit(means, found, wish), ...moneyUnits(means, found, wish)];
  const committed = await means.db.commit(unit(...whole.flat()));
  if (committed.ok) return ok(undefined);
  // Somebody was faster, or it is the second click.
  if (committed.error.code === 'refused') return err({ code: 'book_refused' });
  return err({ code: 'not_open' });
}

function repairUnit({ clock, makeId }: RepairMeans, of: StoredException, wish: Wish): Unit {
  const nowMs = clock.nowMs();
  const transaction = postingOf(of, wish.kind) === undefined ? null : transactionId(of.id);
  const row = {
    ...{ account_id: of.accountId, id: makeId('rcp'), exception_id: of.id, kind: wish.kind },
    ...{ replaced_by: wish.replacedBy, transaction_id: transaction },
    ...{ decided_by: wish.by, decided_why: wish.why, at: nowMs },
  };
  return {
    updates: [
      {
        as: 'exception_open',
        table: 'reconciliation_exception',
        key: { account_id: of.accountId, id: of.id },
        set: { state: 'repaired', closed_at: nowMs },
        expect: { state: 'open' },
      },
    ],
    inserts: [{ table: 'reconciliation_repair', rows: [row] }],
  };
}

/** One thing under two names: both exceptions end together, and their sums leave nothing over. */
async function replaceUnits(
  means: RepairMeans,
  found: StoredException,
  wish: Wish,
): Promise<Result<Unit[], RepairRefusal>> {
  const other =
    wish.replacedBy === null ? undefined : await findException(means.db, wish.replacedBy);
  const isOfKin =
    other !== undefined &&
    other.id !== found.id &&
    other.accountId === found.accountId &&
    other.provider === found.provider &&
    other.pair === found.pair;
  if (!isOfKin) return err({ code: 'replacement_unknown' });
  if (other.state !== 'open') return err({ code: 'not_open' });
  const { differenceMinor, currency } = found;
  const isEven =
    differenceMinor !== null &&
    other.differenceMinor !== null &&
    currency === other.currency &&
    differenceMinor + other.differenceMinor === 0n;
  if (!isEven) return err({ code: 'amounts_differ' });
  return ok([
    repairUnit(means, found, wish),
    repairUnit(means, other, { ...wish, replacedBy: found.id }),
  ]);
}

/** The posting has the name of its exception: a second one would be the first again. */
const transactionId = (exceptionId: string) => `ltx_${exceptionId.slice('rcx_'.length)}` as const;

function moneyUnits(means: RepairMeans, of: StoredException, wish: Wish): Unit[] {
  const { kind, by, why } = wish;
  const entries = postingOf(of, kind);
  if (entries === undefined) return [];
  const { accountId, provider } = of;
  const posting: Posting = {
    ...{ accountId, id: transactionId(of.id), at: means.clock.nowMs(), kind: 'posted', entries },
    description: `reconciliation, ${kind} by ${by}: ${why}`.slice(0, 500),
    reference: of.id,
  };
  const currencies = new Set(entries.map(({ amount }) => amount.currency));
  const books = [...currencies].flatMap((currency) => openBook(accountId, provider, currency));
  return [...books, post([posting]), ...linesOf(means, of, wish)];
}

/** What is available changes only with a line of the merchant's balance. */
function linesOf({ clock, makeId }: RepairMeans, of: StoredException, { kind }: Wish): Unit[] {
  if (of.pair !== 'payouts') return [];
  const nowMs = clock.nowMs();
  const rows = changesOf(of, kind)
    .filter((amount) => !isZero(amount))
    .map((amount, at) =>
      balanceRow({
        ...{ accountId: of.accountId, id: makeId('txn'), type: 'adjustment', sourceId: of.id },
        ...{ amount: negate(amount), fees: [], maturesWith: null, payoutId: null, part: at + 1 },
        ...{ availableOnMs: nowMs, createdAtMs: nowMs, description: 'Correction of a payout' },
      }),
    );
  return rows.length === 0 ? [] : [{ inserts: [{ table: 'balance_transaction', rows }] }];
}

/**
 * What the repair moves in the gateway's book; undefined: nothing. Only the pairs with the acquirer are
 * of its book: a sale between what it owes and what is pending for the merchant, a payout between that
 * and what is available.
 */
export function postingOf(of: StoredException, kind: RepairKind): readonly Entry[] | undefined {
  if (of.pair !== 'sales' && of.pair !== 'payouts') return undefined;
  const entries = changesOf(of, kind)
    .filter((amount) => !isZero(amount))
    .flatMap((amount) => entriesOf(of, amount));
  return entries.length === 0 ? undefined : entries;
}

/** By how much the book's side is to become more, in each currency. */
function changesOf(of: StoredException, kind: RepairKind): Money[] {
  const { name, expecting, answering, differenceMinor } = of;
  const isOursAlone = expecting.length > 0 && answering.length === 0;
  // What only others say was never in our book: nothing is taken out of it.
  if (kind === 'void') return isOursAlone ? totals(expecting, -1n) : [];
  if (kind !== 'correct') return [];
  if (name === 'wrong_currency') return [...totals(expecting, -1n), ...totals(answering, 1n)];
  return [amountIn(of.currency, differenceMinor ?? 0n)];
}

const totals = (rows: readonly StoredRow[], sign: bigint): Money[] =>
  rows.map(({ currency, amount }) => amountIn(currency, sign * amount));

const amountIn = (code: string, minor: bigint): Money => money(unwrap(currencyOf(code)), minor);

/** More sold is more owed by the acquirer; more paid out is less owed. */
function entriesOf({ pair, provider }: StoredException, change: Money): readonly Entry[] {
  const isMore = change.minor > 0n;
  const owed = accounts.receivable(provider);
  const merchants = pair === 'sales' ? accounts.pending : accounts.available;
  const isOwedMore = pair === 'sales' ? isMore : !isMore;
  const amount = isMore ? change : negate(change);
  return [
    { account: isOwedMore ? owed : merchants, side: 'debit', amount },
    { account: isOwedMore ? merchants : owed, side: 'credit', amount },
  ];
}
