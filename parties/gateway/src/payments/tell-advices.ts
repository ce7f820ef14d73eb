// Tells the acquirer what has been decided: captures, refunds, voids, reversals; each under its own
// name, in order, again and again until it is acknowledged. The job of a payment does all of its
// advices; one that is not heard holds back the later ones, since a refund needs its capture.

import { type Unit, unit } from '@kassa/database';
import { money } from '@kassa/money';
import { assert, Bug, err, map, type Result } from '@kassa/result';
import type { AdviceEnd, AdviceKind } from '../connectors/connector.ts';
import type { AccountId, PaymentIntentId } from '../ids.ts';
import { under } from '../merchants/merchant.ts';
import {
  type AdviceClosing,
  closeAdvice,
  countTry,
  handOver,
  loadWaiting,
  type StoredAdvice,
  type Telling,
  tellJob,
  wireOf,
} from './advices.ts';
import { decide, type PaymentCommand } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import { ownProblem } from './own-problems.ts';
import type { PaymentMeans, PaymentView } from './ports.ts';
import type { Refund } from './refund.ts';
import { findRefund, loadPayment } from './store.ts';
import { commitStep, prepareStep, refusalOf } from './take-step.ts';
import { untilUncontested } from './until-uncontested.ts';

export type About = { readonly accountId: AccountId; readonly intentId: PaymentIntentId };

/** The job of a payment, each time that it comes. */
export function tellAdvices(means: PaymentMeans, about: About): Promise<void> {
  return inTurn(means, about, (advice, hasLeft) => comeBack(means, advice, hasLeft));
}

/**
 * Somebody wants to know now. What is not heard is left to its job as if it had not been told: readers
 * who ask every few seconds must neither use up its tries nor put it off.
 */
export function tellForReader(means: PaymentMeans, about: About): Promise<void> {
  return inTurn(means, about, async () => {});
}

type WhenNotHeard = (advice: StoredAdvice, hasLeft: boolean) => Promise<void>;

function inTurn(means: PaymentMeans, about: About, notHeard: WhenNotHeard): Promise<void> {
  const { accountId, intentId } = about;
  // Two jobs of one payment at once would tell the same advice twice, and refuse each other.
  return means.inTurn(tellingKey(accountId, intentId), () => tellWaiting(means, about, notHeard));
}

/** Advices of one payment are told one after the other. */
export const tellingKey = (accountId: AccountId, intentId: string): string =>
  `tell|${accountId}|${intentId}`;

async function tellWaiting(
  means: PaymentMeans,
  { accountId, intentId }: About,
  notHeard: WhenNotHeard,
): Promise<void> {
  for (const telling of await loadWaiting(means.db, accountId, intentId)) {
    const { advice } = telling;
    const end = await tell(means, telling);
    if (end.kind === 'refused' && advice.kind !== 'refund') {
      await handToPeople(means, advice, end.responseCode);
      continue;
    }
    if (end.kind === 'not_attempted' || end.kind === 'unknown') {
      means.log.info(
        { advice: advice.id, kind: advice.kind, why: end.why },
        'not acknowledged yet',
      );
      await notHeard(advice, end.kind === 'unknown');
      return;
    }
    // Of what is refused only a refund is over by that: it has failed.
    const responseCode = end.kind === 'refused' ? end.responseCode : null;
    if (end.kind === 'refused') {
      means.log.error({ advice: advice.id, responseCode }, 'a refund is refused');
    }
    const state = end.kind;
    await closeTold(means, advice, { state, responseCode, nowMs: means.clock.nowMs() });
  }
}

/** Once; what is stored of it does not change. */
export async function tell(means: PaymentMeans, telling: Telling): Promise<AdviceEnd> {
  const { advice, attempt, method, authorizationCode, increment, seller } = telling;
  const first = { wire: attempt.wire, amount: attempt.amount, authorizationCode };
  const { currency } = attempt.amount;
  return means.connector(attempt.provider).tell({
    kind: advice.kind,
    isRepeat: advice.tries > 0,
    merchant: under(await means.merchant(seller), attempt.provider),
    wire: wireOf(advice, attempt.wire),
    amount: advice.amount,
    card: method.sealed,
    clearing: advice.clearing,
    original:
      increment === null
        ? first
        : {
            wire: increment.wire,
            amount: money(currency, increment.addedMinor),
            authorizationCode: null,
          },
  });
}

/** Waits longer each time; a message that never left is no repeat. After many tries people look. */
export async function comeBack(
  means: PaymentMeans,
  advice: StoredAdvice,
  hasLeft: boolean,
): Promise<void> {
  const triesMax = means.adviceTriesMax * (advice.rounds + 1);
  if (hasLeft && advice.tries + 1 >= triesMax) return handToPeople(means, advice, null);
  const job = tellJob(advice, means.clock.nowMs() + waitBeforeMs(advice.tries));
  // Without counting, the wait would stay at its shortest while the line is down; the line's
  // return tells at once anyway.
  const committed = await means.db.commit(hasLeft ? unit(job, countTry(advice)) : job);
  if (!committed.ok) throw new Bug(`an advice was not counted: ${committed.error.code}`);
}

