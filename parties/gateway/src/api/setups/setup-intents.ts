// SetupIntents: cards that are to be kept for later.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { unknownBrowser } from '../../authentication/browser-facts.ts';
import type { AccountId } from '../../ids.ts';
import { changeSetup } from '../../setups/change-setup.ts';
import { confirmSetup } from '../../setups/confirm-setup.ts';
import { createSetup } from '../../setups/create-setup.ts';
import type { SetupRefusal } from '../../setups/errors.ts';
import { loadMandates } from '../../setups/mandate.ts';
import type { SetupView } from '../../setups/ports.ts';
import {
  listSetupAttempts,
  listSetups,
  loadSetup,
  loadSetupAttempts,
  loadSetups,
} from '../../setups/store.ts';
import { insertPaymentMethod } from '../../vault/store.ts';
import type { Api } from '../api.ts';
import {
  confirmationOf,
  methodWith,
  usedMeanwhile,
  usingUp,
} from '../confirmations/use-confirmation.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { created, createdRange, expansion, page, text } from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { methodOf } from '../payments/method-wish.ts';
import type { ApiMeans } from '../ports.ts';
import {
  mandateToStripe,
  setupAttemptToStripe,
  setupIntentToStripe,
} from '../to-stripe/setup-intent.ts';
import { confirmSetupAnswer, setupAnswer, setupToApi } from './setup-answer.ts';
import {
  cancelSetupInput,
  confirmSetupInput,
  createSetupInput,
  mergeSetupWishes,
  noSetupWishes,
  updateSetupInput,
  withCollected,
} from './setup-input.ts';

const url = '/v1/setup_intents';
const one = `${url}/:id`;

export function addSetupIntents(api: Api): void {
  const { means } = api;
  api.resources.addReader(
    'seti',
    async (accountId, ids) =>
      byId(
        (await loadSetups(means.db, accountId, ids)).map((view) =>
          setupIntentToStripe(view, means),
        ),
      ),
    ['setup_intent'],
  );
  addCreate(api);
  addReads(api);
  addUpdate(api);
  addConfirm(api);
  addCancel(api);
  addMicrodeposits(api);
  addAttempts(api);
  addMandates(api);
}

function addCreate(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'setupIntents.create',
    method: 'POST',
    url,
    summary: 'Makes a SetupIntent: a card to be kept; with `confirm`, asks the bank at once.',
    answers: 'setup_intent',
    input: createSetupInput,
    run: async (call) => {
      const { accountId, input, cause, once } = call;
      const customer = await checkCustomer(means, accountId, input.customer);
      if (!customer.ok) return customer;
      const confirming = await confirmationOf(means, accountId, input.confirmation_token);
      if (!confirming.ok) return confirming;
      const token = confirming.value;
      const method = await methodWith(means, accountId, { input, token });
      if (!method.ok) return method;
      const isConfirmed = input.confirm === true;
      const answer = (view: SetupView) =>
        isConfirmed ? confirmSetupAnswer(means, view, cause.requestId) : setupAnswer(means, view);
      const isAutomatic = input.payment_method_types === undefined;
      const automaticMethods = input.automatic_payment_methods?.enabled ?? isAutomatic;
      const id = means.makeId('seti');
      const first = withCollected({ ...noSetupWishes, automaticMethods }, token);
      const made = await createSetup(means.setups, {
        ...{ accountId, id, cause, once: usingUp(once(answer), token, id) },
        wishes: mergeSetupWishes(first, input, facts(means, call)),
        method: method.value,
        confirm: isConfirmed ? { browser: unknownBrowser } : null,
      });
      if (made.ok) return ok(answer(made.value));
      const used = await usedMeanwhile(means, token, made.error);
      return err(used ?? setupToApi(made.error, undefined));
    },
  });
}

