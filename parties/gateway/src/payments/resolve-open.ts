// Attempts and increments that were left open: a process died between its two commits, or lost its
// database. The provider is asked what became of them; what it cannot tell is unknown, and reversed.
// Nothing is ever tried again on a guess, and nobody else is asked: the buyer may be gone.

import type { AccountId } from '../ids.ts';
import { under } from '../merchants/merchant.ts';
import { closeAttempt } from './close-attempt.ts';
import { learnEnd } from './learn-end.ts';
import { outcomeOf } from './outcome.ts';
import { notKept, type PaymentMeans, type PaymentView } from './ports.ts';
import { sellerOf } from './seller.ts';
import { findLeftOpen, loadPayment } from './store.ts';

/** Longer than any answer may take. */
export const staleAfterMs = 60_000;
const batch = 100;
/** What a process can have left is bounded by its capacity; more than this is swept. */
const ownMax = 1_000;
/** So many providers' answers are waited for at a time. */
const atOnce = 16;

export type Left = { readonly accountId: AccountId; readonly intentId: string };

/**
 * At start, before anybody is served: what this process, under the same name, left behind. Later its
 * own new payments would be among it.
 */
export function findOwnLeft(means: PaymentMeans): Promise<readonly Left[]> {
  return findLeft(means, { owner: means.owner, limit: ownMax });
}

/** From time to time: what any process has left for too long. Returns how many. */
export async function sweepOpen(means: PaymentMeans): Promise<number> {
  const left = await findLeft(means, { owner: '', limit: batch });
  const idle = left.filter(({ accountId, intentId }) => !isUnderWay(means, accountId, intentId));
  await resolveEach(means, idle);
  return idle.length < batch ? idle.length : idle.length + (await sweepOpen(means));
}

function findLeft(means: PaymentMeans, wanted: { readonly owner: string; readonly limit: number }) {
  return findLeftOpen(means.db, {
    ...wanted,
    staleBeforeMs: means.clock.nowMs() - staleAfterMs,
  });
}

export async function resolveEach(means: PaymentMeans, left: readonly Left[]): Promise<void> {
  for (let from = 0; from < left.length; from += atOnce) {
    await Promise.all(left.slice(from, from + atOnce).map((one) => resolveLeft(means, one)));
  }
}

/** A moved clock ages what is under way here; it is not left behind. */
function isUnderWay(means: PaymentMeans, accountId: AccountId, intentId: string): boolean {
  return means.underWay.has(`${accountId}|${intentId}`);
}

export async function resolveLeft(
  means: PaymentMeans,
  { accountId, intentId }: Left,
): Promise<void> {
  means.log.warn({ intentId }, 'a message was left open: its provider is asked what became of it');
  const view = await loadPayment(means.db, accountId, intentId);
  if (view?.intent.increment?.state === 'open') return giveUpIncrement(means, view);
  const { attempt } = view?.intent ?? {};
  // Another process has closed it meanwhile: that is what we wanted.
  if (view === undefined || attempt?.state !== 'open' || view.method === null) return;
  const { provider, wire, amount, id: attemptId } = attempt;
  const merchant = under(await sellerOf(means, view.intent), provider);
  const card = view.method.sealed;
  const lost = { provider, merchant, card, original: { wire, amount }, why: 'left_open' };
  const end = await learnEnd(means, lost);
  const told = { authenticated: null, statement: merchant.name };
  const outcome = outcomeOf(end, attempt, told);
  await closeAttempt(means, withoutRequest(view), {
    commands: ({ intent }) => {
      const isOpen = intent.attempt?.id === attemptId && intent.attempt.state === 'open';
      return isOpen ? [{ do: 'close', attemptId, outcome }] : null;
    },
  });
}

async function giveUpIncrement(means: PaymentMeans, view: PaymentView): Promise<void> {
  const { id: incrementId } = view.intent.increment ?? {};
  const outcome = { kind: 'unknown', why: 'left_open' } as const;
  await closeAttempt(means, withoutRequest(view), {
    commands: ({ intent: { increment } }) => {
      const isOpen = increment?.id === incrementId && increment?.state === 'open';
      return isOpen ? [{ do: 'close_increment', incrementId: increment.id, outcome }] : null;
    },
  });
}

const withoutRequest = (view: PaymentView) => ({ view, cause: null, once: notKept });
