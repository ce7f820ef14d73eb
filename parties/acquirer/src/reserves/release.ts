// On its day each hold is the merchant's again: before the payouts of that morning, so that it goes out
// with them, or makes up for what is owed.

import { unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { bookId, releasedEntries } from '../book/chart.ts';
import type { Ports } from '../ports.ts';
import type { ReserveMovement } from './movement.ts';
import { dueHolds, recordReleases } from './store.ts';

/** One of a merchant, currency and payout: a morning has few. */
const portion = 250;

export async function releaseReserves(
  ports: Ports,
  mids: readonly string[],
  date: PlainDate,
): Promise<void> {
  for (;;) {
    const due = await dueHolds(ports.db, mids, { date, limit: portion });
    if (due.length === 0) return;
    const atMs = ports.clock.nowMs();
    const releases = due.map(
      (hold): ReserveMovement => ({
        ...hold,
        ...{ id: ports.makeId('rsv'), kind: 'release', valueOn: date },
        ...{ createdAtMs: atMs, payoutId: null },
      }),
    );
    const done = await ports.db.commit(
      unit(
        recordReleases(releases),
        post(
          releases.map(({ mid, amount, holdId }) => ({
            accountId: bookId,
            id: ports.makeId('ltx'),
            at: atMs,
            kind: 'posted',
            description: 'Released from the reserve',
            reference: holdId,
            entries: releasedEntries(mid, amount),
          })),
        ),
      ),
    );
    // Another run of this morning has released some of them: what is left is read again.
    const isTaken = !done.ok && (done.error.code === 'guard' || done.error.code === 'conflict');
    assert(done.ok || isTaken, `a release is refused by the database: ${JSON.stringify(done)}`);
  }
}
