// The network's clearing file: item by item, each in its own unit, then the answer. The same file
// again gets the same answer; one that was cut off half-way is simply sent again.

import { createHash } from 'node:crypto';
import { buildAcceptanceFile, type Decision, parsePresentmentFile } from '@kassa/clearing-file';
import { negate } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { claimByPlans } from '../disputes/raise-claim.ts';
import type { Bank } from '../ports.ts';
import { bookPresentment } from './book-presentment.ts';
import type { FileRefusal } from './errors.ts';
import { findFile } from './store.ts';

/** The text of the acceptance file. */
export async function takeClearingFile(
  bank: Bank,
  text: string,
): Promise<Result<string, FileRefusal>> {
  const parsed = parsePresentmentFile(text);
  if (!parsed.ok) {
    const { line, reason } = parsed.error;
    return err({ code: 'not_readable', line, reason });
  }
  const { header, items } = parsed.value;
  const { fileId } = header;
  const digest = createHash('sha256').update(text).digest('hex');
  const known = await findFile(bank.db, fileId);
  if (known) {
    return known.digest === digest ? ok(known.answer) : err({ code: 'file_id_reused', fileId });
  }
  const answered = [];
  for (const item of items) {
    const booked = await bookPresentment(bank, item, header);
    if (!booked.ok) {
      bank.log.warn({ arn: item.arn, reason: booked.error }, 'a presentment is rejected');
    }
    const interchange = item.fees?.interchange;
    // As the network sees it: what the bank earns, the network has passed on.
    const fees = interchange ? { interchange: negate(interchange) } : {};
    const decision: Decision = booked.ok
      ? { outcome: 'accepted', fees }
      : { outcome: 'rejected', reason: booked.error };
    const { sequence, rrn, isCredit } = item;
    answered.push({ sequence, rrn, isCredit, decision });
  }
  // Before the answer is kept: if it fails, the file comes again and so do the claims.
  await claimByPlans(bank);
  const nowMs = bank.clock.nowMs();
  const answer = buildAcceptanceFile({
    header: {
      fileId: bank.makeId('cla'),
      sender: header.receiver,
      receiver: header.sender,
      businessDate: header.businessDate,
      createdAt: nowMs,
    },
    answersFileId: fileId,
    items: answered,
  });
  const row = {
    file_id: fileId,
    business_date: header.businessDate,
    received_at_ms: nowMs,
    digest,
    answer,
  };
  await bank.db.commit({
    inserts: [{ table: 'clearing_file', rows: [row], onConflict: 'nothing' }],
  });
  const stored = await findFile(bank.db, fileId);
  bank.log.info({ fileId, items: items.length }, 'clearing file booked');
  return ok(stored?.answer ?? answer);
}
