// What update, cancel and the ends of a challenge have in common: load, decide, commit; and again if
// another writer came first.

import { err, ok, type Result } from '@kassa/result';
import { decide, type SetupCommand } from './decide.ts';
import type { SetupRefusal } from './errors.ts';
import type { SetupMeans, SetupRequest, SetupView } from './ports.ts';
import { loadSetup } from './store.ts';
import { commitSetup, prepareSetup } from './take-step.ts';

export type ChangingSetup = SetupRequest & {
  /** Made from what was loaded, anew at every try. */
  readonly command: (view: SetupView) => Result<SetupCommand, SetupRefusal>;
  /** A payment method that must be the merchant's own. */
  readonly paymentMethod?: string | null;
};

export async function changeSetup(
  means: SetupMeans,
  { accountId, id, cause, once, command, paymentMethod = null }: ChangingSetup,
): Promise<Result<SetupView, SetupRefusal>> {
  return means.inTurn(`${accountId}|${id}`, () =>
    untilSettled(async () => {
      const view = await loadSetup(means.db, accountId, id, paymentMethod);
      if (view === undefined) return err({ code: 'setup_unknown', id });
      if (paymentMethod !== null && view.method?.id !== paymentMethod) {
        return err({ code: 'payment_method_unknown', id: paymentMethod });
      }
      const wished = command(view);
      if (!wished.ok) return wished;
      const events = decide(view.setup, wished.value, { nowMs: means.clock.nowMs() });
      if (!events.ok) return events;
      const prepared = prepareSetup(means, view, { events: events.value, cause });
      const { step } = prepared;
      return commitSetup(means, prepared, once.settle(step.view, step.view.setup.id));
    }),
  );
}

const triesMax = 20;

/** Other processes may win some races; nobody loses twenty in a row to progress of others. */
export async function untilSettled<T>(
  work: () => Promise<Result<T, SetupRefusal>>,
): Promise<Result<T, SetupRefusal>> {
  for (let tries = 1; ; tries++) {
    const result = await work();
    if (result.ok || result.error.code !== 'busy' || tries === triesMax) return result;
  }
}

/** Nobody answered the challenge; refused, and rightly, when the answer came first. */
export function expireSetupChallenge(
  means: SetupMeans,
  request: SetupRequest,
  command: SetupCommand & { do: 'expire_challenge' },
): Promise<Result<SetupView, SetupRefusal>> {
  return changeSetup(means, { ...request, command: () => ok(command) });
}
