// Attempts and increments that were left open: a process died between its two commits, or lost its
// database. What the bank did is unknown, so the reversal begins; nothing is ever tried again on a
// guess.

import { ok } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { changeIntent } from './change-intent.ts';
import type { PaymentMeans } from './ports.ts';
import { findLeftOpen, loadPayment } from './store.ts';

/** Longer than any answer may take. */
const staleAfterMs = 60_000;
const batch = 100;

/** At start: what this process, under the same name, left behind. Returns how many. */
export function resolveLeftOpen(means: PaymentMeans): Promise<number> {
  return resolve(means, means.owner);
}

/** From time to time: what any process has left for too long. */
export function sweepOpen(means: PaymentMeans): Promise<number> {
  return resolve(means, '');
}

async function resolve(means: PaymentMeans, owner: string): Promise<number> {
  const staleBeforeMs = means.clock.nowMs() - staleAfterMs;
  const left = await findLeftOpen(means.db, { owner, staleBeforeMs, limit: batch });
  const idle = left.filter(({ accountId, intentId }) => !isUnderWay(means, accountId, intentId));
  for (const { accountId, intentId } of idle) {
    means.log.warn({ intentId }, 'a message was left open: its outcome is unknown, it is reversed');
    await giveUpWaiting(means, accountId, intentId);
  }
  if (idle.length < batch) return idle.length;
  return idle.length + (await resolve(means, owner));
}

/** A moved clock ages what is under way here; it is not left behind. */
function isUnderWay(means: PaymentMeans, accountId: AccountId, intentId: string): boolean {
  return means.underWay.has(`${accountId}|${intentId}`);
}

async function giveUpWaiting(
  means: PaymentMeans,
  accountId: AccountId,
  intentId: string,
): Promise<void> {
  const result = await changeIntent(means, {
    accountId,
    id: intentId,
    cause: null,
    settle: () => ({}),
    load: () => loadPayment(means.db, accountId, intentId),
    command: ({ intent }) => {
      const outcome = { kind: 'unknown', why: 'left_open' } as const;
      if (intent.increment?.state === 'open') {
        return ok({ do: 'close_increment', incrementId: intent.increment.id, outcome });
      }
      return ok({ do: 'close', attemptId: intent.attempt?.id ?? 'att_none', outcome });
    },
  });
  // Another process has closed it meanwhile: that is what we wanted.
  if (!result.ok) means.log.info({ intentId, code: result.error.code }, 'closed meanwhile');
}
