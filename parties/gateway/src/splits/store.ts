// Transfers, application fees and their reversals, read from the platform's shard.

import { column, type Database, type RawRow } from '@kassa/database';
import { money } from '@kassa/money';
import { type AccountId, idFrom } from '../ids.ts';
import { inOrder, orderOf } from '../payments/list-charges.ts';
import { currencyIn, metadataIn } from '../payments/rows.ts';
import type { Page } from '../payments/store.ts';
import type { ApplicationFee, FeeRefund } from './application-fee.ts';
import type { Transfer, TransferReversal } from './transfer.ts';

export type SplitFilter = Page & {
  readonly ids?: readonly string[] | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
};

/** What an object shows of those inside it: ten, and one more that tells of others. */
const insideMax = 11;

const transferSelect = `
  select t.*, b.id as transaction_id, (
    select json_agg(r.* order by r.id desc) from (
      select r.*, rb.id as transaction_id from transfer_reversal r
      left join balance_transaction rb on rb.account_id = r.account_id
        and rb.type = 'transfer_refund' and rb.source_id = r.id
      where r.account_id = t.account_id and r.transfer_id = t.id
      order by r.id desc limit ${insideMax}
    ) r
  ) as reversals
  from transfer t
  left join balance_transaction b
    on b.account_id = t.account_id and b.type = 'transfer' and b.source_id = t.id`;

export async function listTransfers(
  db: Database,
  accountId: AccountId,
  filter: SplitFilter & {
    readonly destination?: string | undefined;
    readonly group?: string | undefined;
  },
): Promise<Transfer[]> {
  const text = `${transferSelect}
    where t.account_id = $1
      and ($2::text is null or t.id < $2)
      and ($3::text is null or t.id > $3)
      and ($4::text[] is null or t.id = any($4))
      and ($5::text is null or t.destination = $5)
      and ($6::text is null or t.transfer_group = $6)
      and ($7::bigint is null or t.created_at >= $7)
      and ($8::bigint is null or t.created_at < $8)
    ${orderOf(filter, 't.id')} limit $9`;
  const { before = null, after = null, ids = null, destination = null, group = null } = filter;
  const { createdFromMs = null, createdToMs = null, limit } = filter;
  const values = [accountId, before, after, ids, destination, group];
  const all = [...values, createdFromMs, createdToMs, limit];
  return inOrder(filter, await db.query({ text, values: all }, decodeTransfer));
}

