// The reversal of an attempt that nobody knows the end of, told while its buyer still waits. Only one
// that is acknowledged is worth anything now; any other is left to the job, which repeats it.

import type { Unit } from '@kassa/database';
import type { AttemptId } from '../ids.ts';
import { closeAdvice, loadWaiting } from './advices.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentMeans } from './ports.ts';
import { comeBack, tell } from './tell-advices.ts';

/** Longer than the provider needs to write it down. */
const patienceMs = 1_500;

export type ToldReversal = {
  readonly attemptId: AttemptId;
  /** For the commit of what follows: the advice is told. */
  readonly closed: Unit;
};

/** To be called in the turn of the payment's advices. Undefined: not acknowledged, or not in time. */
export async function tellReversal(
  means: PaymentMeans,
  { accountId, id, attempt }: PaymentIntent,
): Promise<ToldReversal | undefined> {
  const waiting = await loadWaiting(means.db, accountId, id);
  const telling = waiting.find(
    ({ advice }) => advice.kind === 'reversal' && advice.attemptId === attempt?.id,
  );
  if (telling === undefined) return undefined;
  const { advice } = telling;
  const late = means.pause(patienceMs).then(() => ({ kind: 'unknown' }) as const);
  const end = await Promise.race([tell(means, telling), late]);
  if (end.kind !== 'acknowledged') {
    // One that is refused is told once more by the job, which then sees to it.
    await comeBack(means, advice, end.kind !== 'not_attempted');
    return undefined;
  }
  const closing = { state: end.kind, responseCode: null, nowMs: means.clock.nowMs() };
  return { attemptId: advice.attemptId, closed: closeAdvice(advice, closing) };
}
