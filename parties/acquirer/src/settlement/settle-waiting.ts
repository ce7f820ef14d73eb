// Money that came and did not add up is held against what is open once more, when something new has
// become open.

import { unit } from '@kassa/database';
import type { Currency } from '@kassa/money';
import type { Ports } from '../ports.ts';
import { matchBatches } from './match.ts';
import { openBatches, recordMatched, settleItems, unmatchedAdvices } from './store.ts';

export async function settleWaiting(ports: Ports, currency: Currency): Promise<void> {
  const waiting = await unmatchedAdvices(ports.db, currency);
  if (waiting.length === 0) return;
  const total = waiting.reduce((sum, one) => sum + one.amountMinor, 0n);
  const batches = matchBatches(total, await openBatches(ports.db, currency));
  if (!batches) return;
  await ports.db.commit(
    unit(
      recordMatched(waiting.map(({ reference }) => reference)),
      settleItems(batches, currency, ports.clock.nowMs()),
    ),
  );
}
