// The four moves between a platform and its accounts as units: transfer, application fee, and what is
// taken back of each. Every one writes both shards: rows, balance transactions, postings, the event.

import { type Row, type Unit, unit, type Value } from '@kassa/database';
import { post } from '@kassa/ledger';
import { type Money, money, negate } from '@kassa/money';
import { feeToStripe, transferToStripe } from '../api/to-stripe/split.ts';
import { applicationOf } from '../connect/account.ts';
import type { AccountId } from '../ids.ts';
import type { Cause } from '../payments/ports.ts';
import {
  balanceRow,
  expectedAtMs,
  type FeeDetail,
  type NewBalanceTransaction,
} from '../settlement/balance-transaction.ts';
import { type NewEvent, type RecordMeans, recordEvent } from '../webhooks/record-event.ts';
import type { ApplicationFee, FeeRefund } from './application-fee.ts';
import { type Bucket, movePostings, openPair } from './book.ts';
import type { Transfer, TransferReversal } from './transfer.ts';

export type About = {
  readonly bucket: Bucket;
  /** Of pending money: the charge that it comes from. */
  readonly maturesWith: string | null;
  readonly atMs: number;
  readonly cause: Cause | null;
};

/** The platform gives. `feeMinor`: what of it comes back at once, as an application fee. */
export function transferUnit(
  means: RecordMeans,
  transfer: Transfer,
  about: About & { readonly feeMinor: bigint },
): Unit {
  const { accountId: platform, destination: connected, amount, id, paymentId } = transfer;
  const { currency } = amount;
  const fees =
    about.feeMinor === 0n ? [] : [applicationFee(platform, money(currency, about.feeMinor))];
  return unit(
    { inserts: [{ table: 'transfer', rows: [transferRow(transfer)] }] },
    { inserts: [{ table: 'transfer_payment', rows: [paymentRow(transfer, about.feeMinor)] }] },
    balances([
      line(
        about,
        { accountId: platform, id: transfer.balanceTransaction ?? means.makeId('txn') },
        {
          ...{ type: 'transfer', sourceId: id, amount: negate(amount) },
          description: transfer.description,
        },
      ),
      line(
        about,
        { accountId: connected, id: means.makeId('txn') },
        {
          ...{ type: 'payment', sourceId: paymentId, amount, fees },
          description: transfer.description,
        },
      ),
    ]),
    ...openPair({ platform, connected }, currency),
    move(means, about, {
      ...{ platform, connected, amount, direction: 'out', reference: id },
      description: 'transfer',
    }),
    told(means, about, platform, {
      ...{ type: 'transfer.created', objectId: id, object: transferToStripe(transfer) },
    }),
  );
}

/** Taken back, all or part of it; the transfer as it was before. */
export function reversalUnit(
  means: RecordMeans,
  before: Transfer,
  { reversal, about }: { readonly reversal: TransferReversal; readonly about: About },
): Unit {
  const { accountId: platform, destination: connected, id } = before;
  const { amount } = reversal;
  const after: Transfer = {
    ...before,
    reversedMinor: before.reversedMinor + amount.minor,
    reversals: [reversal, ...before.reversals],
  };
  return unit(
    {
      updates: [
        {
          ...{ as: 'transfer', table: 'transfer', key: { account_id: platform, id } },
          ...{ set: { reversed: after.reversedMinor }, expect: { reversed: before.reversedMinor } },
        },
        {
          ...{ as: 'transfer', table: 'transfer_payment' },
          key: { account_id: connected, id: before.paymentId },
          set: { refunded: after.reversedMinor },
        },
      ],
      inserts: [{ table: 'transfer_reversal', rows: [reversalRow(reversal)] }],
    },
    balances([
      line(
        about,
        { accountId: platform, id: reversal.balanceTransaction ?? means.makeId('txn') },
        {
          ...{ type: 'transfer_refund', sourceId: reversal.id, amount },
          description: reversal.description,
        },
      ),
      line(
        about,
        { accountId: connected, id: means.makeId('txn') },
        {
          ...{ type: 'payment_refund', sourceId: reversal.paymentRefundId, amount: negate(amount) },
          description: reversal.description,
        },
      ),
    ]),
    move(means, about, {
      ...{ platform, connected, amount, direction: 'back', reference: id },
      description: 'transfer reversed',
    }),
    told(means, about, platform, {
      ...{ type: 'transfer.reversed', objectId: id, object: transferToStripe(after) },
    }),
  );
}

/** The platform keeps a part. The account's own line of it is that of its charge or its payment. */
export function feeUnit(means: RecordMeans, fee: ApplicationFee, about: About): Unit {
  const { accountId: platform, connected, amount, id } = fee;
  return unit(
    { inserts: [{ table: 'application_fee', rows: [feeRow(fee)] }] },
    balances([
      line(
        about,
        { accountId: platform, id: fee.balanceTransaction ?? means.makeId('txn') },
        {
          ...{ type: 'application_fee', sourceId: id, amount, description: null },
        },
      ),
    ]),
    ...openPair({ platform, connected }, amount.currency),
    move(means, about, {
      ...{ platform, connected, amount, direction: 'back', reference: id },
      description: 'application fee',
    }),
    told(means, about, platform, {
      ...{ type: 'application_fee.created', objectId: id, object: feeToStripe(fee) },
    }),
  );
}

