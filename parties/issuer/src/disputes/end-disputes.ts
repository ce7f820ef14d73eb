// What nobody answers ends by itself: a chargeback that the shop leaves is won, and the cardholder's
// credit stays; a shop's answer that the cardholder leaves stands.

import type { Bank } from '../ports.ts';
import { decideHolder } from './decide.ts';
import type { Dispute } from './dispute.ts';
import { goOn } from './go-on.ts';
import { findUnanswered, findUnsaid, moveDispute } from './store.ts';

/** The network gives a shop's bank thirty days; then an answer may still be a weekend on its way. */
const patienceMs = 45 * 86_400_000;
const batch = 500;

export async function endUnanswered(bank: Bank): Promise<number> {
  const nowMs = bank.clock.nowMs();
  const won = await goThrough(
    () => findUnanswered(bank.db, nowMs - patienceMs, batch),
    async (dispute) => {
      const set = { state: 'won', ended_at_ms: nowMs, end_reason: 'the shop never answered' };
      await bank.db.commit(moveDispute(dispute, set));
    },
  );
  const lost = await goThrough(
    () => findUnsaid(bank.db, nowMs, batch),
    async (dispute) => {
      const verdict = decideHolder(dispute, dispute.shown, undefined);
      await bank.db.commit(await goOn(bank, dispute, { verdict, set: {} }));
    },
  );
  return won + lost;
}

async function goThrough(
  find: () => Promise<Dispute[]>,
  end: (dispute: Dispute) => Promise<void>,
): Promise<number> {
  let ended = 0;
  for (;;) {
    const found = await find();
    for (const dispute of found) await end(dispute);
    ended += found.length;
    if (found.length < batch) return ended;
  }
}
