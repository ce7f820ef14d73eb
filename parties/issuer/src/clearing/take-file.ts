// The network's clearing file: each item in its own unit, many at once, those of one payment in their
// order; then the answer. The same file again gets the same answer; one that was cut off half-way is
// simply sent again.

import { createHash } from 'node:crypto';
import {
  buildAcceptanceFile,
  type Decision,
  type Presentment,
  parsePresentmentFile,
} from '@kassa/clearing-file';
import { negate } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { claimByPlans } from '../disputes/raise-claim.ts';
import type { Bank } from '../ports.ts';
import { bookPresentment, type FileOf } from './book-presentment.ts';
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
  const decisions = await bookItems(bank, items, header);
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
    items: items.map((item) => {
      const { sequence, rrn, isCredit } = item;
      const decision = decisions.get(item);
      assert(decision, `no word of item ${sequence}`);
      return { sequence, rrn, isCredit, decision };
    }),
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

/** Payments at once: the units of their items are committed together. */
const atOnce = 32;

async function bookItems(
  bank: Bank,
  items: readonly Presentment[],
  file: FileOf,
): Promise<ReadonlyMap<Presentment, Decision>> {
  const payments = new Map<string, Presentment[]>();
  for (const item of items) payments.set(item.rrn, [...(payments.get(item.rrn) ?? []), item]);
  const all = [...payments.values()];
  const decisions = new Map<Presentment, Decision>();
  for (let at = 0; at < all.length; at += atOnce) {
    const some = all.slice(at, at + atOnce).map(async (payment) => {
      for (const item of payment) decisions.set(item, await decide(bank, item, file));
    });
    await Promise.all(some);
  }
  return decisions;
}

async function decide(bank: Bank, item: Presentment, file: FileOf): Promise<Decision> {
  const booked = await bookPresentment(bank, item, file);
  if (!booked.ok) {
    bank.log.warn({ arn: item.arn, reason: booked.error }, 'a presentment is rejected');
    return { outcome: 'rejected', reason: booked.error };
  }
  const interchange = item.fees?.interchange;
  // As the network sees it: what the bank earns, the network has passed on.
  return { outcome: 'accepted', fees: interchange ? { interchange: negate(interchange) } : {} };
}
