// Splits what a payment brings, in the commit of its capture: the transfer of a destination charge, the
// application fee. A follower of payments: pure, but for ids. The money of it is pending, as the
// charge's own is.

import { type Unit, unit } from '@kassa/database';
import { money } from '@kassa/money';
import type { Follower, Step } from '../payments/ports.ts';
import type { Split } from '../payments/split.ts';
import type { RecordMeans } from '../webhooks/record-event.ts';
import type { ApplicationFee } from './application-fee.ts';
import { type About, feeUnit, transferUnit } from './split-units.ts';
import { feeOf, groupOf, paymentOf, type Transfer, transferOf } from './transfer.ts';

export function splitCaptures(means: RecordMeans): Follower {
  return (step) => {
    const captured = step.events.find(({ type }) => type === 'captured');
    const { charge, wishes } = step.view.intent;
    const wasBefore = step.before?.charge?.state.kind === 'captured';
    if (captured?.type !== 'captured' || charge === null || wasBefore) return {};
    const about: About = {
      ...{ bucket: 'pending', maturesWith: charge.id, atMs: step.atMs, cause: step.cause },
    };
    const { split } = wishes;
    const taken: Taken = { step, split, chargeId: charge.id, minor: captured.capturedMinor };
    return step.merchant.platform === null
      ? destinationUnit(means, taken, about)
      : directUnit(means, taken, about);
  };
}

type Taken = {
  readonly step: Step;
  readonly split: Split;
  readonly chargeId: string;
  /** What was captured: neither fee nor transfer is more. */
  readonly minor: bigint;
};

const atMost = (wished: number | null, minor: bigint): bigint =>
  wished === null || BigInt(wished) > minor ? minor : BigInt(wished);

/** The charge is the platform's, the money goes to another. */
function destinationUnit(means: RecordMeans, taken: Taken, about: About): Unit {
  const { split, step, chargeId, minor } = taken;
  if (split.destination === null) return {};
  const { intent } = step.view;
  const id = transferOf(chargeId);
  const transferMinor = atMost(split.transferMinor, minor);
  const feeMinor = split.feeMinor === null ? 0n : atMost(split.feeMinor, transferMinor);
  const transfer: Transfer = {
    accountId: intent.accountId,
    id,
    destination: split.destination,
    paymentId: paymentOf(id),
    amount: money(intent.amount.currency, transferMinor),
    reversedMinor: 0n,
    sourceCharge: chargeId,
    group: groupOf(intent.id, split.transferGroup),
    description: null,
    metadata: {},
    createdAtMs: about.atMs,
    balanceTransaction: means.makeId('txn'),
    reversals: [],
  };
  const given = transferUnit(means, transfer, { ...about, feeMinor });
  if (feeMinor === 0n) return given;
  const fee = newFee(means, taken, about.atMs, {
    accountId: intent.accountId,
    connected: split.destination,
    paymentId: transfer.paymentId,
    amount: money(intent.amount.currency, feeMinor),
  });
  return unit(given, feeUnit(means, fee, about));
}

/** The charge is the connected account's own. */
function directUnit(means: RecordMeans, taken: Taken, about: About): Unit {
  const { split, step, minor } = taken;
  const { platform, accountId } = step.merchant;
  if (split.feeMinor === null || platform === null) return {};
  const fee = newFee(means, taken, about.atMs, {
    accountId: platform,
    connected: accountId,
    paymentId: null,
    amount: money(step.view.intent.amount.currency, atMost(split.feeMinor, minor)),
  });
  return feeUnit(means, fee, about);
}

function newFee(
  { makeId }: RecordMeans,
  { chargeId }: Taken,
  createdAtMs: number,
  of: Pick<ApplicationFee, 'accountId' | 'connected' | 'paymentId' | 'amount'>,
): ApplicationFee {
  return {
    ...of,
    ...{ id: feeOf(chargeId), chargeId, refundedMinor: 0n, createdAtMs, refunds: [] },
    balanceTransaction: makeId('txn'),
  };
}
