// A new SetupIntent, confirmed at once if the caller wishes so.

import { unit } from '@kassa/database';
import { err, ok, type Result, unwrap } from '@kassa/result';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { CheckoutSession } from '../checkout/session/session.ts';
import { insertSession } from '../checkout/session/store.ts';
import type { SetupIntentId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { insertPaymentMethod, loadPaymentMethod } from '../vault/store.ts';
import { checkMethod } from './confirm-setup.ts';
import { decide } from './decide.ts';
import type { SetupRefusal } from './errors.ts';
import { evolve } from './evolve.ts';
import type { SetupMeans, SetupRequest, SetupView } from './ports.ts';
import { nameSetupAttempt, runSetup } from './run-setup.ts';
import type { SetupWishes } from './setup.ts';
import type { SetupEvent } from './setup-event.ts';
import { commitSetup, prepareSetup } from './take-step.ts';

export type CreatingSetup = SetupRequest & {
  /** Made by the caller, who may need it for what goes along. */
  readonly id: SetupIntentId;
  readonly wishes: SetupWishes;
  /** A token of the merchant's, a card just sealed, or none yet. */
  readonly method: string | PaymentMethod | null;
  readonly confirm: { readonly browser: BrowserFacts } | null;
  /** The page that is to keep the card: stored in the same commit. */
  readonly session?: CheckoutSession;
};

export async function createSetup(
  means: SetupMeans,
  creating: CreatingSetup,
): Promise<Result<SetupView, SetupRefusal>> {
  const { accountId, id, wishes, confirm, cause, once, session = null } = creating;
  const method = await findMethod(means, creating);
  if (!method.ok) return method;
  if (confirm !== null && method.value === null) return err({ code: 'payment_method_missing' });
  const usable = checkMethod(method.value, wishes.customer);
  if (!usable.ok) return usable;
  const events = await firstEvents(means, creating, method.value);
  if (!events.ok) return events;
  const from = { setup: null, method: method.value, session };
  const along = session === null ? {} : insertSession(session);
  const prepared = prepareSetup(means, from, { events: events.value, cause });
  const kept = confirm === null ? once.settle(prepared.step.view, id) : once.begin(id);
  const isFresh = creating.method !== null && typeof creating.method !== 'string';
  const stored = isFresh && method.value !== null ? insertPaymentMethod(method.value) : {};
  const committed = await commitSetup(means, prepared, unit(stored, along, kept));
  if (!committed.ok || confirm === null || method.value === null) return committed;
  const run = { view: committed.value, method: method.value, cause, once, proof: null };
  const { browser } = confirm;
  const work = () => runSetup(means, { ...run, browser });
  return ok(await means.underWay.start(`${accountId}|${id}`, work));
}

async function findMethod(
  means: SetupMeans,
  { accountId, method }: CreatingSetup,
): Promise<Result<PaymentMethod | null, SetupRefusal>> {
  if (typeof method !== 'string') return ok(method);
  const found = await loadPaymentMethod(means.db, accountId, method);
  return found === undefined ? err({ code: 'payment_method_unknown', id: method }) : ok(found);
}

async function firstEvents(
  means: SetupMeans,
  { accountId, id, wishes, confirm }: CreatingSetup,
  method: PaymentMethod | null,
): Promise<Result<SetupEvent[], SetupRefusal>> {
  const atMs = means.clock.nowMs();
  const created: SetupEvent = { type: 'created', atMs, accountId, id, wishes };
  if (method === null) return ok([created]);
  if (confirm === null) {
    return ok([created, { type: 'method_attached', atMs, paymentMethod: method.id }]);
  }
  const named = await nameSetupAttempt(means, accountId, method);
  if (!named.ok) return named;
  const command = { do: 'confirm', attempt: named.value } as const;
  const confirmed = unwrap(decide(evolve(null, created), command, { nowMs: atMs }));
  return ok([created, ...confirmed]);
}
