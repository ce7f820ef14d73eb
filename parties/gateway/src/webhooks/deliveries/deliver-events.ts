// Delivers what waits for one endpoint about one object, oldest first, each until it is taken (2xx).
// After three days of trying it is shown as failed; the events themselves stay.

import { type Unit, unit } from '@kassa/database';
import type { Log } from '@kassa/log';
import { assert } from '@kassa/result';
import { deliveryJob, watchJob } from '../record-event.ts';
import type { Claimed, DeliveryKey, DeliveryOf, Try, TryFailure } from './delivery.ts';
import type { Patience } from './patience.ts';
import { type SendMeans, send } from './send.ts';
import { type AfterTry, claimNext, claimOne, recordTry, releaseClaims } from './store.ts';

export type DeliveryMeans = SendMeans & {
  readonly log: Log;
  /** This process; see `deliverLeft`. */
  readonly owner: string;
  readonly patience: Patience;
};

/** Seconds before the next try: quickly at first, then half-daily for three days. */
const waitsSeconds = [
  5, 30, 120, 600, 3_600, 7_200, 18_000, 36_000, 43_200, 43_200, 43_200, 43_200,
];
/** Longer than any try lasts. */
const claimMs = 120_000;
const atOnceMax = 100;

export async function deliverEvents(means: DeliveryMeans, of: DeliveryOf): Promise<void> {
  const { db, clock, owner, patience } = means;
  const postponedMs = patience.enter(of.endpointId);
  if (postponedMs > 0) {
    return enqueue(means, deliveryJob(of, clock.nowMs() + postponedMs));
  }
  try {
    for (let sent = 0; sent < atOnceMax; sent++) {
      const nowMs = clock.nowMs();
      const next = await claimNext(db, of, { owner, nowMs, untilMs: nowMs + claimMs });
      if (next === undefined) return;
      if ('by' in next) {
        const again = next.by === 'time' ? deliveryJob : watchJob;
        return await enqueue(means, again(of, next.untilMs));
      }
      const done = await tryOne(means, next);
      await record(means, next, done);
      if (!done.isTaken) return;
    }
    await enqueue(means, deliveryJob(of));
  } finally {
    patience.leave(of.endpointId);
  }
}

/**
 * At the start: what this process, under the same name, was sending when it was killed. Its jobs may be
 * gone: who came by meanwhile found the claim, and would look again when it has run out.
 */
export async function deliverLeft(means: Pick<DeliveryMeans, 'db' | 'owner'>): Promise<void> {
  const left = await releaseClaims(means.db, means.owner);
  for (const of of left) await enqueue(means, deliveryJob(of));
}

/**
 * Once, now, whatever has become of it; the usual tries go on as if it had not been. Undefined when
 * there is no such delivery, or it is being sent at this moment.
 */
export async function deliverByHand(
  means: DeliveryMeans,
  key: DeliveryKey,
): Promise<Try | undefined> {
  const { db, clock, owner } = means;
  const nowMs = clock.nowMs();
  const claimed = await claimOne(db, key, { owner, nowMs, untilMs: nowMs + claimMs });
  if (claimed === undefined) return undefined;
  const done = await tryOne(means, claimed);
  const after: AfterTry = {
    state: done.isTaken ? 'delivered' : claimed.state,
    waits: claimed.waits,
    dueAtMs: claimed.dueAtMs,
  };
  await commit(means, claimed, {
    record: recordTry(claimed, done, { nowMs: clock.nowMs(), isByHand: true, after }),
    // Taken by hand: those that waited behind it need wait no longer.
    next: done.isTaken ? deliveryJob(claimed) : {},
  });
  return done;
}

async function tryOne(means: DeliveryMeans, claimed: Claimed): Promise<Try> {
  const { endpoint } = claimed;
  if (endpoint.deletedAtMs !== null) return notSent('endpoint_deleted');
  if (endpoint.status === 'disabled') return notSent('endpoint_disabled');
  const done = await send(means, claimed);
  means.patience.learn(endpoint.id, done);
  return done;
}

function notSent(failure: TryFailure): Try {
  return { isTaken: false, status: null, failure, request: null, answer: null, durationMs: 0 };
}

async function record(means: DeliveryMeans, claimed: Claimed, done: Try): Promise<void> {
  const nowMs = means.clock.nowMs();
  const after = afterTry(claimed, done, nowMs);
  const { event, tries } = claimed;
  await commit(means, claimed, {
    record: recordTry(claimed, done, { nowMs, isByHand: false, after }),
    // What was given up is passed over; what is not taken holds the later ones back until its time.
    next: done.isTaken ? {} : deliveryJob(claimed, Math.max(after.dueAtMs, nowMs)),
  });
  if (done.isTaken) return;
  const { status, failure } = done;
  const about = { event: event.id, type: event.type, status, failure, tries: tries + 1 };
  means.log.info(about, 'not taken');
}

function afterTry({ waits, dueAtMs }: Claimed, done: Try, nowMs: number): AfterTry {
  if (done.isTaken) return { state: 'delivered', waits, dueAtMs };
  const waitSeconds = waitsSeconds[waits];
  // An endpoint that its owner has closed is not called again, and will not be by waiting.
  const isOver = waitSeconds === undefined || done.request === null;
  if (isOver) return { state: 'failed', waits, dueAtMs };
  return { state: 'waiting', waits: waits + 1, dueAtMs: nowMs + waitSeconds * 1000 };
}

async function commit(
  { db, log }: DeliveryMeans,
  { eventId, endpointId }: Claimed,
  { record, next }: { readonly record: Unit; readonly next: Unit },
): Promise<void> {
  const committed = await db.commit(unit(record, next));
  // Sent longer than the claim held: another process is at it, and writes its own try.
  if (!committed.ok) log.warn({ event: eventId, endpoint: endpointId }, 'a try was overtaken');
}

async function enqueue({ db }: Pick<DeliveryMeans, 'db'>, job: Unit): Promise<void> {
  const committed = await db.commit(job);
  assert(committed.ok, 'a job is enqueued');
}
