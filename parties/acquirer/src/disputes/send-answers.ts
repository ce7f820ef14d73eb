// Brings merchants' answers to the network: representments, and what they say to pre-arbitration. Always
// the same file for the same answer, until the network says what it makes of it.

import {
  buildDisputeFile,
  type DisputeFile,
  disputeTextMax,
  parseAcceptanceFile,
} from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { assert } from '@kassa/result';
import { dateIn, type PlainDate } from '@kassa/time';
import { representedEntries } from '../book/chart.ts';
import type { Ports, PresentFile } from '../ports.ts';
import type { Dispute } from './dispute.ts';
import { conceded } from './follow-dispute.ts';
import { booked, itemOf, type Of } from './postings.ts';
import {
  dueAnswers,
  findItem,
  insertMovement,
  insertStep,
  moveDispute,
  nextAnswerAtMs,
} from './store.ts';

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

/** What each state tells the network. */
const stages = {
  answered: 'representment',
  contested: 'declination',
  conceded: 'acceptance',
} as const;
type Sent = (typeof stages)[keyof typeof stages];

function stageOf({ id, state }: Dispute): Sent {
  const found = Object.entries(stages).find(([one]) => one === state)?.[1];
  assert(found, `dispute ${id} has nothing to tell: it is ${state}`);
  return found;
}

async function send(ports: AnswerMeans, dispute: Dispute): Promise<void> {
  const { db, clock, log } = ports;
  const stage = stageOf(dispute);
  const file = fileOf(ports, dispute, stage);
  const answer = await ports.sendDisputes(buildDisputeFile(file));
  const read = answer.ok ? parseAcceptanceFile(answer.value) : undefined;
  const [item] = read?.ok ? read.value.items : [];
  const nowMs = clock.nowMs();
  if (!item) {
    const detail = answer.ok ? 'its answer is no acceptance' : answer.error.detail;
    log.warn({ dispute: dispute.id, stage, detail }, 'a message of a dispute is sent again');
    const pauseMs = Math.min(pauseMinMs * 2 ** Math.min(dispute.attempts, 10), pauseMaxMs);
    await db.commit(again(dispute, nowMs + pauseMs));
    return;
  }
  const { decision } = item;
  if (decision.outcome === 'rejected') {
    const { reason } = decision;
    log.error({ dispute: dispute.id, stage, reason }, 'a message of a dispute is rejected');
  }
  const change =
    decision.outcome === 'rejected'
      ? rejected(dispute, stage, nowMs)
      : await taken(ports, dispute, { stage, file, nowMs });
  const done = await db.commit(change);
  const isDone = done.ok || done.error.code === 'guard';
  assert(isDone, `a ${stage} is not booked: ${JSON.stringify(done)}`);
}

/** What is too late for pre-arbitration the network has taken for silence, and says so itself. */
function rejected(dispute: Dispute, stage: Sent, nowMs: number): Unit {
  const common = { next_attempt_at_ms: null, changed_at_ms: nowMs };
  if (stage !== 'representment') {
    return moveDispute(dispute, { ...common, state: dispute.state });
  }
  return unit(
    moveDispute(dispute, { ...common, state: 'lost', lost_by: 'rejected', ended_at_ms: nowMs }),
    insertStep(dispute.id, { kind: 'rejected', by: 'network', atMs: nowMs }),
  );
}

type Taken = { readonly stage: Sent; readonly file: DisputeFile; readonly nowMs: number };

async function taken(
  ports: AnswerMeans,
  dispute: Dispute,
  { stage, file, nowMs }: Taken,
): Promise<Unit> {
  const common = { next_attempt_at_ms: null, changed_at_ms: nowMs };
  const [item] = file.items;
  const sale = await findItem(ports.db, dispute.itemId);
  assert(sale && item, `dispute ${dispute.id} is about a sale`);
  const of = { ports, dispute, sale, today: dateOf(ports, dispute, nowMs), atMs: nowMs };
  switch (stage) {
    case 'declination':
      return unit(
        moveDispute(dispute, { ...common, state: 'declined' }),
        insertStep(dispute.id, { kind: 'declined', by: 'acquirer', atMs: nowMs }),
      );
    case 'acceptance': {
      // In the order in which the network took it, as a batch.
      const header = { ...file.header, createdAt: nowMs, businessDate: of.today };
      return conceded({ ...of, header, item }, { lostBy: 'accepted', by: 'acquirer' });
    }
    case 'representment':
      return represented(ports, of, file.header.fileId);
  }
}

/** The money is the merchant's again, until it is judged. */
function represented(ports: AnswerMeans, of: Of, fileId: string): Unit {
  const { dispute, today, atMs } = of;
  const { amount, mid } = dispute;
  return unit(
    moveDispute(dispute, {
      ...{ state: 'represented', is_reinstated: true },
      ...{ next_attempt_at_ms: null, changed_at_ms: atMs },
    }),
    insertStep(dispute.id, { kind: 'represented', by: 'acquirer', atMs }),
    insertMovement({
      disputeId: dispute.id,
      stage: 'representment',
      amount,
      fileId,
      businessDate: today,
      takenAtMs: atMs,
    }),
    itemOf(ports, of, { kind: 'chargeback_reversal', amount }),
    booked(ports, { ...dispute, atMs }, 'Represented', representedEntries(mid, amount)),
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
        expect: { state: dispute.state },
        set: { next_attempt_at_ms: nextAtMs },
        add: { attempts: 1 },
      },
    ],
  };
}

/** The same again, however often it is sent. */
function fileOf(ports: AnswerMeans, dispute: Dispute, stage: Sent): DisputeFile {
  const isFirst = stage === 'representment';
  const saidAtMs = isFirst ? dispute.answeredAtMs : dispute.preAnsweredAtMs;
  assert(saidAtMs !== null, `dispute ${dispute.id} is answered`);
  return {
    header: {
      fileId: `${dispute.id}-${stage}`,
      sender: ports.bank.institutionId,
      receiver: ports.networkInstitutionId,
      businessDate: dateOf(ports, dispute, saidAtMs),
      createdAt: saidAtMs,
    },
    items: [
      {
        sequence: 1,
        stage,
        caseId: dispute.caseId,
        amount: dispute.amount,
        arn: dispute.arn,
        rrn: dispute.rrn,
        acquirerId: ports.bank.institutionId,
        raisedAt: Math.floor(saidAtMs / 1000) * 1000,
        reason: dispute.reason,
        documents: isFirst ? dispute.documents : dispute.preDocuments,
        text: printable(isFirst ? dispute.statement : dispute.preStatement),
      },
    ],
  };
}

/** What fits into a subelement: the beginning, in printable ASCII. */
function printable(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '');
  return plain
    .replaceAll(/[^!-~]+/g, ' ')
    .slice(0, disputeTextMax)
    .trimEnd();
}
