// The commit that ends an attempt, or moves it on: commands become events, rows and jobs; with them
// goes what the caller keeps of the request.

import { type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { assert, Bug, unwrap } from '@kassa/result';
import { decide, type PaymentCommand } from './decide.ts';
import { evolve } from './evolve.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';
import { commitStep, prepareStep } from './take-step.ts';

export type Closing = {
  /** Of the payment as it is then; null: it has come to another end, and nothing is to be done. */
  readonly commands: (view: PaymentView) => readonly PaymentCommand[] | null;
  readonly along?: Unit;
  /** Who closes tells the advices of this step; the job does only if that takes longer. */
  readonly tellAfterMs?: number;
};

type Asked = {
  readonly view: PaymentView;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

/** A note written meanwhile moves the version: then it is decided again. */
export async function closeAttempt(
  means: PaymentMeans,
  { view: known, cause, once }: Asked,
  { commands, along = {}, tellAfterMs }: Closing,
): Promise<PaymentView> {
  let view = known;
  for (;;) {
    const wished = commands(view);
    if (wished === null) return view;
    const events = decideAll(view.intent, wished, means.clock.nowMs());
    const taking = { from: view, events, cause, ...(tellAfterMs && { tellAfterMs }) };
    const prepared = await prepareStep(means, taking);
    const { view: after } = prepared.step;
    const kept = unit(along, once.settle(after, after.intent.id), expiryJob(after.intent));
    const committed = await commitStep(means, prepared, kept);
    if (committed.ok) return committed.value;
    if (committed.error.code !== 'busy') {
      throw new Bug(`the end of an attempt was refused: ${committed.error.code}`);
    }
    view = await reload(means, view);
  }
}

/** What became of it is not decided here: the request is answered with the payment as it is. */
export async function settleAsIs(
  means: PaymentMeans,
  { view, once }: Pick<Asked, 'view' | 'once'>,
): Promise<PaymentView> {
  const current = await reload(means, view);
  const committed = await means.db.commit(once.settle(current, current.intent.id));
  assert(committed.ok, 'an answer is kept once');
  return current;
}

function decideAll(
  intent: PaymentIntent,
  commands: readonly PaymentCommand[],
  nowMs: number,
): PaymentEvent[] {
  const events: PaymentEvent[] = [];
  let current = intent;
  for (const command of commands) {
    const decided = unwrap(decide(current, command, { nowMs }));
    events.push(...decided);
    current = decided.reduce<PaymentIntent>(evolve, current);
  }
  return events;
}

async function reload(means: PaymentMeans, view: PaymentView): Promise<PaymentView> {
  const { accountId, id } = view.intent;
  const loaded = await loadPayment(means.db, accountId, id);
  assert(loaded !== undefined, 'an intent does not vanish');
  return loaded;
}

/** A challenge and a hold both end by themselves, by one owner: a job at the time. */
export function expiryJob(intent: PaymentIntent): Unit {
  const { accountId, id, state, charge } = intent;
  if (state.status === 'requires_action') {
    const { authenticationId, expiresAtMs } = state;
    const payload = { accountId, intentId: id, authenticationId };
    return addJob('expire-challenge', payload, { runAtMs: expiresAtMs });
  }
  if (state.status !== 'requires_capture' || charge === null) return {};
  const runAtMs = charge.createdAtMs + holdLifeMs;
  return addJob('expire-hold', { accountId, intentId: id }, { runAtMs, jobKey: `hold:${id}` });
}

/** Seven days, as issuers keep holds of electronic commerce. */
export const holdLifeMs = 7 * 86_400_000;
