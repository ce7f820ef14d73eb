// Sales and refunds that cancel out to nothing bring no money and so no advice: they settle by
// themselves on the morning after the network has netted them.

import type { PlainDate } from '@kassa/time';
import type { Ports } from '../ports.ts';
import { matchBatches } from './match.ts';
import { currenciesWaiting, openBatches, settleItems } from './store.ts';

export async function settleNothing(ports: Ports, today: PlainDate): Promise<void> {
  const { db, clock } = ports;
  for (const currency of await currenciesWaiting(db, today)) {
    const batches = matchBatches(0n, await openBatches(db, currency));
    if (batches) await db.commit(settleItems(batches, currency, clock.nowMs()));
  }
}
