// Takes a transfer back, all or part of it: by the platform's wish, or along with a refund.

import { type Unit, unit } from '@kassa/database';
import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { Cause, Once } from '../payments/ports.ts';
import {
  bucketOf,
  findSplitCharge,
  mustCover,
  type SplitCharge,
  splitOff,
} from './charge-state.ts';
import type { SplitRefusal } from './errors.ts';
import { type SplitMeans, untilCommitted } from './ports.ts';
import { type FeeBack, feeBackUnit, findFeeBack } from './refund-fee.ts';
import { reversalUnit } from './split-units.ts';
import { findTransfer } from './store.ts';
import type { Transfer, TransferReversal } from './transfer.ts';

export type Reversing = {
  readonly platform: AccountId;
  readonly transferId: string;
  /** Null: all that is left. */
  readonly minor: bigint | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly refundsFee: boolean;
  readonly cause: Cause;
  readonly once: Once<TransferReversal>;
};

export function reverseTransfer(
  means: SplitMeans,
  asked: Reversing,
): Promise<Result<TransferReversal, SplitRefusal>> {
  return untilCommitted(means, async () => {
    const { platform, transferId, cause, once } = asked;
    const transfer = await findTransfer(means.db, platform, transferId);
    if (transfer === undefined) return err({ code: 'transfer_unknown', id: transferId });
    const leftMinor = transfer.amount.minor - transfer.reversedMinor;
    const minor = asked.minor ?? leftMinor;
    if (minor > leftMinor || minor <= 0n) return err({ code: 'reversal_too_large', leftMinor });
    const charge = await chargeOf(means, transfer);
    const atMs = means.clock.nowMs();
    const reversal = newReversal(means, transfer, { ...asked, minor, atMs, refundId: null });
    const bucket = bucketOf(charge);
    const about = { bucket, maturesWith: transfer.sourceCharge, atMs, cause };
    const fee = asked.refundsFee ? await findFeeBack(means.db, transfer, minor) : undefined;
    return ok({
      value: reversal,
      unit: unit(
        splitOff(charge),
        reversalUnit(means, transfer, { reversal, about }),
        feeUnits(means, fee, about),
        // What the account has been paid out it cannot give back.
        bucket === 'available' ? mustCover(transfer.destination, transfer.amount.currency) : {},
        once.settle(reversal, reversal.id),
      ),
    });
  });
}

const feeUnits = (
  means: SplitMeans,
  fee: FeeBack | undefined,
  about: Parameters<typeof feeBackUnit>[2],
): Unit => (fee === undefined ? {} : feeBackUnit(means, fee, about));

export async function chargeOf(
  { db }: Pick<SplitMeans, 'db'>,
  { accountId, sourceCharge }: Transfer,
): Promise<SplitCharge | undefined> {
  return sourceCharge === null ? undefined : findSplitCharge(db, accountId, sourceCharge);
}

type NewReversal = Pick<Reversing, 'description' | 'metadata'> & {
  readonly minor: bigint;
  readonly atMs: number;
  readonly refundId: string | null;
};

export function newReversal(
  { makeId }: Pick<SplitMeans, 'makeId'>,
  transfer: Transfer,
  { minor, description, metadata, atMs, refundId }: NewReversal,
): TransferReversal {
  return {
    accountId: transfer.accountId,
    id: makeId('trr'),
    transferId: transfer.id,
    paymentRefundId: makeId('pyr'),
    refundId,
    amount: money(transfer.amount.currency, minor),
    description,
    metadata,
    createdAtMs: atMs,
    balanceTransaction: makeId('txn'),
  };
}
