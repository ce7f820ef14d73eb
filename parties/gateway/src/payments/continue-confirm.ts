// After a challenge the confirm goes on from where it waited: to the bank if the cardholder has
// shown who they are, else to an honest end. The directory server's message, the browser's return
// and a reload may all ask for it at once: one of them does it, the others get what came of it.

import { Bug, err, ok, type Result } from '@kassa/result';
import { unknownBrowser } from '../authentication/browser-facts.ts';
import type { Continuing } from '../authentication/ports.ts';
import { under } from '../merchants/merchant.ts';
import { decide, type PaymentCommand } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import { notKept, type PaymentMeans, type PaymentView } from './ports.ts';
import { runAttempt } from './run-attempt.ts';
import { loadPayment } from './store.ts';
import { commitStep, prepareStep } from './take-step.ts';
import { untilUncontested } from './until-uncontested.ts';

export async function continueConfirm(
  means: PaymentMeans,
  continuing: Continuing,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id: intentId } = continuing;
  const key = `${accountId}|${intentId}`;
  const running = await means.inTurn(key, () =>
    untilUncontested(async () => {
      const view = await loadPayment(means.db, accountId, intentId);
      if (view === undefined) return err({ code: 'intent_unknown', id: intentId });
      const joined = means.underWay.join(key);
      if (joined !== undefined) return ok({ done: joined });
      return goOn(means, continuing, view, key);
    }),
  );
  return running.ok ? ok(await running.value.done) : running;
}

async function goOn(
  means: PaymentMeans,
  continuing: Continuing,
  view: PaymentView,
  key: string,
): Promise<Result<{ done: Promise<PaymentView> }, PaymentRefusal>> {
  const { state, attempt } = view.intent;
  const { authenticationId, result } = continuing;
  const isWaiting =
    state.status === 'requires_action' && state.authenticationId === authenticationId;
  if (!isWaiting || attempt === null) return ok({ done: Promise.resolve(view) });
  const waits = view.intent.wishes.confirmation === 'manual' && result.kind === 'proceed';
  const command: PaymentCommand = waits
    ? { do: 'pass_challenge', authenticationId }
    : await commandFor(means, continuing, attempt.provider);
  const events = decide(view.intent, command, { nowMs: means.clock.nowMs() });
  if (!events.ok) return events;
  const prepared = await prepareStep(means, { from: view, events: events.value, cause: null });
  const committed = await commitStep(means, prepared);
  if (!committed.ok) {
    if (command.do === 'resume') means.capacity.leaveSeat(attempt.provider, command.wire);
    return committed;
  }
  if (result.kind === 'failed' || waits) return ok({ done: Promise.resolve(committed.value) });
  const { method } = committed.value;
  if (method === null) throw new Bug('an attempt has its payment method');
  const run = { view: committed.value, method, browser: unknownBrowser, cause: null };
  const more = { once: notKept, proof: result.proof, isMandated: true };
  const done = means.underWay.start(key, () => runAttempt(means, { ...run, ...more }));
  return ok({ done });
}

async function commandFor(
  means: PaymentMeans,
  { accountId, authenticationId, result }: Continuing,
  provider: string,
): Promise<PaymentCommand> {
  if (result.kind === 'failed') {
    return { do: 'fail_challenge', authenticationId, problem: result.problem };
  }
  // A new name: the old one is as old as the challenge, and a STAN lives for its day only.
  const merchant = await means.merchant(accountId);
  const wire = await means.connector(provider).nameMessage(under(merchant, provider));
  // Who has been to their bank does not have to start again: without a seat it is tried all the same.
  await means.capacity.seatInTime(provider, wire);
  return { do: 'resume', authenticationId, wire };
}
