// Repair before reading: whoever needs the truth about a payment whose end is unknown gets a try at it
// first. So often for one payment only, and never for long: what goes on by itself goes on anyway.

import type { PaymentMeans, PaymentView } from './ports.ts';
import { resolveLeft, staleAfterMs } from './resolve-open.ts';
import { loadPayment } from './store.ts';
import { tellForReader } from './tell-advices.ts';

/** How long a reader waits for it. */
const patienceMs = 1_500;

/** The payment as it is after a try, if one was due. */
export async function repaired(means: PaymentMeans, view: PaymentView): Promise<PaymentView> {
  const { accountId, id: intentId, attempt } = view.intent;
  const key = `${accountId}|${intentId}`;
  const isUnknown = attempt?.state === 'unknown';
  const isLeft =
    attempt?.state === 'open' && means.clock.nowMs() - attempt.openedAtMs > staleAfterMs;
  // What runs here finds out by itself.
  if ((!isUnknown && !isLeft) || means.underWay.has(key)) return view;
  if (!means.repairs.isDue(key)) return view;
  const about = { accountId, intentId };
  const work = isLeft ? resolveLeft(means, about) : tellForReader(means, about);
  const failed = (error: unknown) => means.log.warn({ err: error, intentId }, 'a repair failed');
  await Promise.race([work.catch(failed), means.pause(patienceMs)]);
  return (await loadPayment(means.db, accountId, intentId)) ?? view;
}

/** Keeps impatient readers from knocking at the provider's door all the time. */
export type Repairs = {
  /** True at most so often for a key. */
  isDue(key: string): boolean;
};

const everyMs = 5_000;
const keysMax = 10_000;

export function openRepairs(nowMs: () => number): Repairs {
  const tried = new Map<string, number>();
  return {
    isDue(key) {
      const before = tried.get(key);
      if (before !== undefined && nowMs() - before < everyMs) return false;
      // What is forgotten may be tried a little sooner.
      if (tried.size >= keysMax) tried.clear();
      tried.set(key, nowMs());
      return true;
    },
  };
}
