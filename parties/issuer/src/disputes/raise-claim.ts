// A cardholder disputes a purchase on the statement: it is credited for now, and the chargeback is
// written down in the same commit, to be sent until the network has it.

import { type Unit, unit } from '@kassa/database';
import { money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { queueMessage } from '../outbox/outgoing.ts';
import type { Bank } from '../ports.ts';
import { type ClaimRefusal, decideClaim } from './decide.ts';
import { type ClaimReason, type Dispute, justBegun } from './dispute.ts';
import { creditForNow } from './postings.ts';
import type { SentStage } from './send-dispute.ts';
import { type Booked, findBooked, findPlanned, insertDispute } from './store.ts';

export type NewClaim = {
  readonly arn: string;
  readonly reason: ClaimReason;
  /** In the holder's own words; a plan has none. */
  readonly text?: string;
};

export async function raiseClaim(
  bank: Bank,
  claim: NewClaim,
): Promise<Result<Dispute, ClaimRefusal>> {
  const booked = await findBooked(bank.db, claim.arn);
  if (!booked) return err('purchase_unknown');
  const { reason, text } = claim;
  const nowMs = bank.clock.nowMs();
  const decided = decideClaim({ ...booked, reason, amountMinor: booked.amount.minor, nowMs });
  if (!decided.ok) return decided;
  const dispute: Dispute = {
    ...disputeOf(bank, booked, reason, decided.value),
    ...(text !== undefined && { claimedBy: 'holder', claimText: text }),
  };
  const done = await bank.db.commit(
    unit(
      insertDispute(dispute),
      await creditForNow(bank, dispute),
      queueDispute(bank, dispute, 'chargeback'),
    ),
  );
  if (done.ok) return ok(dispute);
  const isKnown = done.error.code === 'conflict' && done.error.constraint === 'dispute_once';
  assert(isKnown, `a dispute is not booked: ${JSON.stringify(done.error)}`);
  return err('disputed_before');
}

/** A part of a purchase is the same part of what the cardholder was charged. */
function disputeOf(bank: Bank, booked: Booked, reason: ClaimReason, minor: bigint): Dispute {
  const { amount, billed, conversionFeeMinor } = booked;
  const share = (of: bigint) => (of * minor) / amount.minor;
  const least = (of: bigint) => (of > 0n ? of : 1n);
  return {
    ...booked,
    ...justBegun,
    id: bank.makeId('dsp'),
    reason,
    amount: money(amount.currency, minor),
    billed: money(billed.currency, least(share(billed.minor))),
    conversionFeeMinor: share(conversionFeeMinor),
    state: 'claimed',
    claimedBy: 'plan',
    claimText: '',
    claimedAtMs: bank.clock.nowMs(),
  };
}

const tenYearsMs = 10 * 365 * 86_400_000;

export function queueDispute(bank: Bank, dispute: Dispute, stage: SentStage): Unit {
  return queueMessage(bank, {
    kind: 'dispute',
    about: dispute.id,
    content: { disputeId: dispute.id, stage },
    expiresAtMs: bank.clock.nowMs() + tenYearsMs,
  });
}

const plannedMax = 1000;

/** Holders who dispute whatever they buy. What they may not dispute is written down, and is over. */
export async function claimByPlans(bank: Bank): Promise<number> {
  const planned = await findPlanned(bank.db, plannedMax);
  for (const claim of planned) {
    const raised = await raiseClaim(bank, claim);
    if (raised.ok) continue;
    bank.log.info({ arn: claim.arn, refused: raised.error }, 'a claim is refused');
    const booked = await findBooked(bank.db, claim.arn);
    if (!booked || booked.isDisputed) continue;
    const dispute = disputeOf(bank, booked, claim.reason, booked.amount.minor);
    const row = insertDispute({ ...dispute, state: 'refused' }, { endReason: raised.error });
    await bank.db.commit(row);
  }
  return planned.length;
}
