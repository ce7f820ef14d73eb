// An open attempt from authentication to its end. The commit that opened it is done; the network is
// asked outside any transaction; one more commit writes what came of it. An answer that is lost is
// asked for; what stays unknown is reversed; and only after an end that is certain may another provider
// be tried. Should this process die in between, the next start resolves what is open (resolve-open.ts).

import type { Unit } from '@kassa/database';
import { assert } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { Proof } from '../connectors/connector.ts';
import { type Merchant, under } from '../merchants/merchant.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { Forbidden } from './check-retries.ts';
import { closeAttempt, settleAsIs } from './close-attempt.ts';
import type { NewAttempt, Outcome, PaymentCommand } from './decide.ts';
import { declineRow } from './decline-table.ts';
import type { Attempt, Authenticated, PaymentIntent } from './intent.ts';
import { type LearntEnd, learnEnd } from './learn-end.ts';
import { nameAnother, nameAttempt } from './name-attempt.ts';
import { outcomeOf } from './outcome.ts';
import { ownProblem } from './own-problems.ts';
import {
  type AuthenticationEnd,
  type Cause,
  notKept,
  type Once,
  type PaymentMeans,
  type PaymentView,
} from './ports.ts';
import { sellerOf } from './seller.ts';
import { tellingKey } from './tell-advices.ts';
import { tellReversal } from './tell-reversal.ts';

export type Run = {
  readonly view: PaymentView;
  readonly method: PaymentMethod;
  readonly browser: BrowserFacts;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
  /** Where the cardholder would have to do something, the attempt ends so instead. */
  readonly failOnAction?: ActionProblem | null;
  /** By the network's rules on trying again: recorded, and not sent. */
  readonly forbidden?: Forbidden | null;
  /** Authentication that has been done, after a challenge. */
  readonly proof: Proof | null;
  /** The issuer has asked for a challenge by refusing; it is stepped up once. */
  readonly isMandated: boolean;
  /** Providers whose attempts at this payment are over. */
  readonly tried?: readonly string[];
};

/** Each at most once, and no more than so many for one click. */
const providersMax = 3;
/** What the run tells by itself, the job does not tell at the same time. */
const tellAfterMs = 3_000;

/** How it is said that somebody would have had to be asked. */
export type ActionProblem = 'action_not_handled' | 'authentication_required';

export async function runAttempt(means: PaymentMeans, run: Run): Promise<PaymentView> {
  const { provider, wire } = openAttempt(run.view.intent);
  try {
    return await throughAuthentication(means, run);
  } finally {
    // Unless it was used: then it is gone already.
    means.capacity.leaveSeat(provider, wire);
  }
}

async function throughAuthentication(means: PaymentMeans, run: Run): Promise<PaymentView> {
  const { intent } = run.view;
  const attempt = openAttempt(intent);
  if (run.forbidden) return refuseRetry(means, run, run.forbidden);
  // By mail or telephone there is no browser in which the bank could ask.
  if (intent.wishes.card.isMoto) return askBank(means, run, { proof: null, record: {} });
  const authentication = await authenticate(means, run, attempt);
  if (authentication.kind === 'challenge') {
    const { failOnAction = null } = run;
    if (failOnAction !== null) {
      const problem = ownProblem(failOnAction, run.method.id);
      return closeWith(means, run, {}, { kind: 'unauthenticated', problem });
    }
    const { authenticationId, expiresAtMs, record } = authentication;
    const command = {
      do: 'challenge',
      attemptId: attempt.id,
      authenticationId,
      expiresAtMs,
    } as const;
    return closeAttempt(means, run, { commands: () => [command], along: record });
  }
  if (authentication.kind === 'failed') {
    const { problem, record } = authentication;
    return closeWith(means, run, record, { kind: 'unauthenticated', problem });
  }
  return askBank(means, run, authentication);
}

async function refuseRetry(
  means: PaymentMeans,
  run: Run,
  { code, why }: Forbidden,
): Promise<PaymentView> {
  const { method } = run;
  const problem = ownProblem(code, method.id);
  const reason = code === 'retry_never' ? `never again after ${why}` : why;
  const told = { kind: 'not_attempted', problem, why: `retry_cap_reached: ${reason}` } as const;
  const closed = await closeWith(means, run, {}, told);
  means.forgetCvc(method.sealed);
  return closed;
}

