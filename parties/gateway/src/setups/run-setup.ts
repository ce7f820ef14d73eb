// An open attempt from authentication to its end: the cardholder is asked whether it is they, the bank
// whether the card is good. No money moves, so an answer that never came leaves nothing to undo.

import type { Unit } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { assert, Bug, err, ok, type Result, unwrap } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { Proof, VerificationEnd } from '../connectors/connector.ts';
import type { AccountId } from '../ids.ts';
import { under } from '../merchants/merchant.ts';
import { declineProblem, declineRow } from '../payments/decline-table.ts';
import { ownProblem } from '../payments/own-problems.ts';
import type { AuthenticationEnd, Cause, Once } from '../payments/ports.ts';
import type { PaymentProblem } from '../payments/problem.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { decide, type NewSetupAttempt, type SetupCommand } from './decide.ts';
import type { SetupMeans, SetupView } from './ports.ts';
import type { SetupAttempt, SetupIntent } from './setup.ts';
import { loadSetup } from './store.ts';
import { commitSetup, prepareSetup } from './take-step.ts';

export type SetupRun = {
  readonly view: SetupView;
  readonly method: PaymentMethod;
  readonly browser: BrowserFacts;
  readonly cause: Cause | null;
  readonly once: Once<SetupView>;
  /** Authentication that has been done, after a challenge. */
  readonly proof: Proof | null;
};

export async function runSetup(means: SetupMeans, run: SetupRun): Promise<SetupView> {
  const attempt = openAttempt(run.view.setup);
  const authentication = await authenticate(means, run, attempt);
  if (authentication.kind === 'challenge') {
    const { authenticationId, expiresAtMs, record } = authentication;
    const command = { attemptId: attempt.id, authenticationId, expiresAtMs };
    return close(means, run, record, { do: 'challenge', ...command });
  }
  if (authentication.kind === 'failed') {
    return closeWith(means, run, authentication.record, authentication.problem);
  }
  const { proof, record } = authentication;
  const end = await means.connector(attempt.provider).verify({
    merchant: await means.merchant(run.view.setup.accountId),
    wire: attempt.wire,
    card: run.method.sealed,
    proof,
    initiation: 'cardholder',
  });
  const closed = await closeWith(means, run, record, problemOf(end, attempt));
  means.forgetCvc(run.method.sealed);
  return closed;
}

function openAttempt({ attempt }: SetupIntent): SetupAttempt {
  assert(attempt?.state === 'open', 'an attempt that runs is open');
  return attempt;
}

async function authenticate(
  means: SetupMeans,
  { view, method, browser, proof }: SetupRun,
  attempt: SetupAttempt,
): Promise<AuthenticationEnd> {
  if (proof !== null) return { kind: 'proceed', proof, record: {} };
  const { setup } = view;
  const merchant = await means.merchant(setup.accountId);
  return means.authenticate({
    subjectId: setup.id,
    attemptId: attempt.id,
    amount: money(unwrap(currencyOf(merchant.currency)), 0n),
    purpose: 'keeping_the_card',
    isCardholderThere: true,
    isMandated: setup.wishes.isMandated,
    email: method.billing.email,
    ...{ merchant, method, browser },
  });
}

/** Null: the card is good. */
function problemOf(end: VerificationEnd, { paymentMethod }: SetupAttempt): PaymentProblem | null {
  switch (end.kind) {
    case 'approved':
      return null;
    case 'refused': {
      const problem = declineProblem(end.responseCode, { chargeId: null, paymentMethod });
      const { stepUp } = declineRow(end.responseCode);
      return stepUp ? ownProblem('authentication_required', paymentMethod) : problem;
    }
    case 'not_attempted':
    case 'unknown':
      return ownProblem('not_sent', paymentMethod);
  }
}

function closeWith(
  means: SetupMeans,
  run: SetupRun,
  record: Unit,
  problem: PaymentProblem | null,
): Promise<SetupView> {
  const { setup } = run.view;
  const attemptId = openAttempt(setup).id;
  const mandate = setup.wishes.acceptance === null ? null : means.makeId('mandate');
  const end =
    problem === null
      ? ({ kind: 'verified', mandate } as const)
      : ({ kind: 'failed', problem } as const);
  return close(means, run, record, { do: 'close', attemptId, end });
}

/** The second commit. A note written meanwhile moves the version: then it is decided again. */
async function close(
  means: SetupMeans,
  run: SetupRun,
  record: Unit,
  command: SetupCommand,
): Promise<SetupView> {
  const { accountId, id } = run.view.setup;
  let known = run.view;
  for (;;) {
    const events = unwrap(decide(known.setup, command, { nowMs: means.clock.nowMs() }));
    const from = { ...known, method: run.method };
    const prepared = prepareSetup(means, from, { events, cause: run.cause });
    const { view } = prepared.step;
    const committed = await commitSetup(means, prepared, record, run.once.settle(view, id));
    if (committed.ok) return committed.value;
    if (committed.error.code !== 'busy') {
      throw new Bug(`the end of a setup's attempt was refused: ${committed.error.code}`);
    }
    const again = await loadSetup(means.db, accountId, id);
    assert(again !== undefined, 'a setup does not vanish');
    known = again;
  }
}

/** Who will be asked, under which name: recorded before anything is sent. */
export async function nameSetupAttempt(
  means: SetupMeans,
  accountId: AccountId,
  method: PaymentMethod,
): Promise<Result<NewSetupAttempt, { readonly code: 'over_capacity' }>> {
  const merchant = await means.merchant(accountId);
  const amount = money(unwrap(currencyOf(merchant.currency)), 0n);
  const asked = { merchant, amount, card: method.face, initiation: 'cardholder' } as const;
  const routed = means.route({ ...asked, tried: [] });
  if (routed.end === 'over_capacity') return err({ code: routed.end });
  assert(routed.end === 'chosen', 'a merchant has at least one contract');
  const { provider } = routed.decision;
  const wire = await means.connector(provider).nameMessage(under(merchant, provider));
  return ok({ id: means.makeId('setatt'), paymentMethod: method.id, provider, wire });
}
