// Brings merchants' answers to the network as representments: always the same file for the same
// answer, until the network says what it makes of it.

import { buildDisputeFile, disputeTextMax, parseAcceptanceFile } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { assert } from '@kassa/result';
import { dateIn, type PlainDate } from '@kassa/time';
import { representedEntries } from '../book/chart.ts';
import type { Ports, PresentFile } from '../ports.ts';
import type { Dispute } from './dispute.ts';
import { dueAnswers, insertMovement, moveDispute, nextAnswerAtMs } from './store.ts';
import { booked } from './take-disputes.ts';

export type AnswerMeans = Ports & {
  /** The network's door for disputes: a file in, its answer out. */
  readonly sendDisputes: PresentFile;
  readonly networkInstitutionId: string;
};

const batch = 20;
const pauseMinMs = 2_000;
const pauseMaxMs = 300_000;

/** One attempt for everything that is due; the next due time, if something still waits. */
export async function sendDueAnswers(ports: AnswerMeans): Promise<number | undefined> {
  for (;;) {
    const due = await dueAnswers(ports.db, ports.clock.nowMs(), batch);
    if (due.length === 0) return nextAnswerAtMs(ports.db);
    for (const dispute of due) await send(ports, dispute);
  }
}

async function send(ports: AnswerMeans, dispute: Dispute): Promise<void> {
  const { db, clock, log } = ports;
  const fileId = `${dispute.id}-representment`;
  const answer = await ports.sendDisputes(fileOf(ports, dispute, fileId));
  const read = answer.ok ? parseAcceptanceFile(answer.value) : undefined;
  const [item] = read?.ok ? read.value.items : [];
  const nowMs = clock.nowMs();
  if (!item) {
    const detail = answer.ok ? 'its answer is no acceptance' : answer.error.detail;
    log.warn({ dispute: dispute.id, detail }, 'a representment is sent again');
    const pauseMs = Math.min(pauseMinMs * 2 ** Math.min(dispute.attempts, 10), pauseMaxMs);
    await db.commit(again(dispute, nowMs + pauseMs));
    return;
  }
  const { decision } = item;
  if (decision.outcome === 'rejected') {
    log.error({ dispute: dispute.id, reason: decision.reason }, 'a representment is rejected');
  }
  const change =
    decision.outcome === 'rejected'
      ? moveDispute(dispute, {
          state: 'lost',
          lost_by: 'rejected',
          next_attempt_at_ms: null,
          ended_at_ms: nowMs,
          changed_at_ms: nowMs,
        })
      : represented(ports, dispute, fileId, nowMs);
  const done = await db.commit(change);
  const isDone = done.ok || done.error.code === 'guard';
  assert(isDone, `a representment is not booked: ${JSON.stringify(done)}`);
}

/** The money is ours again, and the merchant's if the issuer says so. */
function represented(ports: AnswerMeans, dispute: Dispute, fileId: string, nowMs: number): Unit {
  const { amount } = dispute;
  const set = { state: 'represented', next_attempt_at_ms: null, changed_at_ms: nowMs };
  return unit(
    moveDispute(dispute, set),
    insertMovement({
      disputeId: dispute.id,
      stage: 'representment',
      amount,
      fileId,
      businessDate: dateOf(ports, dispute, nowMs),
      takenAtMs: nowMs,
    }),
    booked(ports, { ...dispute, atMs: nowMs }, 'Represented', representedEntries(amount)),
  );
}

function dateOf({ contracts }: AnswerMeans, { mid }: Dispute, atMs: number): PlainDate {
  return dateIn(atMs, contracts.byMid(mid)?.zone ?? 'UTC');
}

function again(dispute: Dispute, nextAtMs: number): Unit {
  return {
    updates: [
      {
        as: 'dispute_as_it_was',
        table: 'dispute',
        key: { id: dispute.id },
        expect: { state: 'answered' },
        set: { next_attempt_at_ms: nextAtMs },
        add: { attempts: 1 },
      },
    ],
  };
}

function fileOf(ports: AnswerMeans, dispute: Dispute, fileId: string): string {
  const { answeredAtMs } = dispute;
  assert(answeredAtMs !== null, `dispute ${dispute.id} is answered`);
  return buildDisputeFile({
    header: {
      fileId,
      sender: ports.bank.institutionId,
      receiver: ports.networkInstitutionId,
      businessDate: dateOf(ports, dispute, answeredAtMs),
      createdAt: answeredAtMs,
    },
    items: [
      {
        sequence: 1,
        stage: 'representment',
        caseId: dispute.caseId,
        amount: dispute.amount,
        arn: dispute.arn,
        rrn: dispute.rrn,
        acquirerId: ports.bank.institutionId,
        raisedAt: Math.floor(answeredAtMs / 1000) * 1000,
        reason: dispute.reason,
        documents: dispute.documents,
        text: printable(dispute.statement),
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
