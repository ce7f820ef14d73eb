// Attempts of setups that were left open by a process that died. Nothing can be held for them, so they
// end as not answered, and the card may be tried again.

import { ok } from '@kassa/result';
import { ownProblem } from '../payments/own-problems.ts';
import { notKept } from '../payments/ports.ts';
import { changeSetup } from './change-setup.ts';
import type { SetupMeans } from './ports.ts';
import { findSetupsLeftOpen } from './store.ts';

/** Longer than any answer may take. */
const staleAfterMs = 60_000;
const batch = 100;

/** At start with this process's name, later with none: what any process left for too long. */
export async function resolveSetupsLeftOpen(means: SetupMeans, owner: string): Promise<void> {
  const staleBeforeMs = means.clock.nowMs() - staleAfterMs;
  for (;;) {
    const left = await findSetupsLeftOpen(means.db, { owner, staleBeforeMs, limit: batch });
    const idle = left.filter(({ accountId, id }) => !means.underWay.has(`${accountId}|${id}`));
    for (const { accountId, id } of idle) {
      means.log.warn({ setupId: id }, 'a setup was left open: it ends as not answered');
      await changeSetup(means, {
        ...{ accountId, id, cause: null, once: notKept },
        command: ({ setup }) => {
          const problem = ownProblem('not_sent', setup.paymentMethod);
          const attemptId = setup.attempt?.id ?? 'setatt_none';
          return ok({ do: 'close', attemptId, end: { kind: 'failed', problem } });
        },
      });
    }
    if (idle.length < batch) return;
  }
}
