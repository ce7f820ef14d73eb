// What a person decides about an advice that nobody acknowledged: it is told again, or what they have
// found out with the provider is recorded as such, under their name. Nothing here is a guess of ours.

import { type Unit, unit } from '@kassa/database';
import { assert, err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { type StoredAdvice, tellJob } from './advices.ts';
import { expiryJob } from './close-attempt.ts';
import { decide, type PaymentCommand } from './decide.ts';
import { evolve } from './evolve.ts';
import type { PaymentIntent } from './intent.ts';
import { findQueued, markCorrected, returnToTelling } from './manual-queue.ts';
import { ownProblem } from './own-problems.ts';
import type { Forced, PaymentEvent } from './payment-event.ts';
import type { PaymentMeans, PaymentView } from './ports.ts';
import type { Refund } from './refund.ts';
import { nameCustomer } from './run-attempt.ts';
import { sellerOf } from './seller.ts';
import { findRefund, loadPayment } from './store.ts';
import { commitStep, prepareStep, refusalOf } from './take-step.ts';
import { updateRefund } from './tell-advices.ts';
import { untilUncontested } from './until-uncontested.ts';

export type Correction =
  /** Of a reversal: nothing is held any more. */
  | { readonly outcome: 'reversed' }
  /** Of a reversal: it was approved after all, and stands. */
  | { readonly outcome: 'approved'; readonly authorizationCode: string }
  /** Of a refund. */
  | { readonly outcome: 'refunded' | 'refund_failed' }
  /** Of a capture, void or release: the provider has it, by whatever way. */
  | { readonly outcome: 'done' };

export type Which = { readonly accountId: AccountId; readonly id: string };

export type CorrectionRefusal = {
  readonly code: 'advice_unknown' | 'advice_not_manual' | 'outcome_unfit' | 'busy';
};

export async function tellAgain(
  means: PaymentMeans,
  which: Which,
  forced: Forced,
): Promise<Result<void, CorrectionRefusal>> {
  const advice = await manualAdvice(means, which);
  if (!advice.ok) return advice;
  const again = unit(returnToTelling(advice.value, forced), tellJob(advice.value, undefined));
  const committed = await means.db.commit(again);
  return committed.ok ? committed : err({ code: 'advice_not_manual' });
}

export async function correctAdvice(
  means: PaymentMeans,
  which: Which & { readonly forced: Forced; readonly correction: Correction },
): Promise<Result<void, CorrectionRefusal>> {
  const found = await manualAdvice(means, which);
  if (!found.ok) return found;
  const { accountId, intentId } = found.value;
  const corrected = await means.inTurn(`${accountId}|${intentId}`, () =>
    untilUncontested(async () => {
      // Anew at every try: another person may have been faster.
      const advice = await manualAdvice(means, which);
      return advice.ok ? correctOnce(means, { ...which, advice: advice.value }) : advice;
    }),
  );
  if (!corrected.ok) return corrected;
  // What had to wait for it, as a refund for its capture, is told now.
  const told = await means.db.commit(tellJob(found.value, undefined));
  assert(told.ok, 'a job is enqueued');
  return ok(undefined);
}

async function manualAdvice(
  { db }: PaymentMeans,
  which: Which,
): Promise<Result<StoredAdvice, CorrectionRefusal>> {
  const found = await findQueued(db, which);
  if (found === undefined) return err({ code: 'advice_unknown' });
  return found.state === 'manual' ? ok(found.advice) : err({ code: 'advice_not_manual' });
}

type Correcting = {
  readonly advice: StoredAdvice;
  readonly forced: Forced;
  readonly correction: Correction;
};

async function correctOnce(
  means: PaymentMeans,
  correcting: Correcting,
): Promise<Result<void, CorrectionRefusal>> {
  const { advice, forced } = correcting;
  const view = await loadPayment(means.db, advice.accountId, advice.intentId);
  assert(view !== undefined, `advice ${advice.id} has its intent`);
  const effect = await effectOf(means, view, correcting);
  if (effect === undefined) return err({ code: 'outcome_unfit' });
  const nowMs = means.clock.nowMs();
  const corrected = markCorrected(advice, forced, nowMs);
  if (effect.commands.length === 0) return answer(await means.db.commit(corrected));
  const events = decideAll(view.intent, effect.commands, nowMs);
  if (events === undefined) return err({ code: 'outcome_unfit' });
  const { refund } = effect;
  const taking = { from: view, events, cause: null, ...(refund && { endedRefund: refund }) };
  const prepared = await prepareStep(means, taking);
  const job = expiryJob(prepared.step.view.intent);
  const ended: Unit = refund ? updateRefund(refund) : {};
  const committed = await commitStep(means, prepared, corrected, ended, job);
  return committed.ok ? ok(undefined) : err({ code: 'busy' });
}

function answer(
  committed: Awaited<ReturnType<PaymentMeans['db']['commit']>>,
): Result<void, CorrectionRefusal> {
  if (committed.ok) return ok(undefined);
  // Anything but a race is a bug, and thrown there.
  refusalOf(committed.error);
  return err({ code: 'busy' });
}

type Effect = { readonly commands: readonly PaymentCommand[]; readonly refund?: Refund };

/** Undefined: such an outcome does not fit this advice. */
async function effectOf(
  means: PaymentMeans,
  view: PaymentView,
  correcting: Correcting,
): Promise<Effect | undefined> {
  const { advice, correction } = correcting;
  switch (correction.outcome) {
    case 'reversed':
    case 'approved':
      return advice.kind === 'reversal' ? ofReversal(means, view, correcting) : undefined;
    case 'refunded':
    case 'refund_failed':
      return advice.kind === 'refund' ? ofRefund(means, correcting) : undefined;
    case 'done':
      return advice.kind === 'reversal' || advice.kind === 'refund' ? undefined : { commands: [] };
  }
}

async function ofReversal(
  means: PaymentMeans,
  view: PaymentView,
  { advice, forced, correction }: Correcting,
): Promise<Effect | undefined> {
  const { attempt, increment } = view.intent;
  const { attemptId, incrementId } = advice;
  const isOfUnknown =
    incrementId === null && attempt?.id === attemptId && attempt.state === 'unknown';
  if (correction.outcome === 'approved') {
    // What is over, or an increment, cannot come to life again: it has to be reversed.
    if (!isOfUnknown) return undefined;
    const { authorizationCode } = correction;
    const checks = { cvcCheck: null, traceId: null };
    const approval = { authorizationCode, responseCode: '00', ...checks };
    const statement = (await sellerOf(means, view.intent)).name;
    const force = { do: 'force_approval', attemptId, forced, approval, statement } as const;
    return { commands: [force, ...nameCustomer(view)] };
  }
  if (incrementId !== null) {
    const isUnknown = increment?.id === incrementId && increment.state === 'unknown';
    const force = { do: 'acknowledge_increment_reversal', incrementId, forced } as const;
    return { commands: isUnknown ? [force] : [] };
  }
  // The reversal of a late approval: its attempt was over before.
  if (!isOfUnknown) return { commands: [] };
  const problem = ownProblem('outcome_reversed', attempt.paymentMethod);
  return { commands: [{ do: 'force_reversal', attemptId, forced, problem }] };
}

async function ofRefund(
  { db }: PaymentMeans,
  { advice, forced, correction }: Correcting,
): Promise<Effect> {
  assert(advice.refundId !== null, 'the advice of a refund names it');
  const refund = await findRefund(db, advice.accountId, advice.refundId);
  assert(refund !== undefined, `advice ${advice.id} has its refund`);
  const succeeded = correction.outcome === 'refunded';
  const { id: refundId, amount } = refund;
  const close = { do: 'close_refund', refundId, minor: amount.minor, succeeded, forced } as const;
  return { commands: [close], refund: { ...refund, status: succeeded ? 'succeeded' : 'failed' } };
}

/** Undefined: the payment has come to another state meanwhile. */
function decideAll(
  intent: PaymentIntent,
  commands: readonly PaymentCommand[],
  nowMs: number,
): PaymentEvent[] | undefined {
  const events: PaymentEvent[] = [];
  let current = intent;
  for (const command of commands) {
    const decided = decide(current, command, { nowMs });
    if (!decided.ok) return undefined;
    events.push(...decided.value);
    current = decided.value.reduce<PaymentIntent>(evolve, current);
  }
  return events;
}