function addReads(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'setupIntents.list',
    method: 'GET',
    url,
    summary: 'SetupIntents, newest first.',
    answers: 'list of setup_intent',
    input: z.strictObject({
      ...page,
      ...created,
      attach_to_self: z.never({ error: 'Cards are kept for customers; leave this out' }).optional(),
      customer: text(255).optional(),
      payment_method: text(255).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { customer, payment_method: paymentMethod } = input;
      const range = createdRange(input.created);
      const filter = { ...pageOf(input), ...range, customer, paymentMethod };
      const found = await listSetups(means.db, accountId, filter);
      const shown = found.map((view) => setupIntentToStripe(view, means));
      return ok(listAnswer(url, input, shown));
    },
  });
  addEndpoint(api, {
    name: 'setupIntents.retrieve',
    method: 'GET',
    url: one,
    summary: 'One SetupIntent; with its client secret, a browser may ask too.',
    answers: 'setup_intent',
    publishable: true,
    input: z.strictObject({ ...expansion, client_secret: text(300).optional() }),
    run: async (call) => {
      const view = await loadSetup(means.db, call.accountId, call.id);
      if (view === undefined || !mayTouch(means, call)) return err(unknown(call.id));
      return ok(setupAnswer(means, view));
    },
  });
}

function addUpdate(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'setupIntents.update',
    method: 'POST',
    url: one,
    summary: 'Changes a SetupIntent; the card only before it is confirmed.',
    answers: 'setup_intent',
    input: updateSetupInput,
    run: async (call) => {
      const { accountId, id, input, cause, once } = call;
      const customer = await checkCustomer(means, accountId, input.customer);
      if (!customer.ok) return customer;
      const method = await methodOf(means, accountId, input);
      if (!method.ok) return method;
      const fresh = typeof method.value === 'object' ? method.value : null;
      if (fresh !== null) {
        const stored = await means.db.commit(insertPaymentMethod(fresh));
        if (!stored.ok) return err(invalid('The card could not be kept. Try again.'));
      }
      const token = fresh?.id ?? (typeof method.value === 'string' ? method.value : null);
      const answer = (view: SetupView) => setupAnswer(means, view);
      const done = await changeSetup(means.setups, {
        ...{ accountId, id, cause, once: once(answer), paymentMethod: token },
        command: ({ setup, method: found }) => {
          const wishes = mergeSetupWishes(setup.wishes, input, facts(means, call));
          const paymentMethod = token === null ? null : (found?.id ?? null);
          return ok({ do: 'update', wishes, paymentMethod });
        },
      });
      return finish(means, call, done, answer);
    },
  });
}

function addConfirm(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'setupIntents.confirm',
    method: 'POST',
    url: `${one}/confirm`,
    summary: 'Asks the cardholder and the bank whether the card may be kept.',
    answers: 'setup_intent',
    publishable: true,
    input: confirmSetupInput,
    run: async (call) => {
      const { accountId, id, input, cause, once } = call;
      if (!mayTouch(means, call)) return err(unknown(id));
      const confirming = await confirmationOf(means, accountId, input.confirmation_token);
      if (!confirming.ok) return confirming;
      const token = confirming.value;
      const method = await methodWith(means, accountId, { input, token });
      if (!method.ok) return method;
      const answer = (view: SetupView) => confirmSetupAnswer(means, view, cause.requestId);
      const done = await confirmSetup(means.setups, {
        ...{ accountId, id, cause, browser: unknownBrowser },
        once: usingUp(once(answer), token, id),
        method: method.value,
        change: (wishes) =>
          mergeSetupWishes(withCollected(wishes, token), input, facts(means, call)),
      });
      const used = done.ok ? undefined : await usedMeanwhile(means, token, done.error);
      if (used !== undefined) return err(used);
      return finish(means, call, done, answer);
    },
  });
}

function addCancel(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'setupIntents.cancel',
    method: 'POST',
    url: `${one}/cancel`,
    summary: 'Gives a setup up before its card was kept.',
    answers: 'setup_intent',
    input: cancelSetupInput,
    run: async (call) => {
      const { accountId, id, input, cause, once } = call;
      const reason = input.cancellation_reason ?? 'requested_by_customer';
      const answer = (view: SetupView) => setupAnswer(means, view);
      const done = await changeSetup(means.setups, {
        ...{ accountId, id, cause, once: once(answer) },
        command: () => ok({ do: 'cancel', reason }),
      });
      return finish(means, call, done, answer);
    },
  });
}