type Shown = { readonly proof: Proof | null; readonly record: Unit };

async function askBank(means: PaymentMeans, run: Run, shown: Shown): Promise<PaymentView> {
  const { proof, record } = shown;
  const { intent } = run.view;
  const attempt = openAttempt(intent);
  const merchant = under(await sellerOf(means, intent), attempt.provider);
  const end = await endOf(means, run, { merchant, proof });
  const told = { authenticated: authenticatedBy(run, proof), statement: merchant.name };
  const outcome = outcomeOf(end, attempt, told);
  if (mayStepUp(run, end)) return stepUp(means, run, record, outcome);
  const closing: PaymentCommand = { do: 'close', attemptId: attempt.id, outcome };
  if (end.kind === 'unknown') {
    const step = { commands: () => [closing], along: record, tellAfterMs };
    const view = await closeAttempt(means, silently(run), step);
    return takeBack(means, { ...run, view }, proof);
  }
  const next = mayTryElsewhere(end) ? await nameNext(means, run) : null;
  if (next !== null) {
    const commands = (): PaymentCommand[] => [closing, { do: 'confirm', attempt: next }];
    const view = await closeAttempt(means, silently(run), { commands, along: record });
    return askBank(means, elsewhere(run, view), { proof, record: {} });
  }
  const closed = await closeWith(means, run, record, outcome);
  means.forgetCvc(run.method.sealed);
  return closed;
}

/** The answer; if it was lost, what the provider says about it. */
async function endOf(
  means: PaymentMeans,
  { view: { intent }, method }: Run,
  { merchant, proof }: { readonly merchant: Merchant; readonly proof: Proof | null },
): Promise<LearntEnd> {
  const { wire, amount, provider } = openAttempt(intent);
  const card = method.sealed;
  const end = await means.connector(provider).authorize({
    ...{ merchant, wire, amount, card, proof },
    initiation: intent.wishes.offSession ? 'merchant' : 'cardholder',
    isMoto: intent.wishes.card.isMoto,
  });
  if (end.kind !== 'unknown') return { ...end, byInquiry: false };
  return learnEnd(means, { provider, merchant, card, original: { wire, amount }, why: end.why });
}

/**
 * Nobody knows, and the buyer waits: the reversal is told here and now. Only when it is acknowledged is
 * the attempt over, and another provider may be asked; else the job goes on telling it.
 */
async function takeBack(means: PaymentMeans, run: Run, proof: Proof | null): Promise<PaymentView> {
  const { accountId, id } = run.view.intent;
  const { view, isSettled, next } = await means.inTurn(tellingKey(accountId, id), () =>
    reverseNow(means, run),
  );
  if (next !== null && view.intent.attempt?.id === next.id) {
    return askBank(means, elsewhere(run, view), { proof, record: {} });
  }
  if (next !== null) means.capacity.leaveSeat(next.provider, next.wire);
  return isSettled ? view : settleAsIs(means, { ...run, view });
}

type TakenBack = {
  readonly view: PaymentView;
  /** The request's answer is kept. */
  readonly isSettled: boolean;
  readonly next: NewAttempt | null;
};

async function reverseNow(means: PaymentMeans, run: Run): Promise<TakenBack> {
  const { intent } = run.view;
  const told = await tellReversal(means, intent);
  if (told === undefined) return { view: run.view, isSettled: false, next: null };
  const next = await nameNext(means, run);
  const over: PaymentCommand = {
    do: 'acknowledge_reversal',
    attemptId: told.attemptId,
    problem: ownProblem('outcome_reversed', run.method.id),
  };
  const commands: PaymentCommand[] =
    next === null ? [over] : [over, { do: 'confirm', attempt: next }];
  let isOver = true;
  const view = await closeAttempt(means, next === null ? run : silently(run), {
    commands: ({ intent: { attempt } }) => {
      isOver = attempt?.id === told.attemptId && attempt.state === 'unknown';
      // Else another process has told it at the same moment.
      return isOver ? commands : null;
    },
    along: told.closed,
  });
  return { view, isSettled: isOver && next === null, next };
}

