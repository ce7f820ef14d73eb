// The network brings disputes: chargebacks, and what issuers and it itself say later. Each message is one
// unit, taken once; the same file again gets the same answer, and one cut off half-way is simply sent again.

import { createHash } from 'node:crypto';
import {
  type AcceptanceItem,
  buildAcceptanceFile,
  type DisputeMessage,
  type FileHeader,
  parseDisputeFile,
} from '@kassa/clearing-file';
import type { Currency } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import type { Ports } from '../ports.ts';
import { settleWaiting } from '../settlement/settle-waiting.ts';
import { followDispute } from './follow-dispute.ts';
import { openDispute } from './open-dispute.ts';
import { findCase, findDisputeFile, recordDisputeFile } from './store.ts';

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
      ? await followDispute(ports, { header, item, dispute })
      : await openDispute(ports, header, item);
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