export function feeRefundUnit(
  means: RecordMeans,
  before: ApplicationFee,
  { refund, about }: { readonly refund: FeeRefund; readonly about: About },
): Unit {
  const { accountId: platform, connected, id } = before;
  const { amount } = refund;
  const after: ApplicationFee = {
    ...before,
    refundedMinor: before.refundedMinor + amount.minor,
    refunds: [refund, ...before.refunds],
  };
  const type = 'application_fee_refund';
  return unit(
    {
      updates: [
        {
          ...{ as: 'application_fee', table: 'application_fee', key: { account_id: platform, id } },
          ...{ set: { refunded: after.refundedMinor }, expect: { refunded: before.refundedMinor } },
        },
      ],
      inserts: [{ table: 'application_fee_refund', rows: [feeRefundRow(refund)] }],
    },
    balances([
      line(
        about,
        { accountId: platform, id: refund.balanceTransaction ?? means.makeId('txn') },
        {
          ...{ type, sourceId: refund.id, amount: negate(amount), description: null },
        },
      ),
      line(
        about,
        { accountId: connected, id: means.makeId('txn') },
        {
          ...{ type, sourceId: refund.id, amount, description: null },
        },
      ),
    ]),
    move(means, about, {
      ...{ platform, connected, amount, direction: 'out', reference: id },
      description: 'application fee refunded',
    }),
    told(means, about, platform, {
      ...{ type: 'application_fee.refunded', objectId: id, object: feeToStripe(after) },
    }),
  );
}

export function applicationFee(platform: AccountId, amount: Money): FeeDetail {
  return {
    amount: Number(amount.minor),
    application: applicationOf(platform),
    currency: amount.currency.toLowerCase(),
    description: 'application fee',
    type: 'application_fee',
  };
}

type Line = Pick<NewBalanceTransaction, 'type' | 'sourceId' | 'amount' | 'description'> & {
  readonly fees?: readonly FeeDetail[];
};

function line(
  { bucket, maturesWith, atMs }: About,
  of: { readonly accountId: AccountId; readonly id: string },
  { fees = [], ...rest }: Line,
): Row {
  const isThere = bucket === 'available';
  return balanceRow({
    ...{ ...of, ...rest, fees },
    maturesWith: isThere ? null : maturesWith,
    availableOnMs: isThere ? atMs : expectedAtMs(atMs),
    payoutId: null,
    createdAtMs: atMs,
  });
}

const balances = (rows: readonly Row[]): Unit => ({
  inserts: [{ table: 'balance_transaction', rows }],
});

type Moved = {
  readonly platform: AccountId;
  readonly connected: AccountId;
  readonly amount: Money;
  readonly direction: 'out' | 'back';
  readonly description: string;
  readonly reference: string;
};

function move({ makeId }: RecordMeans, { bucket, atMs }: About, moved: Moved): Unit {
  return post(movePostings(makeId, { ...moved, bucket, atMs }));
}

type Told = Pick<NewEvent, 'type' | 'objectId'> & { readonly object: Value };

function told(means: RecordMeans, { cause, atMs }: About, accountId: AccountId, event: Told): Unit {
  return recordEvent(means, { ...event, accountId, cause, atMs });
}

function transferRow(transfer: Transfer): Row {
  return {
    account_id: transfer.accountId,
    id: transfer.id,
    destination: transfer.destination,
    payment_id: transfer.paymentId,
    currency: transfer.amount.currency,
    amount: transfer.amount.minor,
    reversed: 0n,
    source_charge: transfer.sourceCharge,
    transfer_group: transfer.group,
    description: transfer.description,
    metadata: transfer.metadata,
    created_at: transfer.createdAtMs,
  };
}

function paymentRow(transfer: Transfer, feeMinor: bigint): Row {
  return {
    account_id: transfer.destination,
    id: transfer.paymentId,
    platform_id: transfer.accountId,
    transfer_id: transfer.id,
    currency: transfer.amount.currency,
    amount: transfer.amount.minor,
    refunded: 0n,
    fee: feeMinor,
    source_charge: transfer.sourceCharge,
    created_at: transfer.createdAtMs,
  };
}

function reversalRow(reversal: TransferReversal): Row {
  return {
    account_id: reversal.accountId,
    id: reversal.id,
    transfer_id: reversal.transferId,
    payment_refund_id: reversal.paymentRefundId,
    refund_id: reversal.refundId,
    currency: reversal.amount.currency,
    amount: reversal.amount.minor,
    description: reversal.description,
    metadata: reversal.metadata,
    created_at: reversal.createdAtMs,
  };
}

function feeRow(fee: ApplicationFee): Row {
  return {
    account_id: fee.accountId,
    id: fee.id,
    connected_id: fee.connected,
    charge_id: fee.chargeId,
    payment_id: fee.paymentId,
    currency: fee.amount.currency,
    amount: fee.amount.minor,
    refunded: 0n,
    created_at: fee.createdAtMs,
  };
}

function feeRefundRow(refund: FeeRefund): Row {
  return {
    account_id: refund.accountId,
    id: refund.id,
    fee_id: refund.feeId,
    currency: refund.amount.currency,
    amount: refund.amount.minor,
    metadata: refund.metadata,
    created_at: refund.createdAtMs,
  };
}
