// A setup as the authentication room knows it, and how it goes on after a challenge.

import { err, ok, type Result } from '@kassa/result';
import { unknownBrowser } from '../authentication/browser-facts.ts';
import type { Continuing, Subject, SubjectRoom } from '../authentication/ports.ts';
import { under } from '../merchants/merchant.ts';
import { notKept } from '../payments/ports.ts';
import { untilSettled } from './change-setup.ts';
import { decide, type SetupCommand } from './decide.ts';
import type { SetupRefusal } from './errors.ts';
import type { SetupMeans, SetupView } from './ports.ts';
import { runSetup } from './run-setup.ts';
import type { SetupStatus } from './setup.ts';
import { loadSetup } from './store.ts';
import { commitSetup, prepareSetup } from './take-step.ts';

export function authenticatedSetups(
  means: SetupMeans,
  returnUrlOf: (view: SetupView) => Promise<string | null> | string | null,
): SubjectRoom {
  const subjectOf = async (view: SetupView | undefined): Promise<Subject | undefined> => {
    if (view === undefined) return undefined;
    const { state, paymentMethod } = view.setup;
    const awaited = state.status === 'requires_action' ? state.authenticationId : null;
    const progress = progressOf[state.status];
    const returnUrl = await returnUrlOf(view);
    return { awaited, paymentMethod, amount: null, progress, returnUrl };
  };
  return {
    load: async (accountId, id) => subjectOf(await loadSetup(means.db, accountId, id)),
    async goOn(continuing) {
      const { accountId, id } = continuing;
      const continued = await continueSetup(means, continuing);
      if (continued.ok) return subjectOf(continued.value);
      means.log.info(
        { setupId: id, code: continued.error.code },
        'the setup has gone on otherwise',
      );
      return subjectOf(await loadSetup(means.db, accountId, id));
    },
  };
}

const progressOf: Readonly<Record<SetupStatus, Subject['progress']>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  processing: 'under_way',
  succeeded: 'done',
  canceled: 'open',
};

/** The messenger, the browser's return and a reload may all ask at once: one of them does it. */
async function continueSetup(
  means: SetupMeans,
  continuing: Continuing,
): Promise<Result<SetupView, SetupRefusal>> {
  const { accountId, id } = continuing;
  const key = `${accountId}|${id}`;
  const running = await means.inTurn(key, () =>
    untilSettled(async () => {
      const view = await loadSetup(means.db, accountId, id);
      if (view === undefined) return err({ code: 'setup_unknown', id });
      const joined = means.underWay.join(key);
      if (joined !== undefined) return ok({ done: joined });
      return goOn(means, continuing, view);
    }),
  );
  return running.ok ? ok(await running.value.done) : running;
}

async function goOn(
  means: SetupMeans,
  continuing: Continuing,
  view: SetupView,
): Promise<Result<{ done: Promise<SetupView> }, SetupRefusal>> {
  const { state, attempt, accountId, id } = view.setup;
  const { authenticationId, result } = continuing;
  const isWaiting =
    state.status === 'requires_action' && state.authenticationId === authenticationId;
  if (!isWaiting || attempt === null) return ok({ done: Promise.resolve(view) });
  const command = await commandFor(means, continuing, attempt.provider);
  const events = decide(view.setup, command, { nowMs: means.clock.nowMs() });
  if (!events.ok) return events;
  const prepared = prepareSetup(means, view, { events: events.value, cause: null });
  const committed = await commitSetup(means, prepared);
  if (!committed.ok) return committed;
  const { method } = committed.value;
  if (result.kind === 'failed' || method === null) {
    return ok({ done: Promise.resolve(committed.value) });
  }
  const more = { browser: unknownBrowser, cause: null, once: notKept, proof: result.proof };
  const run = { view: committed.value, method, ...more };
  return ok({ done: means.underWay.start(`${accountId}|${id}`, () => runSetup(means, run)) });
}

async function commandFor(
  means: SetupMeans,
  { accountId, authenticationId, result }: Continuing,
  provider: string,
): Promise<SetupCommand> {
  if (result.kind === 'failed') {
    return { do: 'fail_challenge', authenticationId, problem: result.problem };
  }
  // A new name: the old one is as old as the challenge, and a STAN lives for its day only.
  const merchant = under(await means.merchant(accountId), provider);
  const wire = await means.connector(provider).nameMessage(merchant);
  return { do: 'resume', authenticationId, wire };
}
