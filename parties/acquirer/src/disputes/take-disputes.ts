// The network brings disputes: chargebacks, second chargebacks and closings. Each is one unit, taken
// once; the same file again gets the same answer, and one cut off half-way is simply sent again.

import { createHash } from 'node:crypto';
import {
  type AcceptanceItem,
  buildAcceptanceFile,
  type DisputeMessage,
  type FileHeader,
  parseDisputeFile,
} from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import type { Entry } from '@kassa/ledger';
import { post } from '@kassa/ledger';
import { type Currency, negate } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { addDays, atZone, dateIn } from '@kassa/time';
import {
  bookId,
  chargedBackAgainEntries,
  chargedBackEntries,
  openBankAccounts,
  reinstatedEntries,
} from '../book/chart.ts';
import { disputeFeeOf } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { settleWaiting } from '../settlement/settle-waiting.ts';
import type { Dispute } from './dispute.ts';
import {
  captureOf,
  findCase,
  findDisputeFile,
  findItem,
  insertDispute,
  insertItem,
  insertMovement,
  moveDispute,
  recordDisputeFile,
} from './store.ts';

export type DisputeFileRefusal =
  | { readonly code: 'unreadable'; readonly line: number; readonly reason: string }
  | { readonly code: 'file_id_reused' };

/** The text of the acceptance file. */
export async function takeDisputes(
  ports: Ports,
  text: string,
): Promise<Result<string, DisputeFileRefusal>> {
  const parsed = parseDisputeFile(text);
  if (!parsed.ok) {
    const { line, reason } = parsed.error;
    return err({ code: 'unreadable', line, reason });
  }
  const { header, items } = parsed.value;
  const digest = createHash('sha256').update(text).digest('hex');
  const known = await findDisputeFile(ports.db, header.fileId);
  if (known) return known.digest === digest ? ok(known.answer) : err({ code: 'file_id_reused' });
  const answered: AcceptanceItem[] = [];
  for (const item of items) answered.push(answerTo(item, await takeOne(ports, header, item)));
  const nowMs = ports.clock.nowMs();
  const answer = buildAcceptanceFile({
    header: {
      fileId: ports.makeId('cla'),
      sender: header.receiver,
      receiver: header.sender,
      businessDate: header.businessDate,
      createdAt: nowMs,
    },
    answersFileId: header.fileId,
    items: answered,
  });
  await ports.db.commit(recordDisputeFile(header.fileId, { digest, answer }, nowMs));
  // The money of this file may have been told before the file itself came.
  const currencies = new Set<Currency>(items.map(({ amount }) => amount.currency));
  for (const currency of currencies) await settleWaiting(ports, currency);
  return ok((await findDisputeFile(ports.db, header.fileId))?.answer ?? answer);
}

function answerTo({ sequence, rrn }: DisputeMessage, refusal: string | undefined): AcceptanceItem {
  const decision = refusal
    ? ({ outcome: 'rejected', reason: refusal } as const)
    : ({ outcome: 'accepted', fees: {} } as const);
  return { sequence, rrn, isCredit: true, decision };
}

const attemptsMax = 8;

/** Why not. */
async function takeOne(
  ports: Ports,
  header: FileHeader,
  item: DisputeMessage,
): Promise<string | undefined> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const dispute = await findCase(ports.db, item.caseId);
    const planned = dispute
      ? await follow(ports, { header, item, dispute })
      : await openOne(ports, header, item);
    if (!planned.ok) {
      ports.log.error({ case: item.caseId, refusal: planned.error }, 'a dispute is rejected');
      return planned.error;
    }
    if (planned.value === 'known') return undefined;
    const done = await ports.db.commit(planned.value);
    if (done.ok) return undefined;
  }
  assert(false, `dispute ${item.caseId} finds no rest`);
}

type Planned = Result<Unit | 'known', string>;

