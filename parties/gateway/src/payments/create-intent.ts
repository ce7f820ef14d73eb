// A new PaymentIntent, confirmed at once if the caller wishes so. What belongs to it (a session, a
// card just sealed) is stored in the same commit.

import { type Unit, unit } from '@kassa/database';
import type { Money } from '@kassa/money';
import { err, map, ok, type Result, unwrap } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { CheckoutSession } from '../checkout/session/session.ts';
import { insertSession } from '../checkout/session/store.ts';
import type { AccountId, PaymentIntentId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { insertPaymentMethod, loadPaymentMethod } from '../vault/store.ts';
import { commitOpening } from './check-retries.ts';
import { decide, type NewAttempt } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import { evolve } from './evolve.ts';
import { fitMethod } from './fit-method.ts';
import type { CaptureMethod } from './intent.ts';
import { nameAttempt } from './name-attempt.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { type ActionProblem, runAttempt } from './run-attempt.ts';
import { commitStep, prepareStep } from './take-step.ts';
import type { Wishes } from './wishes.ts';

export type Creating = {
  readonly accountId: AccountId;
  /** Made by the caller, who may need it for what goes along. */
  readonly id: PaymentIntentId;
  readonly amount: Money;
  readonly captureMethod: CaptureMethod;
  readonly wishes: Wishes;
  readonly method: string | PaymentMethod | null;
  readonly session: CheckoutSession | null;
  /** What else is made in the same commit. */
  readonly also?: Unit;
  readonly confirm: {
    readonly browser: BrowserFacts;
    readonly failOnAction?: ActionProblem | null;
  } | null;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

export async function createIntent(
  means: PaymentMeans,
  creating: Creating,
): Promise<Result<PaymentView, PaymentRefusal>> {
  if (creating.confirm === null) return createAdmitted(means, creating);
  const admitted = means.capacity.admit(() => createAdmitted(means, creating));
  return admitted ?? err({ code: 'over_capacity' });
}

async function createAdmitted(
  means: PaymentMeans,
  creating: Creating,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id, session, confirm, cause, once } = creating;
  if (creating.amount.minor <= 0n) return err({ code: 'amount_not_positive' });
  const method = await findMethod(means, creating);
  if (!method.ok) return method;
  if (confirm !== null && method.value === null) return err({ code: 'payment_method_missing' });
  const first = await firstEvents(means, creating, method.value);
  if (!first.ok) return first;
  const { events, attempt } = first.value;
  const from = { intent: null, method: method.value, session };
  const prepared = await prepareStep(means, { from, events, cause });
  const kept = confirm === null ? once.settle(prepared.step.view, id) : once.begin(id);
  const along = unit(...belongings(creating), kept);
  const committed =
    attempt === null
      ? withoutAttempt(await commitStep(means, prepared, along))
      : await commitOpening(means, prepared, along);
  if (!committed.ok && attempt !== null) means.capacity.leaveSeat(attempt.provider, attempt.wire);
  if (!committed.ok) return committed;
  const { view, forbidden } = committed.value;
  if (confirm === null || method.value === null) return ok(view);
  const { browser, failOnAction = null } = confirm;
  const asked = { browser, cause, once, failOnAction, forbidden };
  const run = { ...asked, view, method: method.value, proof: null, isMandated: false };
  return ok(await means.underWay.start(`${accountId}|${id}`, () => runAttempt(means, run)));
}

const withoutAttempt = (committed: Result<PaymentView, PaymentRefusal>) =>
  map(committed, (view) => ({ view, forbidden: null }));

async function findMethod(
  means: PaymentMeans,
  { accountId, method, wishes }: Creating,
): Promise<Result<PaymentMethod | null, PaymentRefusal>> {
  if (typeof method !== 'string') return ok(method);
  const found = await loadPaymentMethod(means.db, accountId, method);
  if (found === undefined) return err({ code: 'payment_method_unknown', id: method });
  return fitMethod(found, wishes.customer);
}

type First = { readonly events: readonly PaymentEvent[]; readonly attempt: NewAttempt | null };

async function firstEvents(
  means: PaymentMeans,
  creating: Creating,
  method: PaymentMethod | null,
): Promise<Result<First, PaymentRefusal>> {
  const { accountId, id, amount, captureMethod, wishes, confirm } = creating;
  const atMs = means.clock.nowMs();
  const created: PaymentEvent = {
    type: 'created',
    atMs,
    accountId,
    id,
    amount,
    captureMethod,
    wishes,
  };
  if (method === null) return ok({ events: [created], attempt: null });
  if (confirm === null) {
    const attached = { type: 'method_attached', atMs, paymentMethod: method.id } as const;
    return ok({ events: [created, attached], attempt: null });
  }
  const named = await nameAttempt(means, { accountId, amount, wishes }, method);
  if (!named.ok) return named;
  const attempt = named.value;
  const confirmed = unwrap(
    decide(evolve(null, created), { do: 'confirm', attempt }, { nowMs: atMs }),
  );
  return ok({ events: [created, ...confirmed], attempt });
}

function belongings({ method, session, also = {} }: Creating): Unit[] {
  const isFresh = method !== null && typeof method !== 'string';
  return [
    isFresh ? insertPaymentMethod(method) : {},
    session === null ? {} : insertSession(session),
    also,
  ];
}
