// Brings rows to the members: at once when they are written, again and again when a member is away.
// A member's refusal of a credit transfer ends it; nothing else does.

import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Clock } from '@kassa/time';
import type { Directory } from '../members/directory.ts';
import { type Delivery, dueDeliveries, markDelivery, nextAttemptAtMs } from './store.ts';

export type Deliverer = {
  /** Rows were written: look soon. */
  wake(): void;
  /** Everything that is due by the clock has been tried. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

export type DelivererOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly client: HttpClient;
  readonly members: Directory;
  /** The member will not have it, and says why. False: could not be dealt with, try again. */
  readonly onRefused: (delivery: Delivery, reason: string) => Promise<boolean>;
};

const batch = 50;
const pauseMinMs = 500;
const pauseMaxMs = 60_000;

export function openDeliverer(options: DelivererOptions): Deliverer {
  const { db, clock, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  let isWaking = false;
  let isStopped = false;

  // One round after the other: two at once would bring the same row twice.
  const alone = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const deliverDue = async (): Promise<void> => {
    while (!isStopped) {
      const due = await dueDeliveries(db, clock.nowMs(), batch);
      if (due.length === 0) return;
      await Promise.all(due.map((delivery) => deliver(options, delivery)));
    }
  };
  const round = async (): Promise<void> => {
    isWaking = false;
    try {
      await deliverDue();
      const next = await nextAttemptAtMs(db);
      if (next !== undefined) sleep(Math.min(Math.max(next - clock.nowMs(), 50), pauseMaxMs));
    } catch (error) {
      log.warn({ err: error }, 'deliveries pause');
      sleep(pauseMinMs);
    }
  };
  const wake = (): void => {
    if (isStopped || isWaking) return;
    isWaking = true;
    clearTimeout(timer);
    void alone(round);
  };
  const sleep = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(wake, ms);
    timer.unref();
  };
  return {
    wake,
    drain: () => alone(deliverDue),
    stop: async () => {
      isStopped = true;
      await last;
      clearTimeout(timer);
    },
  };
}

async function deliver(options: DelivererOptions, delivery: Delivery): Promise<void> {
  const { db, clock, log } = options;
  const outcome = await bring(options, delivery);
  if (outcome.kind === 'delivered') {
    await db.commit(markDelivery(delivery, { state: 'delivered' }));
    return;
  }
  if (outcome.kind === 'refused' && (await options.onRefused(delivery, outcome.error))) return;
  const { error } = outcome;
  const { id, member } = delivery;
  log.warn({ delivery: id, member, error }, 'a delivery is tried again');
  const pauseMs = Math.min(pauseMinMs * 2 ** Math.min(delivery.attempts, 10), pauseMaxMs);
  const nextAttemptAtMs = clock.nowMs() + pauseMs;
  await db.commit(markDelivery(delivery, { state: 'waiting', error, nextAttemptAtMs }));
}

const pathOf = {
  notification: 'notifications',
  credit_transfer: 'credit-transfers',
  status_report: 'status-reports',
  transfer_batch: 'credit-transfers',
  collection: 'collections',
  return: 'returns',
  ach_file: 'ach-files',
} as const;

type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused' | 'failed'; readonly error: string };

async function bring(options: DelivererOptions, delivery: Delivery): Promise<Outcome> {
  const member = options.members.byCode(delivery.member);
  if (!member) return { kind: 'failed', error: `${delivery.member} is no member any more` };
  const url = `${member.url}/clearing/${pathOf[delivery.kind]}`;
  const answer = await options.client.postText(url, delivery.body, {
    headers: {
      'content-type': delivery.kind === 'ach_file' ? 'text/plain' : 'application/xml',
      authorization: `Bearer ${member.deliveryKey.reveal()}`,
    },
  });
  if (!answer.ok) {
    const { code, detail } = answer.error;
    return { kind: 'failed', error: `${code}: ${detail.slice(0, 300)}` };
  }
  const { status, body } = answer.value;
  if (status < 300 && !saysRejected(body)) return { kind: 'delivered' };
  const isRefusal = delivery.kind === 'credit_transfer' && (status === 422 || status < 300);
  if (isRefusal) return { kind: 'refused', error: reasonIn(body) };
  return { kind: 'failed', error: `${status}: ${body.slice(0, 300)}` };
}

/** A bank may refuse with 200 and a status report as well as with 422. */
function saysRejected(body: string): boolean {
  const report = reportIn(body);
  return report !== undefined && 'status' in report && report.status === 'RJCT';
}

function reasonIn(body: string): string {
  const report = reportIn(body);
  const reason = report && 'reason' in report ? report.reason : undefined;
  const text = typeof reason === 'string' ? reason : JSON.stringify(reason ?? body.slice(0, 100));
  return text.slice(0, 140);
}

function reportIn(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