export async function findTransfer(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<Transfer | undefined> {
  const [found] = await listTransfers(db, accountId, { ids: [id], limit: 1 });
  return found;
}

export async function listReversals(
  db: Database,
  accountId: AccountId,
  filter: SplitFilter & { readonly transfer?: string | undefined },
): Promise<TransferReversal[]> {
  const text = `
    select r.*, b.id as transaction_id from transfer_reversal r
    left join balance_transaction b
      on b.account_id = r.account_id and b.type = 'transfer_refund' and b.source_id = r.id
    where r.account_id = $1
      and ($2::text is null or r.id < $2)
      and ($3::text is null or r.id > $3)
      and ($4::text[] is null or r.id = any($4))
      and ($5::text is null or r.transfer_id = $5)
    ${orderOf(filter, 'r.id')} limit $6`;
  const { before = null, after = null, ids = null, transfer = null, limit } = filter;
  const values = [accountId, before, after, ids, transfer, limit];
  return inOrder(filter, await db.query({ text, values }, decodeReversal));
}

const feeSelect = `
  select f.*, b.id as transaction_id, (
    select json_agg(r.* order by r.id desc) from (
      select r.*, rb.id as transaction_id from application_fee_refund r
      left join balance_transaction rb on rb.account_id = r.account_id
        and rb.type = 'application_fee_refund' and rb.source_id = r.id
      where r.account_id = f.account_id and r.fee_id = f.id
      order by r.id desc limit ${insideMax}
    ) r
  ) as refunds
  from application_fee f
  left join balance_transaction b
    on b.account_id = f.account_id and b.type = 'application_fee' and b.source_id = f.id`;

export async function listFees(
  db: Database,
  accountId: AccountId,
  filter: SplitFilter & { readonly charge?: string | undefined },
): Promise<ApplicationFee[]> {
  const text = `${feeSelect}
    where f.account_id = $1
      and ($2::text is null or f.id < $2)
      and ($3::text is null or f.id > $3)
      and ($4::text[] is null or f.id = any($4))
      and ($5::text is null or f.charge_id = $5)
      and ($6::bigint is null or f.created_at >= $6)
      and ($7::bigint is null or f.created_at < $7)
    ${orderOf(filter, 'f.id')} limit $8`;
  const { before = null, after = null, ids = null, charge = null, limit } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const values = [accountId, before, after, ids, charge, createdFromMs, createdToMs, limit];
  return inOrder(filter, await db.query({ text, values }, decodeFee));
}

export async function findFee(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<ApplicationFee | undefined> {
  const [found] = await listFees(db, accountId, { ids: [id], limit: 1 });
  return found;
}

export async function listFeeRefunds(
  db: Database,
  accountId: AccountId,
  filter: SplitFilter & { readonly fee?: string | undefined },
): Promise<FeeRefund[]> {
  const text = `
    select r.*, b.id as transaction_id from application_fee_refund r
    left join balance_transaction b
      on b.account_id = r.account_id and b.type = 'application_fee_refund' and b.source_id = r.id
    where r.account_id = $1
      and ($2::text is null or r.id < $2)
      and ($3::text is null or r.id > $3)
      and ($4::text[] is null or r.id = any($4))
      and ($5::text is null or r.fee_id = $5)
    ${orderOf(filter, 'r.id')} limit $6`;
  const { before = null, after = null, ids = null, fee = null, limit } = filter;
  const values = [accountId, before, after, ids, fee, limit];
  return inOrder(filter, await db.query({ text, values }, decodeFeeRefund));
}

function decodeTransfer(row: RawRow): Transfer {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('tr', column.text(row, 'id')),
    destination: idFrom('acct', column.text(row, 'destination')),
    paymentId: idFrom('py', column.text(row, 'payment_id')),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    reversedMinor: column.big(row, 'reversed'),
    sourceCharge: column.textOrNull(row, 'source_charge'),
    group: column.textOrNull(row, 'transfer_group'),
    description: column.textOrNull(row, 'description'),
    metadata: metadataIn(row),
    createdAtMs: column.integer(row, 'created_at'),
    balanceTransaction: column.textOrNull(row, 'transaction_id'),
    reversals: inside(row, 'reversals').map(decodeReversal),
  };
}

function decodeReversal(row: RawRow): TransferReversal {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('trr', column.text(row, 'id')),
    transferId: idFrom('tr', column.text(row, 'transfer_id')),
    paymentRefundId: idFrom('pyr', column.text(row, 'payment_refund_id')),
    refundId: column.textOrNull(row, 'refund_id'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    description: column.textOrNull(row, 'description'),
    metadata: metadataIn(row),
    createdAtMs: column.integer(row, 'created_at'),
    balanceTransaction: column.textOrNull(row, 'transaction_id'),
  };
}

function decodeFee(row: RawRow): ApplicationFee {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('fee', column.text(row, 'id')),
    connected: idFrom('acct', column.text(row, 'connected_id')),
    chargeId: column.text(row, 'charge_id'),
    paymentId: column.textOrNull(row, 'payment_id'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    refundedMinor: column.big(row, 'refunded'),
    createdAtMs: column.integer(row, 'created_at'),
    balanceTransaction: column.textOrNull(row, 'transaction_id'),
    refunds: inside(row, 'refunds').map(decodeFeeRefund),
  };
}

function decodeFeeRefund(row: RawRow): FeeRefund {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('fr', column.text(row, 'id')),
    feeId: idFrom('fee', column.text(row, 'fee_id')),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    metadata: metadataIn(row),
    createdAtMs: column.integer(row, 'created_at'),
    balanceTransaction: column.textOrNull(row, 'transaction_id'),
  };
}

function inside(row: RawRow, name: string): RawRow[] {
  const value = row[name] ?? [];
  return Array.isArray(value) ? value : [];
}
