// What was settled, for lists and look-ups: balance transactions and payouts, newest first.

import { column, type Database, type RawRow } from '@kassa/database';
import { balances } from '@kassa/ledger';
import type { AccountId } from '../ids.ts';
import { inOrder, orderOf } from '../payments/list-charges.ts';
import { accounts } from '../payments/postings.ts';
import type { Page } from '../payments/store.ts';

export type BalanceTransaction = {
  readonly id: string;
  readonly type: 'charge' | 'refund' | 'payout' | 'payout_failure';
  readonly sourceId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
  readonly netMinor: bigint;
  readonly feeDetails: unknown;
  readonly status: 'pending' | 'available';
  readonly availableOnMs: number;
  readonly description: string | null;
  readonly payoutId: string | null;
  readonly createdAtMs: number;
};

export type Payout = {
  readonly id: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'in_transit' | 'paid' | 'failed';
  /** The value date, `YYYY-MM-DD`. */
  readonly arrivesOn: string;
  readonly reference: string;
  readonly createdAtMs: number;
};

export async function listBalanceTransactions(
  db: Database,
  accountId: AccountId,
  filter: Page & {
    readonly ids?: readonly string[] | undefined;
    readonly payout?: string | undefined;
    readonly source?: string | undefined;
    readonly type?: string | undefined;
  },
): Promise<BalanceTransaction[]> {
  const text = `
    select * from balance_transaction
    where account_id = $1
      and ($2::text is null or id < $2)
      and ($3::text is null or id > $3)
      and ($4::text[] is null or id = any($4))
      and ($5::text is null or payout_id = $5)
      and ($6::text is null or source_id = $6)
      and ($7::text is null or type = $7)
    ${orderOf(filter, 'id')} limit $8`;
  const { before = null, after = null, ids = null, payout = null, limit } = filter;
  const { source = null, type = null } = filter;
  const values = [accountId, before, after, ids, payout, source, type, limit];
  return inOrder(filter, await db.query({ text, values }, decodeBalanceTransaction));
}

export async function listPayouts(
  db: Database,
  accountId: AccountId,
  filter: Page & {
    readonly ids?: readonly string[] | undefined;
    readonly status?: string | undefined;
  },
): Promise<Payout[]> {
  const text = `
    select * from payout
    where account_id = $1
      and ($2::text is null or id < $2)
      and ($3::text is null or id > $3)
      and ($4::text[] is null or id = any($4))
      and ($5::text is null or status = $5)
    ${orderOf(filter, 'id')} limit $6`;
  const { before = null, after = null, ids = null, status = null, limit } = filter;
  const values = [accountId, before, after, ids, status, limit];
  return inOrder(filter, await db.query({ text, values }, decodePayout));
}

export type BalanceSum = {
  readonly currency: string;
  readonly status: 'pending' | 'available';
  readonly netMinor: bigint;
};

/** From the book: captured and not settled is pending, settled and not paid out is available. */
export async function sumBalance(db: Database, accountId: AccountId): Promise<BalanceSum[]> {
  const kept = await balances(db, { accountId, pathPrefix: 'merchant:' });
  return kept.map(({ path, posted }) => ({
    currency: posted.currency,
    status: path === accounts.pending ? 'pending' : 'available',
    netMinor: posted.minor,
  }));
}

function decodeBalanceTransaction(row: RawRow): BalanceTransaction {
  return {
    id: column.text(row, 'id'),
    type: column.oneOf(row, 'type', ['charge', 'refund', 'payout', 'payout_failure']),
    sourceId: column.text(row, 'source_id'),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    feeMinor: column.big(row, 'fee'),
    netMinor: column.big(row, 'net'),
    feeDetails: column.json(row, 'fee_details'),
    status: column.oneOf(row, 'status', ['pending', 'available']),
    availableOnMs: column.integer(row, 'available_on'),
    description: column.textOrNull(row, 'description'),
    payoutId: column.textOrNull(row, 'payout_id'),
    createdAtMs: column.integer(row, 'created_at'),
  };
}

function decodePayout(row: RawRow): Payout {
  return {
    id: column.text(row, 'id'),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    status: column.oneOf(row, 'status', ['pending', 'in_transit', 'paid', 'failed']),
    arrivesOn: column.text(row, 'arrival_date'),
    reference: column.text(row, 'reference'),
    createdAtMs: column.integer(row, 'created_at'),
  };
}
