// Confirm: load, decide, commit the open attempt, ask authentication and bank, commit the end.
// Three round trips when nothing goes wrong; of twenty at once, one opens the attempt.

import { unit } from '@kassa/database';
import type { Money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { AccountId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { insertPaymentMethod } from '../vault/store.ts';
import { isRepaired } from './change-intent.ts';
import { commitOpening, type Forbidden } from './check-retries.ts';
import { decide, type NewAttempt, type PaymentCommand } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import { evolve } from './evolve.ts';
import { fitMethod } from './fit-method.ts';
import type { PaymentIntent } from './intent.ts';
import { nameAttempt } from './name-attempt.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { type ActionProblem, runAttempt } from './run-attempt.ts';
import { loadPayment } from './store.ts';
import { prepareStep } from './take-step.ts';
import { untilUncontested } from './until-uncontested.ts';

export type Confirming = {
  readonly accountId: AccountId;
  readonly id: string;
  /** A token of the merchant's, a card just sealed, or null: the one attached to the intent. */
  readonly method: string | PaymentMethod | null;
  /** What the merchant wishes otherwise with this confirm; null: nothing. */
  readonly change: ((intent: PaymentIntent) => PaymentCommand & { do: 'update' }) | null;
  readonly browser: BrowserFacts;
  /** Where the cardholder would have to do something, the attempt ends instead. */
  readonly failOnAction?: ActionProblem | null;
  /** What the payer has been shown: another amount is not confirmed. */
  readonly expected?: Money;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
  /** The payment as the caller has just loaded it: saves the first try a round trip. */
  readonly known?: PaymentView;
  /** Called when it is written that the bank may be asked. */
  readonly onOpened?: () => void;
};

export async function confirmIntent(
  means: PaymentMeans,
  confirming: Confirming,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const admitted = means.capacity.admit(() => confirmAdmitted(means, confirming));
  return admitted ?? err({ code: 'over_capacity' });
}

async function confirmAdmitted(
  means: PaymentMeans,
  confirming: Confirming,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const confirmed = await confirmOnce(means, confirming);
  if (confirmed.ok || !(await isRepaired(means, confirmed.error, confirming))) return confirmed;
  const { known: _, ...again } = confirming;
  return confirmOnce(means, again);
}

async function confirmOnce(
  means: PaymentMeans,
  confirming: Confirming,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id, browser, cause, once, failOnAction = null } = confirming;
  const key = `${accountId}|${id}`;
  let known = confirming.known;
  const opened = await means.inTurn(key, () =>
    untilUncontested(async () => {
      const open = await openAttempt(means, confirming, known);
      known = undefined;
      if (!open.ok) return open;
      confirming.onOpened?.();
      const asked = { browser, cause, once, failOnAction };
      // An attempt that was authenticated before this confirm has its proof already.
      const { authenticationId = null } = open.value.view.intent.attempt ?? {};
      const proof = authenticationId && (await means.proofOf(accountId, authenticationId));
      const run = { ...open.value, ...asked, proof, isMandated: proof !== null };
      // Known as under way before the next in turn looks.
      return ok({ running: means.underWay.start(key, () => runAttempt(means, run)) });
    }),
  );
  return opened.ok ? ok(await opened.value.running) : opened;
}

type Opened = {
  readonly view: PaymentView;
  readonly forbidden: Forbidden | null;
  readonly method: PaymentMethod;
};

/** The first commit: from here on it is written that something may have been sent. */
async function openAttempt(
  means: PaymentMeans,
  confirming: Confirming,
  known: PaymentView | undefined,
): Promise<Result<Opened, PaymentRefusal>> {
  const { accountId, id, method: wished, cause, once } = confirming;
  const token = typeof wished === 'string' ? wished : null;
  const view = known ?? (await loadPayment(means.db, accountId, id, token));
  if (view === undefined) return err({ code: 'intent_unknown', id });
  const { expected } = confirming;
  if (expected !== undefined && expected.minor !== view.intent.amount.minor) {
    return err({ code: 'amount_changed' });
  }
  const chosen = choose(view, wished);
  if (!chosen.ok) return chosen;
  const method = fitMethod(chosen.value, view.intent.wishes.customer);
  if (!method.ok) return method;
  const events = await decideConfirm(means, view.intent, confirming, method.value);
  if (!events.ok) return events;
  const from = { ...view, method: method.value };
  const prepared = await prepareStep(means, { from, events: events.value.events, cause });
  const isFresh = wished !== null && typeof wished !== 'string';
  const stored = isFresh ? insertPaymentMethod(wished) : {};
  const kept = once.begin(view.intent.id);
  const committed = await commitOpening(means, prepared, unit(stored), kept);
  const { attempt } = events.value;
  // A resumed attempt goes to whom it has gone before, under its new name.
  const isSeated = committed.ok && committed.value.view.intent.attempt?.id === attempt.id;
  if (!isSeated) means.capacity.leaveSeat(attempt.provider, attempt.wire);
  return committed.ok ? ok({ ...committed.value, method: method.value }) : committed;
}

function choose(
  view: PaymentView,
  wished: Confirming['method'],
): Result<PaymentMethod, PaymentRefusal> {
  if (wished !== null && typeof wished !== 'string') return ok(wished);
  const isKnown = view.method !== null && (wished === null || view.method.id === wished);
  if (wished !== null && !isKnown) return err({ code: 'payment_method_unknown', id: wished });
  // A method that failed is detached: confirming again needs a new choice, as with Stripe.
  const attached = view.intent.paymentMethod;
  if (view.method === null || (wished === null && view.method.id !== attached)) {
    return isOver(view.intent) ? overOf(view.intent) : err({ code: 'payment_method_missing' });
  }
  return ok(view.method);
}

/** Of an intent that is paid, canceled or under way, that is what must be said first. */
function isOver({ state }: PaymentIntent): boolean {
  return state.status !== 'requires_payment_method' && state.status !== 'requires_confirmation';
}

function overOf({ state }: PaymentIntent): Result<never, PaymentRefusal> {
  return err({ code: 'unexpected_state', doing: 'confirm', status: state.status });
}

const isConfirmable = (intent: PaymentIntent): boolean =>
  !isOver(intent) || intent.state.status === 'requires_action';

type Decided = { readonly events: readonly PaymentEvent[]; readonly attempt: NewAttempt };

async function decideConfirm(
  means: PaymentMeans,
  intent: PaymentIntent,
  { change }: Confirming,
  method: PaymentMethod,
): Promise<Result<Decided, PaymentRefusal>> {
  const facts = { nowMs: means.clock.nowMs() };
  const changed = change === null ? ok([]) : decide(intent, change(intent), facts);
  if (!changed.ok) return changed;
  const current = changed.value.reduce<PaymentIntent>(evolve, intent);
  const named = await nameAttempt(means, intent, method);
  // Of a payment that is over, that is what must be said first.
  if (!named.ok) return isConfirmable(intent) ? named : overOf(intent);
  const attempt = named.value;
  const confirmed = decide(current, { do: 'confirm', attempt }, facts);
  if (confirmed.ok) return ok({ events: [...changed.value, ...confirmed.value], attempt });
  means.capacity.leaveSeat(attempt.provider, attempt.wire);
  return confirmed;
}
