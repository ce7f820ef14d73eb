// What was settled, for lists and look-ups: balance transactions and payouts, newest first.

import { column, type Database, type RawRow } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { balances } from '@kassa/ledger';
import { accounts } from '../book/chart.ts';
import type { AccountId } from '../ids.ts';
import { inOrder, orderOf } from '../payments/list-charges.ts';
import { metadataIn } from '../payments/rows.ts';
import type { Page } from '../payments/store.ts';
import { type BalanceType, balanceTypes } from './balance-transaction.ts';

export type BalanceTransaction = {
  readonly id: string;
  readonly type: BalanceType;
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
  readonly status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled';
  /** The value date, `YYYY-MM-DD`. */
  readonly arrivesOn: string;
  readonly reference: string;
  readonly createdAtMs: number;
  /** Is the acquirer told to make it, or does it make it by itself? */
  readonly isInstructed: boolean;
  readonly isAutomatic: boolean;
  readonly destination: string | null;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly balanceTransaction: string | null;
  readonly failureTransaction: string | null;
};

type ByAcquirer = Pick<
  Payout,
  'id' | 'currency' | 'amountMinor' | 'status' | 'arrivesOn' | 'reference' | 'createdAtMs'
>;

/** One that the merchant had no say in. */
export function byAcquirer(payout: ByAcquirer): Payout {
  return {
    ...payout,
    ...{ isInstructed: false, isAutomatic: true, destination: null, description: null },
    ...{ statementDescriptor: null, metadata: {}, failure: null },
    ...{ balanceTransaction: null, failureTransaction: null },
  };
}

type Created = {
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
};

/** A row is made a moment before or after its id. */
const slackMs = 600_000;

/**
 * Ids sort by the time at which they were made. A list of some days is thereby a range of its key, and
 * passes no others.
 */
function withinIds({ before, after, createdFromMs, createdToMs }: Page & Created, prefix: string) {
  const first = createdFromMs === undefined ? null : firstIdAt(prefix, createdFromMs - slackMs);
  const end = createdToMs === undefined ? null : firstIdAt(prefix, createdToMs + slackMs);
  const known = (ids: readonly (string | null | undefined)[]) =>
    ids.filter((id) => typeof id === 'string').sort();
  return {
    before: known([before, end])[0] ?? null,
    after: known([after, first]).at(-1) ?? null,
  };
}

export async function listBalanceTransactions(
  db: Database,
  accountId: AccountId,
  filter: Page & {
    readonly ids?: readonly string[] | undefined;
    readonly payout?: string | undefined;
    readonly source?: string | undefined;
    readonly type?: string | undefined;
    readonly currency?: string | undefined;
  } & Created,
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
      and ($8::text is null or currency = $8)
      and ($9::bigint is null or created_at >= $9)
      and ($10::bigint is null or created_at < $10)
    ${orderOf(filter, 'id')} limit $11`;
  const { before, after } = withinIds(filter, 'txn');
  const { ids = null, payout = null, limit } = filter;
  const { source = null, type = null, currency = null } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const asked = [accountId, before, after, ids, payout, source, type, currency];
  const values = [...asked, createdFromMs, createdToMs, limit];
  return inOrder(filter, await db.query({ text, values }, decodeBalanceTransaction));
}

export async function listPayouts(
  db: Database,
  accountId: AccountId,
  filter: Page & {
    readonly ids?: readonly string[] | undefined;
    readonly status?: string | undefined;
    readonly destination?: string | undefined;
    /** Value dates, both included. */
    readonly arrivesFrom?: string | undefined;
    readonly arrivesTo?: string | undefined;
  } & Created,
): Promise<Payout[]> {
  const text = `
    select p.*, b.id as transaction_id, f.id as failure_id
    from payout p
    left join balance_transaction b
      on b.account_id = p.account_id and b.type = 'payout' and b.source_id = p.id
    left join balance_transaction f
      on f.account_id = p.account_id and f.type in ('payout_failure', 'payout_cancel')
      and f.source_id = p.id
    where p.account_id = $1
      and ($2::text is null or p.id < $2)
      and ($3::text is null or p.id > $3)
      and ($4::text[] is null or p.id = any($4))
      and ($5::text is null or p.status = $5)
      and ($6::text is null or p.destination = $6)
      and ($7::text is null or p.arrival_date >= $7)
      and ($8::text is null or p.arrival_date <= $8)
      and ($9::bigint is null or p.created_at >= $9)
      and ($10::bigint is null or p.created_at < $10)
    ${orderOf(filter, 'p.id')} limit $11`;
  const { before, after } = withinIds(filter, 'po');
  const { ids = null, status = null, limit } = filter;
  const { destination = null, arrivesFrom = null, arrivesTo = null } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const asked = [accountId, before, after, ids, status, destination, arrivesFrom, arrivesTo];
  const values = [...asked, createdFromMs, createdToMs, limit];
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
  // What is held in reserve is neither: it can be paid out when it is released.
  return kept
    .filter(({ path }) => path === accounts.pending || path === accounts.available)
    .map(({ path, posted }) => ({
      currency: posted.currency,
      status: path === accounts.pending ? 'pending' : 'available',
      netMinor: posted.minor,
    }));
}

export function decodeBalanceTransaction(row: RawRow): BalanceTransaction {
  return {
    id: column.text(row, 'id'),
    type: column.oneOf(row, 'type', balanceTypes),
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

const payoutStates = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;

function decodePayout(row: RawRow): Payout {
  const code = column.textOrNull(row, 'failure_code');
  return {
    id: column.text(row, 'id'),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    status: column.oneOf(row, 'status', payoutStates),
    arrivesOn: column.text(row, 'arrival_date'),
    reference: column.text(row, 'reference'),
    createdAtMs: column.integer(row, 'created_at'),
    isInstructed: column.bool(row, 'is_instructed'),
    isAutomatic: column.bool(row, 'is_automatic'),
    destination: column.textOrNull(row, 'destination'),
    description: column.textOrNull(row, 'description'),
    statementDescriptor: column.textOrNull(row, 'statement_descriptor'),
    metadata: metadataIn(row),
    failure:
      code === null ? null : { code, message: column.textOrNull(row, 'failure_message') ?? '' },
    balanceTransaction: column.textOrNull(row, 'transaction_id'),
    failureTransaction: column.textOrNull(row, 'failure_id'),
  };
}
