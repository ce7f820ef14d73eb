// What goes back along with a refund: the transfer of its charge, the application fee, each in the
// proportion of what is refunded. In the commit of the refund, from what the books say at that moment.

import { type Unit, unit } from '@kassa/database';
import { assert, err, ok, type Result } from '@kassa/result';
import type { Refunded } from '../payments/refund-charge.ts';
import { bucketOf, findSplitCharge, splitOff } from './charge-state.ts';
import type { SplitMeans } from './ports.ts';
import { backOf, feeBackUnit, shareOf } from './refund-fee.ts';
import { newReversal } from './reverse-transfer.ts';
import { type About, reversalUnit } from './split-units.ts';
import { findFee, findTransfer } from './store.ts';
import { feeOf, transferOf } from './transfer.ts';

export type GoesBack = { readonly transfer: boolean; readonly fee: boolean };

/** Which of the two the charge does not have. */
export type NothingBack = { readonly code: 'no_transfer' | 'no_application_fee' };

type Back = { readonly units: Unit; readonly reversal: string | null };

/**
 * The destination may be left owing: what it was given is the cardholder's again, and its platform
 * answers for it, as with the original.
 */
export async function splitRefund(
  means: SplitMeans,
  goesBack: GoesBack,
  { refund, view, cause }: Refunded & { readonly cause: About['cause'] },
): Promise<Result<Back, NothingBack>> {
  if (!goesBack.transfer && !goesBack.fee) return ok({ units: {}, reversal: null });
  const { accountId, chargeId } = refund;
  const charge = await findSplitCharge(means.db, accountId, chargeId);
  assert(charge !== undefined, 'a refund has its charge');
  const state = view.intent.charge?.state;
  assert(state?.kind === 'captured', 'what is refunded was captured');
  const atMs = means.clock.nowMs();
  const about = { bucket: bucketOf(charge), maturesWith: chargeId, atMs, cause };
  const isLast = state.refundedMinor === state.capturedMinor;
  const share = { part: refund.amount.minor, whole: state.capturedMinor, isLast };
  const units: Unit[] = [splitOff(charge)];
  let reversalId: string | null = null;
  if (goesBack.transfer) {
    const transfer = await findTransfer(means.db, accountId, transferOf(chargeId));
    if (transfer === undefined) return err({ code: 'no_transfer' });
    const left = transfer.amount.minor - transfer.reversedMinor;
    const minor = shareOf(transfer.amount.minor, left, share);
    const of = { minor, description: null, metadata: {}, atMs, refundId: refund.id };
    const reversal = newReversal(means, transfer, of);
    if (minor > 0n) {
      units.push(reversalUnit(means, transfer, { reversal, about }));
      reversalId = reversal.id;
    }
  }
  if (goesBack.fee) {
    const { platform } = await means.directory.merchant(accountId);
    const fee = await findFee(means.db, platform ?? accountId, feeOf(chargeId));
    if (fee === undefined) return err({ code: 'no_application_fee' });
    const back = backOf(fee, share);
    if (back !== undefined) units.push(feeBackUnit(means, back, about));
  }
  return ok({ units: unit(...units), reversal: reversalId });
}