const minuteMs = 60_000;

/** From half a second to a minute; what has not come through in ten minutes can wait for fifteen. */
export function waitBeforeMs(tries: number): number {
  if (tries < 16) return Math.min(minuteMs, 500 * 2 ** tries);
  return Math.min(15 * minuteMs, minuteMs * 2 ** Math.min(tries - 15, 4));
}

/** Refused, or told in vain too often: the next one to speak of it is a person. */
async function handToPeople(
  means: PaymentMeans,
  advice: StoredAdvice,
  responseCode: string | null,
): Promise<void> {
  const { id, kind, intentId } = advice;
  const about = { advice: id, kind, intentId, responseCode };
  means.log.error(about, 'an advice is handed to people');
  const handed = handOver(advice, { responseCode, nowMs: means.clock.nowMs() });
  const committed = await means.db.commit(handed);
  // Another process has told it at the same moment, and knows better.
  if (!committed.ok) means.log.info({ advice: id, code: committed.error.code }, 'told meanwhile');
}

async function closeTold(
  means: PaymentMeans,
  advice: StoredAdvice,
  closing: AdviceClosing,
): Promise<void> {
  const { accountId, intentId } = advice;
  const result = await means.inTurn(`${accountId}|${intentId}`, () =>
    untilUncontested(() => closeOnce(means, advice, closing)),
  );
  if (result.ok) return;
  // Another process has told it at the same moment; its name made the two one at the acquirer.
  const left = await loadWaiting(means.db, accountId, intentId);
  const isOpen = left.some((telling) => telling.advice.id === advice.id);
  if (isOpen) throw new Bug(`a told advice was not closed: ${result.error.code}`);
}

async function closeOnce(
  means: PaymentMeans,
  advice: StoredAdvice,
  closing: AdviceClosing,
): Promise<Result<void, PaymentRefusal>> {
  const closed = closeAdvice(advice, closing);
  // Most change nothing more when they are acknowledged: they were posted when they were decided.
  if (isPostedAlready[advice.kind]) return commitAlone(means, closed);
  const view = await loadPayment(means.db, advice.accountId, advice.intentId);
  assert(view !== undefined, `advice ${advice.id} has its intent`);
  const refund = await endedRefund(means, advice, closing);
  const command = commandOf(advice, view, { refund, state: closing.state });
  if (command === undefined) return commitAlone(means, closed);
  const events = decide(view.intent, command, { nowMs: closing.nowMs });
  if (!events.ok) return events;
  const taking = { from: view, events: events.value, cause: null };
  const prepared = await prepareStep(means, { ...taking, ...(refund && { endedRefund: refund }) });
  const ended = refund ? updateRefund(refund) : {};
  return map(await commitStep(means, prepared, closed, ended), () => undefined);
}

const isPostedAlready: Readonly<Record<AdviceKind, boolean>> = {
  capture: true,
  void: true,
  release: true,
  refund: false,
  reversal: false,
};

async function commitAlone(
  means: PaymentMeans,
  closed: Unit,
): Promise<Result<void, PaymentRefusal>> {
  const committed = await means.db.commit(closed);
  return committed.ok ? committed : err(refusalOf(committed.error));
}

type Ended = {
  readonly refund: Refund | undefined;
  readonly state: AdviceClosing['state'];
};

/** What the answer changes of the payment; most change nothing. */
function commandOf(
  advice: StoredAdvice,
  { intent }: PaymentView,
  { refund, state }: Ended,
): PaymentCommand | undefined {
  const { attemptId, incrementId } = advice;
  if (refund !== undefined) {
    const succeeded = refund.status === 'succeeded';
    return { do: 'close_refund', refundId: refund.id, minor: refund.amount.minor, succeeded };
  }
  const isReversed = advice.kind === 'reversal' && state === 'acknowledged';
  if (!isReversed) return undefined;
  if (incrementId !== null) {
    const { increment } = intent;
    const isUnknown = increment?.id === incrementId && increment.state === 'unknown';
    return isUnknown ? { do: 'acknowledge_increment_reversal', incrementId } : undefined;
  }
  if (intent.attempt?.id !== attemptId || intent.attempt.state !== 'unknown') return undefined;
  const problem = ownProblem('outcome_reversed', intent.attempt.paymentMethod);
  return { do: 'acknowledge_reversal', attemptId, problem };
}

async function endedRefund(
  means: PaymentMeans,
  advice: StoredAdvice,
  { state }: AdviceClosing,
): Promise<Refund | undefined> {
  if (advice.refundId === null) return undefined;
  const refund = await findRefund(means.db, advice.accountId, advice.refundId);
  assert(refund !== undefined, `advice ${advice.id} has its refund`);
  return { ...refund, status: state === 'acknowledged' ? 'succeeded' : 'failed' };
}

export function updateRefund(refund: Refund): Unit {
  return {
    updates: [
      {
        as: 'refund',
        table: 'refund',
        key: { account_id: refund.accountId, id: refund.id },
        set: { status: refund.status },
        expect: { status: 'pending' },
      },
    ],
  };
}
