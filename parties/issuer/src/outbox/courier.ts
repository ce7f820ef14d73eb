// Brings waiting messages to their receivers: at once when they are written, again and again with
// growing pauses when the receiver is away, until their time is over.

import type { Bank } from '../ports.ts';
import type { OutgoingKind } from './outgoing.ts';
import {
  markDelivered,
  markFailed,
  markGivenUp,
  nextDueAtMs,
  takeDue,
  type Waiting,
} from './store.ts';

export type Delivery =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'try_again'; readonly reason: string }
  /** The receiver has understood and does not want it. */
  | { readonly outcome: 'refused'; readonly reason: string };

export type Sender = (content: unknown) => Promise<Delivery>;

export type Courier = {
  /** Rows were written: look soon. */
  wake(): void;
  /** Tries what belongs to this, and returns when it was tried. */
  deliver(about: string): Promise<void>;
  /** Everything due by the clock has been tried. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

const batch = 20;
const pauseMinMs = 1000;
const pauseMaxMs = 300_000;

export function openCourier(bank: Bank, senders: Readonly<Record<OutgoingKind, Sender>>): Courier {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  const deliverDue = async (about?: string): Promise<void> => {
    while (!isStopped) {
      const ask = { nowMs: bank.clock.nowMs(), limit: batch };
      const due = await takeDue(bank.db, about === undefined ? ask : { ...ask, about });
      await Promise.all(due.map((one) => deliverOne(bank, senders, one)));
      if (due.length < batch) return;
    }
  };
  const round = async (): Promise<void> => {
    try {
      await deliverDue();
      const next = await nextDueAtMs(bank.db);
      if (next !== undefined) sleep(next - bank.clock.nowMs());
    } catch (error) {
      bank.log.warn({ err: error }, 'deliveries pause');
      sleep(pauseMinMs);
    }
  };
  const sleep = (ms: number): void => {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(wake, Math.min(Math.max(ms, 50), pauseMaxMs));
    timer.unref();
  };
  const wake = (): void => {
    if (isStopped) return;
    clearTimeout(timer);
    running = running.then(round);
  };
  return {
    wake,
    deliver: async (about) => {
      await deliverDue(about);
      wake();
    },
    drain: async () => {
      await running;
      await deliverDue();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function deliverOne(
  bank: Bank,
  senders: Readonly<Record<OutgoingKind, Sender>>,
  waiting: Waiting,
): Promise<void> {
  const { id, kind, attempts } = waiting;
  const nowMs = bank.clock.nowMs();
  const content = bank.keys.envelope.open(waiting.contentSealed, `outgoing|${id}`);
  if (!content.ok) return markGivenUp(bank.db, id, { reason: 'cannot be opened', nowMs });
  if (nowMs > waiting.expiresAtMs) return markGivenUp(bank.db, id, { reason: 'too late', nowMs });
  const parsed: unknown = JSON.parse(Buffer.from(content.value).toString('utf8'));
  const delivery = await senders[kind](parsed);
  if (delivery.outcome === 'delivered') return markDelivered(bank.db, id, nowMs);
  const { reason } = delivery;
  bank.log.warn({ id, kind, attempts, reason }, 'a message was not delivered');
  if (delivery.outcome === 'refused') return markGivenUp(bank.db, id, { reason, nowMs });
  const pauseMs = Math.min(pauseMinMs * 2 ** (attempts - 1), pauseMaxMs);
  return markFailed(bank.db, id, { reason, nextAtMs: bank.clock.nowMs() + pauseMs });
}
