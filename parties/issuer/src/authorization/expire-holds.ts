// Gives back what no shop has claimed in time. The schedule owns this; nobody else expires a hold.

import { unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import type { Bank } from '../ports.ts';
import { countedOf } from './price.ts';
import { expiredHolds } from './store.ts';

const batch = 200;

/** The number of holds that expired. */
export async function expireHolds(bank: Bank): Promise<number> {
  let expired = 0;
  for (;;) {
    const due = await expiredHolds(bank.db, bank.clock.nowMs(), batch);
    for (const one of due) {
      assert(one.holdId, 'what is held has a hold');
      const isPartlyPresented = one.presentedMinor > 0n;
      const committed = await bank.db.commit(
        unit(
          {
            updates: [
              {
                as: 'still_held',
                table: 'card_authorization',
                key: { authorization_id: one.authorizationId },
                set: {
                  state: isPartlyPresented ? 'cleared' : 'expired',
                  held_minor: 0n,
                  counted_minor: isPartlyPresented ? countedOf(one, one.presentedMinor) : 0n,
                },
                expect: { state: 'held', hold_id: one.holdId },
              },
            ],
          },
          post([
            {
              kind: 'expire',
              accountId: bank.book,
              id: bank.makeId('ltx'),
              pendingId: one.holdId,
              at: bank.clock.nowMs(),
              description: `Hold of ${one.merchantName} expired`,
              reference: one.rrn,
              entries: [],
            },
          ]),
        ),
      );
      // Cleared or reversed at this very moment: then it is not ours any more.
      if (committed.ok) expired += 1;
    }
    if (due.length < batch) return expired;
  }
}
