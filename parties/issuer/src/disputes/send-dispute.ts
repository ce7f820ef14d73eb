// One message of a dispute on its way to the network: always the same file for the same message, so
// that sending again changes nothing; what the network says of it is booked before it counts as sent.

import { buildDisputeFile, parseAcceptanceFile } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import { assert } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { dateIn } from '@kassa/time';
import { z } from 'zod';
import type { Delivery, Sender } from '../outbox/courier.ts';
import type { Bank } from '../ports.ts';
import { type Dispute, networkReason } from './dispute.ts';
import { debitAgain, takenFromNetwork } from './postings.ts';
import { findDispute, moveDispute } from './store.ts';

const contentForm = z.object({
  disputeId: z.string(),
  stage: z.enum(['chargeback', 'second_chargeback', 'closing']),
});
type Stage = z.output<typeof contentForm>['stage'];

export type NetworkDoor = {
  readonly url: string;
  readonly key: Secret<string>;
  readonly institutionId: string;
};

export function disputeSender(bank: Bank, client: HttpClient, network: NetworkDoor): Sender {
  return async (content): Promise<Delivery> => {
    const { disputeId, stage } = contentForm.parse(content);
    const dispute = await findDispute(bank.db, disputeId);
    if (!dispute) return { outcome: 'refused', reason: 'no such dispute' };
    const text = fileOf(bank, network, dispute, stage);
    const answer = await client.postText(`${network.url}/clearing/disputes`, text, {
      headers: { authorization: `Bearer ${network.key.reveal()}` },
    });
    if (!answer.ok) return { outcome: 'try_again', reason: answer.error.code };
    const { status, body } = answer.value;
    if (status !== 200) return { outcome: 'try_again', reason: `HTTP ${status}` };
    const read = parseAcceptanceFile(body);
    const [item] = read.ok ? read.value.items : [];
    if (!item) return { outcome: 'try_again', reason: 'its answer is no acceptance' };
    const refusal = item.decision.outcome === 'rejected' ? item.decision.reason : undefined;
    if (refusal !== undefined) {
      bank.log.warn({ disputeId, stage, refusal }, 'the network rejects a dispute');
    }
    await record(bank, dispute, stage, refusal);
    return { outcome: 'delivered' };
  };
}

function fileOf(bank: Bank, network: NetworkDoor, dispute: Dispute, stage: Stage): string {
  const createdAt = stage === 'chargeback' ? dispute.claimedAtMs : dispute.representedAtMs;
  assert(createdAt !== null, `dispute ${dispute.id} was answered before it goes on`);
  return buildDisputeFile({
    header: {
      fileId: `${dispute.id}-${stage}`,
      sender: bank.institutionId,
      receiver: network.institutionId,
      businessDate: dateIn(createdAt, bank.zone),
      createdAt,
    },
    items: [
      {
        sequence: 1,
        stage,
        caseId: dispute.id,
        amount: dispute.amount,
        arn: dispute.arn,
        rrn: dispute.rrn,
        acquirerId: dispute.acquirerId,
        raisedAt: Math.floor(createdAt / 1000) * 1000,
        reason: networkReason[dispute.reason],
        documents: [],
        text: '',
      },
    ],
  });
}

async function record(
  bank: Bank,
  dispute: Dispute,
  stage: Stage,
  refusal: string | undefined,
): Promise<void> {
  const change = await changeOf(bank, dispute, stage, refusal);
  if (!change) return;
  const done = await bank.db.commit(change);
  // Sent twice at once: the other one has booked it.
  const isDone = done.ok || done.error.code === 'guard';
  assert(isDone, `a dispute is not booked: ${JSON.stringify(done)}`);
}

/** Undefined when there is nothing to book, or it was booked before. */
async function changeOf(
  bank: Bank,
  dispute: Dispute,
  stage: Stage,
  refusal: string | undefined,
): Promise<Unit | undefined> {
  const nowMs = bank.clock.nowMs();
  if (stage === 'chargeback' && dispute.state === 'claimed') {
    if (refusal === undefined) {
      const set = { state: 'charged_back', charged_back_at_ms: nowMs };
      return unit(moveDispute(dispute, set), takenFromNetwork(bank, dispute));
    }
    const set = { state: 'refused', ended_at_ms: nowMs, end_reason: refusal };
    return unit(moveDispute(dispute, set), await debitAgain(bank, dispute));
  }
  if (stage === 'second_chargeback' && dispute.state === 'contested') {
    if (refusal === undefined) {
      const set = { state: 'won', ended_at_ms: nowMs };
      return unit(moveDispute(dispute, set), takenFromNetwork(bank, dispute));
    }
    const set = { state: 'lost', ended_at_ms: nowMs, end_reason: refusal };
    return unit(moveDispute(dispute, set), await debitAgain(bank, dispute));
  }
  return undefined;
}
