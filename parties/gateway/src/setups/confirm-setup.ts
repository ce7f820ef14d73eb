// Confirm: load, decide, commit the open attempt, ask authentication and bank, commit the end.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { CustomerId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { attachMethod } from '../vault/change-method.ts';
import { insertPaymentMethod } from '../vault/store.ts';
import { untilSettled } from './change-setup.ts';
import { decide } from './decide.ts';
import type { SetupRefusal } from './errors.ts';
import { evolve } from './evolve.ts';
import type { SetupMeans, SetupRequest, SetupView } from './ports.ts';
import { nameSetupAttempt, runSetup } from './run-setup.ts';
import type { SetupIntent, SetupWishes } from './setup.ts';
import { loadSetup } from './store.ts';
import { commitSetup, prepareSetup } from './take-step.ts';

export type ConfirmingSetup = SetupRequest & {
  /** A token of the merchant's, a card just sealed, or null: the one attached already. */
  readonly method: string | PaymentMethod | null;
  /** What is wished otherwise with this confirm. */
  readonly change: (wishes: SetupWishes) => SetupWishes;
  readonly browser: BrowserFacts;
};

export async function confirmSetup(
  means: SetupMeans,
  confirming: ConfirmingSetup,
): Promise<Result<SetupView, SetupRefusal>> {
  const { accountId, id, browser, cause, once } = confirming;
  const key = `${accountId}|${id}`;
  const opened = await means.inTurn(key, () =>
    untilSettled(async () => {
      const open = await openAttempt(means, confirming);
      if (!open.ok) return open;
      const run = { ...open.value, browser, cause, once, proof: null };
      // Known as under way before the next in turn looks.
      return ok({ running: means.underWay.start(key, () => runSetup(means, run)) });
    }),
  );
  return opened.ok ? ok(await opened.value.running) : opened;
}

type Opened = { readonly view: SetupView; readonly method: PaymentMethod };

async function openAttempt(
  means: SetupMeans,
  confirming: ConfirmingSetup,
): Promise<Result<Opened, SetupRefusal>> {
  const { accountId, id, method: wished, change, cause, once } = confirming;
  const token = typeof wished === 'string' ? wished : null;
  const view = await loadSetup(means.db, accountId, id, token);
  if (view === undefined) return err({ code: 'setup_unknown', id });
  const { setup } = view;
  const method = choose(view, wished);
  if (!method.ok) return method;
  const wishes = change(setup.wishes);
  const usable = checkMethod(method.value, wishes.customer);
  if (!usable.ok) return usable;
  const nowMs = means.clock.nowMs();
  const changed = decide(setup, { do: 'update', wishes, paymentMethod: null }, { nowMs });
  if (!changed.ok) return changed;
  const current = changed.value.reduce<SetupIntent>(evolve, setup);
  const named = await nameSetupAttempt(means, accountId, method.value);
  if (!named.ok) return named;
  const confirmed = decide(current, { do: 'confirm', attempt: named.value }, { nowMs });
  if (!confirmed.ok) return confirmed;
  const events = [...changed.value, ...confirmed.value];
  const from = { ...view, method: method.value };
  const prepared = prepareSetup(means, from, { events, cause });
  const isFresh = wished !== null && typeof wished !== 'string';
  const stored = isFresh ? insertPaymentMethod(wished) : {};
  const committed = await commitSetup(means, prepared, unit(stored, once.begin(setup.id)));
  return committed.ok ? ok({ view: committed.value, method: method.value }) : committed;
}

function choose(
  { setup, method }: SetupView,
  wished: ConfirmingSetup['method'],
): Result<PaymentMethod, SetupRefusal> {
  if (wished !== null && typeof wished !== 'string') return ok(wished);
  if (wished !== null) {
    const isFound = method !== null && method.id === wished;
    return isFound ? ok(method) : err({ code: 'payment_method_unknown', id: wished });
  }
  if (method !== null && method.id === setup.paymentMethod) return ok(method);
  const { status } = setup.state;
  const isBefore = status === 'requires_payment_method' || status === 'requires_confirmation';
  if (isBefore) return err({ code: 'payment_method_missing' });
  return err({ code: 'unexpected_state', doing: 'confirm', status });
}

/** A card that is another customer's, or was given up, cannot be kept for this one. */
export function checkMethod(
  method: PaymentMethod | null,
  customer: CustomerId | null,
): Result<unknown, SetupRefusal> {
  if (method === null) return ok(null);
  if (method.detachedAtMs !== null) return err({ code: 'method_detached' });
  return customer === null ? ok(null) : attachMethod(method, customer);
}
