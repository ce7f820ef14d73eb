// What is kept for a while only, and goes in the night after: keys of requests, tries of webhooks,
// the logs of requests and of the wire, sessions of operators, declines of cards. By the virtual clock.

import type { Database } from '@kassa/database';
import { forgetOldRecords } from './idempotency/record.ts';
import { forgetOldSessions } from './operators/people/store.ts';
import { forgetOldDeclines } from './payments/check-retries.ts';
import { forgetOldRequests } from './requests/store.ts';
import { forgetOldTries } from './webhooks/deliveries/store.ts';
import { eventsShownMs } from './webhooks/read.ts';
import { forgetOldWireMessages } from './wire-log/store.ts';

const dayMs = 86_400_000;
/** 24 hours are promised. */
const keysKeptMs = 3 * dayMs;

export async function forgetOld(
  db: Database,
  nowMs: number,
  { wireLogDays }: { readonly wireLogDays: number },
): Promise<void> {
  await forgetOldRecords(db, nowMs - keysKeptMs);
  await forgetOldTries(db, nowMs - eventsShownMs);
  await forgetOldRequests(db, nowMs - eventsShownMs);
  await forgetOldSessions(db, nowMs);
  await forgetOldDeclines(db, nowMs);
  await forgetOldWireMessages(db, nowMs - wireLogDays * dayMs);
}
