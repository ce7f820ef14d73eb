// A chargeback that the shop never answers is won: the cardholder's credit stays.

import type { Bank } from '../ports.ts';
import { findUnanswered, moveDispute } from './store.ts';

/** The network gives a shop's bank thirty days; then an answer may still be a weekend on its way. */
const patienceMs = 45 * 86_400_000;
const batch = 500;

export async function endUnanswered(bank: Bank): Promise<number> {
  const nowMs = bank.clock.nowMs();
  let ended = 0;
  for (;;) {
    const found = await findUnanswered(bank.db, nowMs - patienceMs, batch);
    for (const dispute of found) {
      const set = { state: 'won', ended_at_ms: nowMs, end_reason: 'the shop never answered' };
      await bank.db.commit(moveDispute(dispute, set));
    }
    ended += found.length;
    if (found.length < batch) return ended;
  }
}
