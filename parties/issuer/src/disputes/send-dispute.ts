// One message of a dispute on its way to the network: always the same file for the same message, so
// that sending again changes nothing; what the network says of it is booked before it counts as sent.

import { buildDisputeFile, disputeTextMax, parseAcceptanceFile } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import { type Money, negate } from '@kassa/money';
import { assert } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { dateIn } from '@kassa/time';
import { z } from 'zod';
import type { Delivery, Sender } from '../outbox/courier.ts';
import type { Bank } from '../ports.ts';
import { type Dispute, networkReason, nothingSaid } from './dispute.ts';
import { chargedByNetwork, debitAgain, takenFromNetwork } from './postings.ts';
import { findDispute, moveDispute, payFiling } from './store.ts';

const sentStages = [
  'chargeback',
  'second_chargeback',
  'closing',
  'pre_arbitration',
  'arbitration',
] as const;
export type SentStage = (typeof sentStages)[number];
const contentForm = z.object({ disputeId: z.string(), stage: z.enum(sentStages) });

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
    const fee = item.decision.outcome === 'accepted' ? item.decision.fees.disputeFee : undefined;
    await record(bank, dispute, { stage, refusal, fee });
    return { outcome: 'delivered' };
  };
}

/** When it was decided to say it. */
const momentOf: Readonly<Record<SentStage, (dispute: Dispute) => number | null>> = {
  chargeback: ({ claimedAtMs }) => claimedAtMs,
  second_chargeback: ({ representedAtMs, holderAnsweredAtMs }) =>
    holderAnsweredAtMs ?? representedAtMs,
  closing: ({ endedAtMs }) => endedAtMs,
  pre_arbitration: ({ preArbitrationAtMs }) => preArbitrationAtMs,
  arbitration: ({ filedAtMs }) => filedAtMs,
};

function fileOf(bank: Bank, network: NetworkDoor, dispute: Dispute, stage: SentStage): string {
  const createdAt = momentOf[stage](dispute);
  assert(createdAt !== null, `dispute ${dispute.id} has come as far as ${stage}`);
  const isArgued = stage === 'pre_arbitration' || stage === 'arbitration';
  const { documents, text } = isArgued ? dispute.holderShows : nothingSaid;
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
        documents,
        text: printable(text),
      },
    ],
  });
}

/** What fits into a subelement: the beginning, in printable ASCII. */
function printable(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '');
  return plain
    .replaceAll(/[^!-~]+/g, ' ')
    .slice(0, disputeTextMax)
    .trimEnd();
}

type Heard = {
  readonly stage: SentStage;
  readonly refusal: string | undefined;
  /** What the reader pays is below zero. */
  readonly fee: Money | undefined;
};

async function record(bank: Bank, dispute: Dispute, heard: Heard): Promise<void> {
  const change = await changeOf(bank, dispute, heard);
  if (!change) return;
  const done = await bank.db.commit(change);
  // Sent twice at once: the other one has booked it.
  const isDone = done.ok || done.error.code === 'guard';
  assert(isDone, `a dispute is not booked: ${JSON.stringify(done)}`);
}

const under: Readonly<Partial<Record<SentStage, Dispute['state']>>> = {
  chargeback: 'claimed',
  second_chargeback: 'contested',
  pre_arbitration: 'pre_arbitration',
  arbitration: 'arbitration',
};

/** Undefined when there is nothing to book, or it was booked before. */
async function changeOf(
  bank: Bank,
  dispute: Dispute,
  { stage, refusal, fee }: Heard,
): Promise<Unit | undefined> {
  const nowMs = bank.clock.nowMs();
  if (stage === 'arbitration' && fee) {
    return unit(payFiling(dispute, -fee.minor), chargedByNetwork(bank, dispute, negate(fee)));
  }
  if (dispute.state !== under[stage]) return undefined;
  if (refusal !== undefined) {
    const state = stage === 'chargeback' ? 'refused' : 'lost';
    const set = { state, ended_at_ms: nowMs, end_reason: refusal };
    return unit(moveDispute(dispute, set), await debitAgain(bank, dispute));
  }
  if (stage === 'chargeback') {
    const set = { state: 'charged_back', charged_back_at_ms: nowMs };
    return unit(moveDispute(dispute, set), takenFromNetwork(bank, dispute));
  }
  if (stage === 'second_chargeback') {
    const set = { state: 'won', ended_at_ms: nowMs };
    return unit(moveDispute(dispute, set), takenFromNetwork(bank, dispute));
  }
  return undefined;
}
