// Gives an application fee back, all or part of it: by the platform's wish, or along with a refund or a
// reversal, in the same proportion.

import { type Database, type Unit, unit } from '@kassa/database';
import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { Cause, Once } from '../payments/ports.ts';
import { type ApplicationFee, chargeOwnerOf, type FeeRefund } from './application-fee.ts';
import { bucketOf, findSplitCharge, mustCover, splitOff } from './charge-state.ts';
import type { SplitRefusal } from './errors.ts';
import { type SplitMeans, untilCommitted } from './ports.ts';
import { type About, feeRefundUnit } from './split-units.ts';
import { findFee } from './store.ts';
import { feeOf, type Transfer, transferOf } from './transfer.ts';

export type RefundingFee = {
  readonly platform: AccountId;
  readonly feeId: string;
  /** Null: all that is left. */
  readonly minor: bigint | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly cause: Cause;
  readonly once: Once<FeeRefund>;
};

export function refundFee(
  means: SplitMeans,
  asked: RefundingFee,
): Promise<Result<FeeRefund, SplitRefusal>> {
  return untilCommitted(means, async () => {
    const { platform, feeId, metadata, cause, once } = asked;
    const fee = await findFee(means.db, platform, feeId);
    if (fee === undefined) return err({ code: 'fee_unknown', id: feeId });
    const leftMinor = fee.amount.minor - fee.refundedMinor;
    const minor = asked.minor ?? leftMinor;
    if (minor > leftMinor || minor <= 0n) return err({ code: 'fee_refund_too_large', leftMinor });
    const charge = await findSplitCharge(means.db, chargeOwnerOf(fee), fee.chargeId);
    const atMs = means.clock.nowMs();
    const refund = newRefund(means, fee, { minor, metadata, atMs });
    const bucket = bucketOf(charge);
    return ok({
      value: refund,
      unit: unit(
        splitOff(charge),
        feeRefundUnit(means, fee, {
          refund,
          about: { bucket, maturesWith: fee.chargeId, atMs, cause },
        }),
        bucket === 'available' ? mustCover(platform, fee.amount.currency) : {},
        once.settle(refund, refund.id),
      ),
    });
  });
}

/** A fee that goes back along with something else, and how much of it. */
export type FeeBack = { readonly fee: ApplicationFee; readonly minor: bigint };

/** The fee of the charge whose transfer is reversed; undefined where nothing goes back. */
export async function findFeeBack(
  db: Database,
  transfer: Transfer,
  reversedMinor: bigint,
): Promise<FeeBack | undefined> {
  const { accountId, sourceCharge, amount } = transfer;
  if (sourceCharge === null || transfer.id !== transferOf(sourceCharge)) return undefined;
  const fee = await findFee(db, accountId, feeOf(sourceCharge));
  const isLast = transfer.reversedMinor + reversedMinor === amount.minor;
  return fee && backOf(fee, { part: reversedMinor, whole: amount.minor, isLast });
}

type Share = { readonly part: bigint; readonly whole: bigint; readonly isLast: boolean };

/** In proportion, rounded down; the last part takes the rest, so that the whole goes back with it. */
export function backOf(fee: ApplicationFee, share: Share): FeeBack | undefined {
  const minor = shareOf(fee.amount.minor, fee.amount.minor - fee.refundedMinor, share);
  return minor > 0n ? { fee, minor } : undefined;
}

export function shareOf(all: bigint, left: bigint, { part, whole, isLast }: Share): bigint {
  const due = (all * part) / whole;
  return isLast || due > left ? left : due;
}

export function feeBackUnit(means: SplitMeans, { fee, minor }: FeeBack, about: About): Unit {
  const refund = newRefund(means, fee, { minor, metadata: {}, atMs: about.atMs });
  return feeRefundUnit(means, fee, { refund, about });
}

type NewRefund = Pick<RefundingFee, 'metadata'> & {
  readonly minor: bigint;
  readonly atMs: number;
};

function newRefund(
  { makeId }: SplitMeans,
  fee: ApplicationFee,
  { minor, metadata, atMs }: NewRefund,
): FeeRefund {
  return {
    accountId: fee.accountId,
    id: makeId('fr'),
    feeId: fee.id,
    amount: money(fee.amount.currency, minor),
    metadata,
    createdAtMs: atMs,
    balanceTransaction: makeId('txn'),
  };
}
