// What a person may do about an exception. Each repair is an entry of its own, with who and why; where
// the gateway's book is concerned it is a posting. The exception is closed in the same commit, once.

import { type Database, type Unit, unit } from '@kassa/database';
import { type Entry, type Posting, post } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { assert, err, ok, type Result, unwrap } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { IdMaker } from '../../ids.ts';
import { accounts, openBook } from '../../payments/postings.ts';
import type { BreakName } from '../matching/outcome.ts';
import { findException } from './store.ts';
import type { RepairKind, StoredException } from './stored.ts';

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

/** What can be right to do, by what is wrong. */
export const repairsFor: Readonly<Record<BreakName, readonly RepairKind[]>> = {
  missing: ['mark_received', 'replace', 'void'],
  unexpected: ['correct', 'replace', 'void'],
  duplicate: ['void', 'mark_received'],
  wrong_amount: ['correct', 'mark_received', 'void'],
  wrong_currency: ['mark_received', 'void'],
  fee_error: ['correct', 'mark_received'],
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
        as: `exception ${of.id}`,
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
  const other = wish.replacedBy === null ? undefined : await findException(means.db, wish.replacedBy);
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

function moneyUnits({ clock }: RepairMeans, of: StoredException, { kind, by, why }: Wish): Unit[] {
  const entries = postingOf(of, kind);
  if (entries === undefined) return [];
  const { accountId, provider } = of;
  const posting: Posting = {
    ...{ accountId, id: transactionId(of.id), at: clock.nowMs(), kind: 'posted', entries },
    description: `reconciliation, ${kind} by ${by}: ${why}`.slice(0, 500),
    reference: of.id,
  };
  return [...openBook(accountId, provider, unwrap(currencyOf(of.currency))), post([posting])];
}

/**
 * What the repair moves in the gateway's book; undefined: nothing. Only the pairs with the acquirer are
 * of its book: a sale between what it owes and what is pending for the merchant, a payout between that
 * and what is available. Money above what was expected makes the acquirer owe more, below it less.
 */
export function postingOf(of: StoredException, kind: RepairKind): readonly Entry[] | undefined {
  const { pair, name, provider, currency, expecting, answering } = of;
  if (pair !== 'sales' && pair !== 'payouts') return undefined;
  if (kind !== 'correct' && kind !== 'void') return undefined;
  const minor = kind === 'correct' ? correctedBy(of) : voidedBy(name, expecting);
  if (minor === 0n) return undefined;
  assert(expecting.length + answering.length > 0, 'an exception has rows');
  const owed = accounts.receivable(provider);
  const merchants = pair === 'sales' ? accounts.pending : accounts.available;
  // A payout takes away what the acquirer owes: more of it is less owed.
  const isMoreOwed = pair === 'sales' ? minor > 0n : minor < 0n;
  const amount = money(unwrap(currencyOf(currency)), minor < 0n ? -minor : minor);
  return [
    { account: isMoreOwed ? owed : merchants, side: 'debit', amount },
    { account: isMoreOwed ? merchants : owed, side: 'credit', amount },
  ];
}

/** The book follows the acquirer: by what it says more, or by what it kept more. */
function correctedBy({ name, expecting, answering, differenceMinor }: StoredException): bigint {
  if (name !== 'fee_error') return differenceMinor ?? 0n;
  return (expecting[0]?.fee ?? 0n) - (answering[0]?.fee ?? 0n);
}

/** What is expected no more is taken out of the book; what only others say was never in it. */
function voidedBy(name: BreakName, expecting: StoredException['expecting']): bigint {
  const isOursAlone = name === 'missing' || name === 'duplicate';
  const sum = expecting.reduce((so, { amount }) => so + amount, 0n);
  const isWhole = name === 'wrong_currency' || name === 'wrong_amount';
  return isOursAlone || isWhole ? -sum : 0n;
}