/** A proof that was there before the run is that of a challenge. */
function authenticatedBy(run: Run, proof: Proof | null): Authenticated | null {
  if (proof === null) return null;
  const { eci, version, dsTransId: transactionId } = proof;
  return { flow: run.proof === null ? 'frictionless' : 'challenge', eci, version, transactionId };
}

function openAttempt({ attempt }: PaymentIntent): Attempt {
  assert(attempt?.state === 'open', 'an attempt that runs is open');
  return attempt;
}

async function authenticate(
  means: PaymentMeans,
  run: Run,
  attempt: Attempt,
): Promise<AuthenticationEnd> {
  if (run.proof !== null) return { kind: 'proceed', proof: run.proof, record: {} };
  const { view, method, browser, isMandated } = run;
  const { intent, session } = view;
  const typed = session?.collected.email ?? session?.details.customerEmail;
  const email = typed ?? intent.wishes.receiptEmail;
  const merchant = await sellerOf(means, intent);
  return means.authenticate({
    subjectId: intent.id,
    attemptId: attempt.id,
    amount: attempt.amount,
    purpose: 'payment',
    isCardholderThere: !intent.wishes.offSession,
    // The bank has demanded it, or the merchant asks for it.
    isMandated: isMandated || intent.wishes.card.threeDs !== 'automatic',
    ...{ merchant, method, email, browser },
  });
}

function closeWith(
  means: PaymentMeans,
  run: Run,
  record: Unit,
  outcome: Outcome,
): Promise<PaymentView> {
  const attemptId = openAttempt(run.view.intent).id;
  return closeAttempt(means, run, {
    commands: (view) => [
      { do: 'close', attemptId, outcome },
      ...(outcome.kind === 'approved' ? nameCustomer(view) : []),
    ],
    along: record,
  });
}

/** The customer whom the session makes when it is complete is the payment's from that moment on. */
export function nameCustomer({ intent, session }: PaymentView): PaymentCommand[] {
  const customer = session?.details.newCustomer ?? null;
  if (customer === null) return [];
  const { amount, captureMethod, wishes } = intent;
  const named = { ...wishes, customer };
  return [{ do: 'update', amount, captureMethod, wishes: named, paymentMethod: null }];
}

function mayStepUp(run: Run, end: LearntEnd): boolean {
  if (end.kind !== 'refused' || run.isMandated || run.proof !== null) return false;
  return declineRow(end.responseCode).stepUp && !run.view.intent.wishes.offSession;
}

/** The issuer refused for want of authentication: a new attempt asks for a challenge, once. */
async function stepUp(
  means: PaymentMeans,
  run: Run,
  record: Unit,
  outcome: Outcome,
): Promise<PaymentView> {
  const { intent } = run.view;
  const named = await nameAttempt(means, intent, run.method);
  if (!named.ok) return closeWith(means, run, record, outcome);
  const attempt = named.value;
  const commands = (): PaymentCommand[] => [
    { do: 'close', attemptId: openAttempt(intent).id, outcome },
    { do: 'confirm', attempt },
  ];
  const view = await closeAttempt(means, silently(run), { commands, along: record });
  return runAttempt(means, { ...run, view, isMandated: true });
}

function mayTryElsewhere(end: LearntEnd): boolean {
  if (end.kind === 'not_attempted') return true;
  return end.kind === 'refused' && declineRow(end.responseCode).elsewhere;
}

/** The next provider, under a name of its own; null: all were asked, or enough, or are full. */
async function nameNext(means: PaymentMeans, run: Run): Promise<NewAttempt | null> {
  const { tried } = elsewhere(run, run.view);
  if (tried.length >= providersMax) return null;
  const named = await nameAnother(means, run.view.intent, { method: run.method, tried });
  return typeof named === 'string' ? null : named;
}

/** The run with the attempt that follows; the one before is among the tried. */
function elsewhere(run: Run, view: PaymentView): Run & { readonly tried: readonly string[] } {
  const { attempt } = run.view.intent;
  assert(attempt !== null, 'what runs is an attempt');
  return { ...run, view, tried: [...(run.tried ?? []), attempt.provider] };
}

/** The request goes on: its answer is not kept yet. */
const silently = (run: Run): Run => ({ ...run, once: notKept });
