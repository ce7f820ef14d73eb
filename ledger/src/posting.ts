// What is written to the book, as values: parties merge the units into their own.

import type { Migrations, Unit } from '@kassa/database';
import type { Id } from '@kassa/ids';
import type { Currency, Money } from '@kassa/money';

export type TransactionId = Id<'ltx'>;
export type Side = 'debit' | 'credit';
export type Kind = 'posted' | 'pending' | 'post' | 'void' | 'expire';

export type Entry = {
  /** Path of an open account: `cardholder:acc_1:available`. */
  readonly account: string;
  readonly side: Side;
  /** Above zero; the side says the direction. */
  readonly amount: Money;
};

type Common = {
  /** The shard: the merchant at the gateway, a constant at a party with one book. */
  readonly accountId: string;
  readonly id: TransactionId;
  /** Milliseconds since 1970, by the party's clock. */
  readonly at: number;
  readonly description: string;
  /** What people search by, such as the RRN. */
  readonly reference?: string;
};

/** Debits equal credits in each currency, or the posting is refused as `unbalanced`. */
export type Posting =
  | (Common & { readonly kind: 'posted' | 'pending'; readonly entries: readonly Entry[] })
  /**
   * Posts at most what is pending on each account and side (no entries: all of it); the rest is
   * released.
   */
  | (Common & {
      readonly kind: 'post';
      readonly pendingId: TransactionId;
      readonly entries: readonly Entry[];
    })
  /** Releases the pending transaction whole. */
  | (Common & {
      readonly kind: 'void' | 'expire';
      readonly pendingId: TransactionId;
      readonly entries: readonly [];
    });

/** Reasons in `{ code: 'refused', reason }` when a unit with postings is not committed. */
export type LedgerRefusal =
  | 'unbalanced'
  | 'insufficient_funds'
  /** Unknown, not pending, or posted, voided or expired already. */
  | 'pending_not_open'
  | 'exceeds_pending'
  | 'account_unknown'
  | 'currency_mismatch';

export type NewAccount = {
  readonly accountId: string;
  readonly path: string;
  readonly currency: Currency;
  /** The side on which it grows: debit for what we own, credit for what we owe. */
  readonly normal: Side;
  /** The least that may be available, in minor units; null or absent: no limit. */
  readonly floor?: bigint | null;
  readonly name: string;
};

export const migrations: Migrations = {
  name: 'ledger',
  folder: new URL('../migrations/', import.meta.url),
};

/** Opening an account that is open changes nothing, not even its floor. */
export function openAccount(account: NewAccount): Unit {
  const { accountId, path, currency, normal, floor = null, name } = account;
  return {
    inserts: [
      {
        table: 'ledger_account',
        rows: [{ account_id: accountId, path, currency, normal, floor, name }],
        onConflict: 'nothing',
        isKept: true,
      },
    ],
  };
}

/**
 * The postings, all or none, with whatever else the unit does. Accounts opened by the same unit can
 * be used. A repeated id is the conflict `ledger_transaction_pk`.
 */
export function post(postings: readonly Posting[]): Unit {
  return {
    calls: [
      {
        fn: 'ledger_post',
        arg: postings.map((posting) => ({
          ...posting,
          entries: posting.entries.map(({ account, side, amount }) => ({
            account,
            side,
            currency: amount.currency,
            amount: amount.minor,
          })),
        })),
      },
    ],
  };
}
