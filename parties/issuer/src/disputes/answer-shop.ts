// The cardholder has read what the shop says, and stands by the claim or gives it up.

import type { DisputeMessage } from '@kassa/clearing-file';
import { err, ok, type Result } from '@kassa/result';
import type { Bank } from '../ports.ts';
import { decideHolder, type HolderAnswer } from './decide.ts';
import type { Dispute } from './dispute.ts';
import { goOn } from './go-on.ts';
import { findDispute } from './store.ts';

export type HolderRefusal = 'dispute_unknown' | 'not_asked' | 'too_late';

export type Said = {
  readonly says: HolderAnswer['says'];
  readonly text: string;
  readonly documents: DisputeMessage['documents'];
};

const attemptsMax = 8;

/** What was said before is not said again: the answer is the dispute as it is then. */
export async function answerShop(
  bank: Bank,
  disputeId: string,
  said: Said,
): Promise<Result<Dispute, HolderRefusal>> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const dispute = await findDispute(bank.db, disputeId);
    if (!dispute) return err('dispute_unknown');
    if (dispute.holderAnswer !== null) return ok(dispute);
    if (dispute.state !== 'represented') return err('not_asked');
    const nowMs = bank.clock.nowMs();
    if (nowMs > (dispute.holderDueAtMs ?? 0)) return err('too_late');
    const verdict = decideHolder(dispute, dispute.shown, said);
    const set = {
      holder_answer: said.says,
      holder_text: said.text,
      holder_documents: said.documents.join(','),
      holder_answered_at_ms: nowMs,
    };
    const done = await bank.db.commit(await goOn(bank, dispute, { verdict, set }));
    if (done.ok) return ok((await findDispute(bank.db, disputeId)) ?? dispute);
  }
  throw new Error(`dispute ${disputeId} finds no rest`);
}
