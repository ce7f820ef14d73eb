// What is kept for a while only: events with their deliveries and tries, keys of requests, the logs of
// requests and of the wire go whole, by partitions of time; sessions of operators and declines of cards,
// which are few, row by row. By the virtual clock, in the night and once at every start.

import { type Database, keepPartitions, type Partitioned } from '@kassa/database';
import { firstIdAt, madeAtMs } from '@kassa/ids';
import { goThrough } from './go-through.ts';
import { partitionsOfRecords } from './idempotency/record.ts';
import { forgetOldSessions } from './operators/people/store.ts';
import { forgetOldDeclines } from './payments/check-retries.ts';
import { eventsShownMs } from './webhooks/read.ts';

const dayMs = 86_400_000;

export type Keeping = { readonly wireLogDays: number };

/** Of one table nothing keeps the others from their turn. */
export async function forgetOld(db: Database, nowMs: number, keeping: Keeping): Promise<void> {
  await openPartitions(db, nowMs, keeping);
  await forgetOldSessions(db, nowMs);
  await forgetOldDeclines(db, nowMs);
}

/** Those of now and of the time until the next night's work are there; those that are too old are not. */
export async function openPartitions(
  db: Database,
  nowMs: number,
  { wireLogDays }: Keeping,
): Promise<void> {
  const all = [
    partitionsOfRecords,
    ofIds('event', 'id', 'evt', eventsShownMs),
    // Nothing is kept of an event that is not shown any more.
    ofIds('webhook_delivery', 'event_id', 'evt', eventsShownMs),
    ofIds('webhook_try', 'event_id', 'evt', eventsShownMs),
    ofIds('request_log', 'id', 'req', eventsShownMs),
    ofIds('wire_message', 'id', 'wm', wireLogDays * dayMs),
  ];
  await goThrough(all, async (of) => {
    const { made, dropped } = await keepPartitions(db, of, nowMs);
    return made.length + dropped.length;
  });
}

/** By weeks: the shortest that is kept is 30 days, and few partitions are quickly gone through. */
function ofIds(table: string, column: string, prefix: string, keptMs: number): Partitioned {
  return {
    ...{ table, column, keptMs },
    boundAt: (ms) => firstIdAt(prefix, ms),
    msOf: (id) => madeAtMs(id) ?? Number.NaN,
    ...{ stepMs: 7 * dayMs, ahead: 1 },
  };
}
