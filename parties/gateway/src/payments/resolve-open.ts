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
/** So many providers' answers are waited for at a time. */
const atOnce = 16;

/** At start: what this process, under the same name, left behind. Returns how many. */
export function resolveLeftOpen(means: PaymentMeans): Promise<number> {
  return resolve(means, means.owner);
}

/** From time to time: what any process has left for too long. */
export function sweepOpen(means: PaymentMeans): Promise<number> {
  return resolve(means, '');
}

type Left = { readonly accountId: AccountId; readonly intentId: string };

async function resolve(means: PaymentMeans, owner: string): Promise<number> {
  const staleBeforeMs = means.clock.nowMs() - staleAfterMs;
  const left = await findLeftOpen(means.db, { owner, staleBeforeMs, limit: batch });
  const idle = left.filter(({ accountId, intentId }) => !isUnderWay(means, accountId, intentId));
  for (let from = 0; from < idle.length; from += atOnce) {
    await Promise.all(idle.slice(from, from + atOnce).map((one) => resolveLeft(means, one)));
  }
  if (idle.length < batch) return idle.length;
  return idle.length + (await resolve(means, owner));
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
