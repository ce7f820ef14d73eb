import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { unknownBrowser } from '../../authentication/browser-facts.ts';
import { cancelIntent } from '../../payments/cancel-intent.ts';
import { captureIntent } from '../../payments/capture-intent.ts';
import { confirmIntent } from '../../payments/confirm-intent.ts';
import { createIntent } from '../../payments/create-intent.ts';
import type { PaymentRefusal } from '../../payments/errors.ts';
import type { PaymentIntent } from '../../payments/intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { listPayments, loadPayment, loadPayments } from '../../payments/store.ts';
import { type Update, updateIntent } from '../../payments/update-intent.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, missing, refusalToApi } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import { byId, type Reader } from '../kernel/resources.ts';
import { addSearch } from '../kernel/search-resource.ts';
import type { ApiMeans } from '../ports.ts';
import { paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { confirmAnswer, intentAnswer } from './confirm-answer.ts';
import {
  cancelInput,
  captureInput,
  confirmInput,
  createInput,
  mergeWishes,
  methodOf,
  noWishes,
  updateInput,
} from './payment-intent-input.ts';

export function addPaymentIntents(api: Api): void {
  const { means } = api;
  const read: Reader = async (accountId, ids) => {
    const found = await loadPayments(means.db, accountId, ids);
    return byId(found.map((view) => paymentIntentToStripe(view, means)));
  };
  api.resources.addReader('pi', read);
  const url = '/v1/payment_intents';
  addSearch(api, { kind: 'payment_intent', name: 'paymentIntents', url, read });
  const one = `${url}/:id`;
  addEndpoint(api, {
    name: 'paymentIntents.create',
    method: 'POST',
    url,
    summary: 'Makes a PaymentIntent; with `confirm`, pays it at once.',
    answers: 'payment_intent',
    input: createInput,
    run: (call) => create(means, call),
  });
  addEndpoint(api, {
    name: 'paymentIntents.list',
    method: 'GET',
    url,
    summary: 'PaymentIntents, newest first.',
    answers: 'list of payment_intent',
    input: listInput,
    run: (call) => list(means, call),
  });
  addEndpoint(api, {
    name: 'paymentIntents.retrieve',
    method: 'GET',
    url: one,
    summary: 'One PaymentIntent.',
    answers: 'payment_intent',
    input: z.strictObject({ ...expansion, client_secret: text(200).optional() }),
    run: (call) => retrieve(means, call),
  });
  addEndpoint(api, {
    name: 'paymentIntents.update',
    method: 'POST',
    url: one,
    summary: 'Changes a PaymentIntent; what moves money only before it is paid.',
    answers: 'payment_intent',
    input: updateInput,
    run: (call) => update(means, call),
  });
  addEndpoint(api, {
    name: 'paymentIntents.confirm',
    method: 'POST',
    url: `${one}/confirm`,
    summary: 'Pays: authentication, then the bank.',
    answers: 'payment_intent',
    input: confirmInput,
    run: (call) => confirm(means, call),
  });
  addEndpoint(api, {
    name: 'paymentIntents.capture',
    method: 'POST',
    url: `${one}/capture`,
    summary: 'Takes what is held, all or part of it.',
    answers: 'payment_intent',
    input: captureInput,
    run: (call) => capture(means, call),
  });
  addEndpoint(api, {
    name: 'paymentIntents.cancel',
    method: 'POST',
    url: `${one}/cancel`,
    summary: 'Gives a payment up before its capture; a hold is released.',
    answers: 'payment_intent',
    input: cancelInput,
    run: (call) => cancel(means, call),
  });
}

async function create(
  means: ApiMeans,
  { accountId, input, cause, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const method = methodOf(means, accountId, input);
  if (!method.ok) return method;
  const answer = (view: PaymentView) => confirmAnswer(means, view, cause.requestId);
  const created = await createIntent(means.payments, {
    accountId,
    id: means.makeId('pi'),
    amount: money(input.currency, BigInt(input.amount)),
    captureMethod: captureMethodOf(input.capture_method) ?? 'automatic',
    wishes: mergeWishes(
      { ...noWishes, automaticMethods: input.automatic_payment_methods?.enabled ?? true },
      input,
    ),
    method: method.value,
    session: null,
    confirm: input.confirm === true ? { browser: unknownBrowser } : null,
    cause,
    once: once(answer),
  });
  return created.ok ? ok(answer(created.value)) : err(refusalToApi(created.error));
}

const listInput = z.strictObject({ ...page, customer: text(100).optional() });

async function list(
  means: ApiMeans,
  { accountId, input }: Call<z.output<typeof listInput>>,
): Promise<Result<Answer, ApiError>> {
  const filter = { ...pageOf(input), customer: input.customer };
  const found = await listPayments(means.db, accountId, filter);
  const shown = found.map((view) => paymentIntentToStripe(view, means));
  return ok(listAnswer('/v1/payment_intents', input, shown));
}

async function retrieve(
  means: ApiMeans,
  { accountId, id }: Call<unknown>,
): Promise<Result<Answer, ApiError>> {
  const view = await loadPayment(means.db, accountId, id);
  return view === undefined
    ? err(missing('payment_intent', id, 'intent'))
    : ok(intentAnswer(means, view));
}

async function update(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<z.output<typeof updateInput>>,
): Promise<Result<Answer, ApiError>> {
  const method = methodOf(means, accountId, input);
  if (!method.ok) return method;
  const answer = (view: PaymentView) => intentAnswer(means, view);
  const updated = await updateIntent(means.payments, {
    accountId,
    id,
    method: method.value,
    change: (intent) => ({
      ...unchanged(intent),
      amount:
        input.amount === undefined
          ? intent.amount
          : money(intent.amount.currency, BigInt(input.amount)),
      captureMethod: captureMethodOf(input.capture_method) ?? intent.captureMethod,
      wishes: mergeWishes(intent.wishes, input),
    }),
    cause,
    once: once(answer),
  });
  return finish(means, { accountId, id }, updated, answer);
}

async function confirm(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<z.output<typeof confirmInput>>,
): Promise<Result<Answer, ApiError>> {
  const method = methodOf(means, accountId, input);
  if (!method.ok) return method;
  const answer = (view: PaymentView) => confirmAnswer(means, view, cause.requestId);
  const confirmed = await confirmIntent(means.payments, {
    accountId,
    id,
    method: method.value,
    change: (intent) => ({
      ...unchanged(intent),
      captureMethod: captureMethodOf(input.capture_method) ?? intent.captureMethod,
      wishes: mergeWishes(intent.wishes, input),
      paymentMethod: null,
    }),
    browser: unknownBrowser,
    cause,
    once: once(answer),
  });
  return finish(means, { accountId, id }, confirmed, answer);
}

async function capture(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<z.output<typeof captureInput>>,
): Promise<Result<Answer, ApiError>> {
  const minor = input.amount_to_capture === undefined ? null : BigInt(input.amount_to_capture);
  const answer = (view: PaymentView) => intentAnswer(means, view);
  const asked = { accountId, id, minor, cause, once: once(answer) };
  return finish(means, asked, await captureIntent(means.payments, asked), answer);
}

async function cancel(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<z.output<typeof cancelInput>>,
): Promise<Result<Answer, ApiError>> {
  const reason = input.cancellation_reason ?? 'requested_by_customer';
  const answer = (view: PaymentView) => intentAnswer(means, view);
  const asked = { accountId, id, reason, cause, once: once(answer) };
  return finish(means, asked, await cancelIntent(means.payments, asked), answer);
}

type Named = { readonly accountId: PaymentIntent['accountId']; readonly id: string };

/** A refusal shows the PaymentIntent as it stands, as Stripe's does. */
async function finish(
  means: ApiMeans,
  { accountId, id }: Named,
  done: Result<PaymentView, PaymentRefusal>,
  answer: (view: PaymentView) => Answer,
): Promise<Result<Answer, ApiError>> {
  if (done.ok) return ok(answer(done.value));
  const view = await loadPayment(means.db, accountId, id);
  return err(
    refusalToApi(done.error, {
      ...(view === undefined ? {} : { intent: paymentIntentToStripe(view, means) }),
    }),
  );
}

function unchanged({ amount, captureMethod, wishes }: PaymentIntent): Update {
  return { do: 'update', amount, captureMethod, wishes };
}

function captureMethodOf(given: 'automatic' | 'automatic_async' | 'manual' | undefined) {
  if (given === undefined) return undefined;
  return given === 'manual' ? 'manual' : 'automatic';
}
