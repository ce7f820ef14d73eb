// An open attempt from authentication to its end. The commit that opened it is done; the network is
// asked outside any transaction; one more commit writes what came of it. Should this process die
// in between, the attempt stands open, and the next start reverses it (resolve-attempt.ts).

import { type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { assert, Bug, unwrap } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { AuthorizationEnd, Proof } from '../connectors/connector.ts';
import { under } from '../merchants/merchant.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { decide, type NewAttempt, type Outcome, type PaymentCommand } from './decide.ts';
import { declineProblem, declineRow } from './decline-table.ts';
import { evolve } from './evolve.ts';
import type { Attempt, Authenticated, PaymentIntent } from './intent.ts';
import { ownProblem } from './own-problems.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { AuthenticationEnd, Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { sellerOf } from './seller.ts';
import { loadPayment } from './store.ts';
import { commitStep, prepareStep } from './take-step.ts';

export type Run = {
  readonly view: PaymentView;
  readonly method: PaymentMethod;
  readonly browser: BrowserFacts;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
  /** Where the cardholder would have to do something, the attempt ends so instead. */
  readonly failOnAction?: ActionProblem | null;
  /** Authentication that has been done, after a challenge. */
  readonly proof: Proof | null;
  /** The issuer has asked for a challenge by refusing; it is stepped up once. */
  readonly isMandated: boolean;
};

/** How it is said that somebody would have had to be asked. */
export type ActionProblem = 'action_not_handled' | 'authentication_required';

export async function runAttempt(means: PaymentMeans, run: Run): Promise<PaymentView> {
  const { intent } = run.view;
  const attempt = openAttempt(intent);
  // By mail or telephone there is no browser in which the bank could ask.
  if (intent.wishes.card.isMoto) return askBank(means, run, { proof: null, record: {} });
  const authentication = await authenticate(means, run, attempt);
  if (authentication.kind === 'challenge') {
    const { failOnAction = null } = run;
    if (failOnAction !== null) {
      const problem = ownProblem(failOnAction, run.method.id);
      return closeWith(means, run, {}, { kind: 'unauthenticated', problem });
    }
    return close(means, run, authentication.record, () => {
      const { authenticationId, expiresAtMs } = authentication;
      return [{ do: 'challenge', attemptId: attempt.id, authenticationId, expiresAtMs }];
    });
  }
  if (authentication.kind === 'failed') {
    const { problem, record } = authentication;
    return closeWith(means, run, record, { kind: 'unauthenticated', problem });
  }
  return askBank(means, run, authentication);
}

type Shown = { readonly proof: Proof | null; readonly record: Unit };

async function askBank(
  means: PaymentMeans,
  run: Run,
  { proof, record }: Shown,
): Promise<PaymentView> {
  const { intent } = run.view;
  const attempt = openAttempt(intent);
  const merchant = await sellerOf(means, intent);
  const end = await means.connector(attempt.provider).authorize({
    merchant,
    wire: attempt.wire,
    amount: attempt.amount,
    card: run.method.sealed,
    proof,
    initiation: intent.wishes.offSession ? 'merchant' : 'cardholder',
    isMoto: intent.wishes.card.isMoto,
  });
  const told = { authenticated: authenticatedBy(run, proof), statement: merchant.name };
  const outcome = outcomeOf(end, attempt, told);
  if (mayStepUp(run, end)) return stepUp(means, run, record, outcome);
  const closed = await closeWith(means, run, record, outcome);
  means.forgetCvc(run.method.sealed);
  return closed;
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

function outcomeOf(
  end: AuthorizationEnd,
  { chargeId, paymentMethod }: Attempt,
  told: { readonly authenticated: Authenticated | null; readonly statement: string },
): Outcome {
  switch (end.kind) {
    case 'approved':
      return { ...end, ...told };
    case 'refused':
      return {
        kind: 'refused',
        problem: declineProblem(end.responseCode, { chargeId, paymentMethod }),
        ...told,
      };
    case 'not_attempted':
      return { kind: 'not_attempted', problem: ownProblem('not_sent', paymentMethod) };
    case 'unknown':
      return end;
  }
}

function closeWith(
  means: PaymentMeans,
  run: Run,
  record: Unit,
  outcome: Outcome,
): Promise<PaymentView> {
  const attemptId = openAttempt(run.view.intent).id;
  return close(means, run, record, (view) => [
    { do: 'close', attemptId, outcome },
    ...(outcome.kind === 'approved' ? nameCustomer(view) : []),
  ]);
}

/** The customer whom the session makes when it is complete is the payment's from that moment on. */
function nameCustomer({ intent, session }: PaymentView): PaymentCommand[] {
  const customer = session?.details.newCustomer ?? null;
  if (customer === null) return [];
  const { amount, captureMethod, wishes } = intent;
  const named = { ...wishes, customer };
  return [{ do: 'update', amount, captureMethod, wishes: named, paymentMethod: null }];
}

/** The second commit. A note written meanwhile moves the version: then it is decided again. */
async function close(
  means: PaymentMeans,
  run: Run,
  record: Unit,
  commands: (view: PaymentView) => readonly PaymentCommand[],
): Promise<PaymentView> {
  let view = run.view;
  for (;;) {
    const nowMs = means.clock.nowMs();
    const events = decideAll(view.intent, commands(view), nowMs);
    const prepared = await prepareStep(means, { from: view, events, cause: run.cause });
    const { step } = prepared;
    const kept = run.once.settle(step.view, step.view.intent.id);
    const committed = await commitStep(means, prepared, record, kept, expiryJob(step.view.intent));
    if (committed.ok) return committed.value;
    if (committed.error.code !== 'busy') {
      throw new Bug(`the end of an attempt was refused: ${committed.error.code}`);
    }
    view = await reload(means, view);
  }
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
function expiryJob(intent: PaymentIntent): Unit {
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

function mayStepUp(run: Run, end: AuthorizationEnd): end is AuthorizationEnd & { kind: 'refused' } {
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
  const refused = openAttempt(intent);
  const next = await nameAttempt(means, intent, run.method);
  const commands: PaymentCommand[] = [
    { do: 'close', attemptId: refused.id, outcome },
    { do: 'confirm', attempt: next },
  ];
  const silent: Run = { ...run, once: { begin: () => ({}), settle: () => ({}) } };
  const view = await close(means, silent, unit(record), () => commands);
  return runAttempt(means, { ...run, view, isMandated: true });
}

/** Who will be asked, under which name: recorded before anything is sent. */
export async function nameAttempt(
  means: PaymentMeans,
  about: Pick<PaymentIntent, 'accountId' | 'amount' | 'wishes'>,
  method: PaymentMethod,
): Promise<NewAttempt> {
  const merchant = await means.merchant(about.accountId);
  const { amount, wishes } = about;
  const initiation = wishes.offSession ? 'merchant' : 'cardholder';
  const routing = means.route({ merchant, amount, card: method.face, initiation, tried: [] });
  assert(routing !== null, 'a merchant has at least one contract');
  const named = under(merchant, routing.provider);
  const wire = await means.connector(routing.provider).nameMessage(named);
  return {
    id: means.makeId('att'),
    chargeId: means.makeId('ch'),
    paymentMethod: method.id,
    provider: routing.provider,
    routing,
    wire,
  };
}