/** Charged to the merchant at once, with the fee of the contract. */
async function openOne(ports: Ports, header: FileHeader, item: DisputeMessage): Promise<Planned> {
  if (item.stage !== 'chargeback') return err('no dispute of ours');
  const capture = await captureOf(ports.db, item.arn);
  const contract = capture && ports.contracts.byMid(capture.mid);
  if (!capture || !contract) return err('no sale of ours');
  if (item.amount.currency !== capture.amount.currency) return err('another currency');
  const nowMs = ports.clock.nowMs();
  const today = dateIn(nowMs, contract.zone);
  const fee = disputeFeeOf(contract, item.amount.currency);
  const dispute: Dispute = {
    id: ports.makeId('dp'),
    caseId: item.caseId,
    mid: capture.mid,
    itemId: capture.id,
    arn: item.arn,
    rrn: capture.rrn,
    part: capture.part,
    amount: item.amount,
    fee,
    reason: item.reason,
    state: 'open',
    lostBy: null,
    openedAtMs: nowMs,
    dueAtMs: atZone(addDays(today, contract.disputeDays), '23:59', contract.zone),
    changedAtMs: nowMs,
    reference: null,
    documents: [],
    statement: '',
    answeredAtMs: null,
    attempts: 0,
  };
  const charged = {
    id: ports.makeId('itm'),
    kind: 'chargeback',
    amount: item.amount,
    fee,
  } as const;
  return ok(
    unit(
      insertDispute(dispute),
      insertItem(capture, { ...charged, valueOn: today, disputeId: dispute.id, atMs: nowMs }),
      moved(dispute, header, item),
      booked(
        ports,
        { ...dispute, atMs: nowMs },
        'Chargeback',
        chargedBackEntries(capture.mid, item.amount, fee),
      ),
    ),
  );
}

type Following = {
  readonly header: FileHeader;
  readonly item: DisputeMessage;
  readonly dispute: Dispute;
};

/** The issuer has judged what the merchant answered. */
async function follow(ports: Ports, { header, item, dispute }: Following): Promise<Planned> {
  if (item.stage === 'chargeback' || dispute.state === 'won') return ok('known');
  if (dispute.state === 'lost')
    return dispute.lostBy === 'judged' ? ok('known') : err('it has ended');
  if (dispute.state !== 'represented') return err('it was not represented');
  const nowMs = ports.clock.nowMs();
  const ended = { changed_at_ms: nowMs, ended_at_ms: nowMs };
  if (item.stage === 'second_chargeback') {
    const entries = chargedBackAgainEntries(dispute.amount);
    return ok(
      unit(
        moveDispute(dispute, { ...ended, state: 'lost', lost_by: 'judged' }),
        moved(dispute, header, item),
        booked(ports, { ...dispute, atMs: nowMs }, 'Charged back again', entries),
      ),
    );
  }
  const capture = await findItem(ports.db, dispute.itemId);
  const contract = capture && ports.contracts.byMid(capture.mid);
  if (!capture || !contract) return err('no sale of ours');
  const { amount } = dispute;
  const back = { id: ports.makeId('itm'), kind: 'chargeback_reversal', amount } as const;
  const valueOn = dateIn(nowMs, contract.zone);
  const fee = { ...amount, minor: 0n };
  return ok(
    unit(
      moveDispute(dispute, { ...ended, state: 'won' }),
      insertItem(capture, { ...back, fee, valueOn, disputeId: dispute.id, atMs: nowMs }),
      booked(
        ports,
        { ...dispute, atMs: nowMs },
        'Dispute won',
        reinstatedEntries(dispute.mid, amount),
      ),
    ),
  );
}

function moved(dispute: Dispute, header: FileHeader, item: DisputeMessage): Unit {
  if (item.stage === 'closing') return {};
  return insertMovement({
    disputeId: dispute.id,
    stage: item.stage,
    amount: negate(item.amount),
    fileId: header.fileId,
    businessDate: header.businessDate,
    takenAtMs: header.createdAt,
  });
}

export function booked(
  ports: Ports,
  /** At the instant that its rows name: a month of the book is a month of the invoices. */
  { rrn, amount, atMs }: Pick<Dispute, 'rrn' | 'amount'> & { readonly atMs: number },
  description: string,
  entries: readonly Entry[],
): Unit {
  return unit(
    openBankAccounts(amount.currency),
    post([
      {
        accountId: bookId,
        id: ports.makeId('ltx'),
        at: atMs,
        kind: 'posted',
        description,
        reference: rrn,
        entries,
      },
    ]),
  );
}
