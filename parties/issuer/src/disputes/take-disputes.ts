// The network brings what shops' banks answer, and its own rulings: each is booked and decided upon in
// one unit, then the file is answered.
// The same file again gets the same answer; one that was cut off half-way is simply sent again.

import { createHash } from 'node:crypto';
import {
  type AcceptanceItem,
  buildAcceptanceFile,
  type DisputeMessage,
  parseDisputeFile,
} from '@kassa/clearing-file';
import { assert, err, ok, type Result } from '@kassa/result';
import type { FileRefusal } from '../clearing/errors.ts';
import { findFile } from '../clearing/store.ts';
import type { Bank } from '../ports.ts';
import { plan } from './plan-message.ts';
import { findDispute } from './store.ts';

/** The text of the acceptance file. */
export async function takeDisputeFile(
  bank: Bank,
  text: string,
): Promise<Result<string, FileRefusal>> {
  const parsed = parseDisputeFile(text);
  if (!parsed.ok) {
    const { line, reason } = parsed.error;
    return err({ code: 'not_readable', line, reason });
  }
  const { header, items } = parsed.value;
  const { fileId, businessDate } = header;
  const digest = createHash('sha256').update(text).digest('hex');
  const known = await findFile(bank.db, fileId);
  if (known) {
    return known.digest === digest ? ok(known.answer) : err({ code: 'file_id_reused', fileId });
  }
  const answered: AcceptanceItem[] = [];
  for (const item of items) {
    const refusal = await takeOne(bank, item);
    if (refusal)
      bank.log.warn({ case: item.caseId, refusal }, 'a message of a dispute is rejected');
    const decision = refusal
      ? ({ outcome: 'rejected', reason: refusal } as const)
      : ({ outcome: 'accepted', fees: {} } as const);
    answered.push({ sequence: item.sequence, rrn: item.rrn, isCredit: false, decision });
  }
  const nowMs = bank.clock.nowMs();
  const answer = buildAcceptanceFile({
    header: {
      fileId: bank.makeId('cla'),
      sender: header.receiver,
      receiver: header.sender,
      businessDate,
      createdAt: nowMs,
    },
    answersFileId: fileId,
    items: answered,
  });
  const row = {
    file_id: fileId,
    business_date: businessDate,
    received_at_ms: nowMs,
    digest,
    answer,
  };
  await bank.db.commit({
    inserts: [{ table: 'clearing_file', rows: [row], onConflict: 'nothing' }],
  });
  return ok((await findFile(bank.db, fileId))?.answer ?? answer);
}

const attemptsMax = 8;

/** Why not. What came before is known, and not done again. */
async function takeOne(bank: Bank, item: DisputeMessage): Promise<string | undefined> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const dispute = await findDispute(bank.db, item.caseId);
    const planned = dispute ? await plan(bank, dispute, item) : err('no dispute of ours');
    if (!planned.ok) return planned.error;
    if (planned.value === 'known') return undefined;
    const done = await bank.db.commit(planned.value);
    if (done.ok) return undefined;
  }
  assert(false, `dispute ${item.caseId} finds no rest`);
}