/** Microdeposits prove bank accounts; a card has none, and the original says it so. */
function addMicrodeposits(api: Api): void {
  addEndpoint(api, {
    name: 'setupIntents.verifyMicrodeposits',
    method: 'POST',
    url: `${one}/verify_microdeposits`,
    summary: 'For bank accounts, which are not kept here yet; a card needs none.',
    answers: 'setup_intent',
    publishable: true,
    input: z.looseObject({ client_secret: text(300).optional() }),
    run: async (call) => {
      const { means } = api;
      const view = await loadSetup(means.db, call.accountId, call.id);
      if (view === undefined || !mayTouch(means, call)) return err(unknown(call.id));
      const message =
        'This SetupIntent cannot be verified with microdeposits: its payment method is a card.';
      const setup = setupIntentToStripe(view, means);
      const error = invalid(message, { code: 'setup_intent_unexpected_state' });
      return err({ ...error, inside: { setup_intent: setup } });
    },
  });
}

function addAttempts(api: Api): void {
  const { means } = api;
  api.resources.addReader('setatt', async (accountId, ids) => {
    const found = await loadSetupAttempts(means.db, accountId, ids);
    const setups = found.map(({ setupId }) => setupId);
    const views = await loadSetups(means.db, accountId, [...new Set(setups)]);
    return byId(
      found.flatMap(({ attempt, setupId }) => {
        const view = views.find(({ setup }) => setup.id === setupId);
        return view ? [setupAttemptToStripe(attempt, view, means.publicUrl)] : [];
      }),
    );
  });
  addEndpoint(api, {
    name: 'setupAttempts.list',
    method: 'GET',
    url: '/v1/setup_attempts',
    summary: 'The attempts of one SetupIntent, newest first.',
    answers: 'list of setup_attempt',
    input: z.strictObject({ ...page, ...created, setup_intent: text(255) }),
    run: async ({ accountId, input }) => {
      const view = await loadSetup(means.db, accountId, input.setup_intent);
      if (view === undefined) {
        return err(missing('setupintent', input.setup_intent, 'setup_intent', 400));
      }
      const filter = { ...pageOf(input), setup: view.setup.id };
      const found = await listSetupAttempts(means.db, accountId, filter);
      const shown = found.map((attempt) => setupAttemptToStripe(attempt, view, means.publicUrl));
      return ok(listAnswer('/v1/setup_attempts', input, shown));
    },
  });
}

function addMandates(api: Api): void {
  const { db } = api.means;
  const read = async (accountId: AccountId, ids: readonly string[]) =>
    byId((await loadMandates(db, accountId, ids)).map(mandateToStripe));
  api.resources.addReader('mandate', read, ['mandate']);
  addEndpoint(api, {
    name: 'mandates.retrieve',
    method: 'GET',
    url: '/v1/mandates/:id',
    summary: 'What a cardholder agreed to when the card was kept.',
    answers: 'mandate',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [mandate] = await loadMandates(db, accountId, [id]);
      if (mandate === undefined) return err(missing('mandate', id));
      return ok({ status: 200, body: mandateToStripe(mandate) });
    },
  });
}

async function checkCustomer(
  means: ApiMeans,
  accountId: AccountId,
  customer: string | undefined,
): Promise<Result<unknown, ApiError>> {
  return customer === undefined ? ok(null) : findCustomer(means, accountId, customer);
}

/** A browser must show the client secret; what is wrong is as unknown as what is not there. */
function mayTouch(
  { clientSecrets }: ApiMeans,
  {
    accountId,
    id,
    input,
    caller,
  }: Pick<
    Call<{ readonly client_secret?: string | undefined }>,
    'accountId' | 'id' | 'input' | 'caller'
  >,
): boolean {
  const { client_secret: secret } = input;
  if (secret === undefined) return caller.kind !== 'publishable';
  return secret === clientSecrets.of(accountId, id);
}

const unknown = (id: string) => missing('setupintent', id, 'intent');

function facts({ clock }: ApiMeans, { client }: Pick<Call<unknown>, 'client'>) {
  return { nowMs: clock.nowMs(), ...client };
}

async function finish(
  means: ApiMeans,
  { accountId, id }: Pick<Call<unknown>, 'accountId' | 'id'>,
  done: Result<SetupView, SetupRefusal>,
  answer: (view: SetupView) => Answer,
): Promise<Result<Answer, ApiError>> {
  if (done.ok) return ok(answer(done.value));
  const view = await loadSetup(means.db, accountId, id);
  return err(setupToApi(done.error, view && setupIntentToStripe(view, means)));
}
