import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { unknownBrowser } from '../../authentication/browser-facts.ts';
import { cancelIntent } from '../../payments/cancel-intent.ts';
import { createIntent } from '../../payments/create-intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { repaired } from '../../payments/repair.ts';
import { listPayments, loadPayment, loadPayments } from '../../payments/store.ts';
import { type Update, updateIntent } from '../../payments/update-intent.ts';
import { noWishes, type Wishes } from '../../payments/wishes.ts';
import type { Api } from '../api.ts';
import {
  confirmationOf,
  confirmRefusal,
  methodWith,
  usingUp,
  withConfirmation,
} from '../confirmations/use-confirmation.ts';
import { type Answer, type ApiError, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  absent,
  created as createdFilter,
  createdRange,
  expansion,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId, type Reader } from '../kernel/resources.ts';
import { addSearch } from '../kernel/search-resource.ts';
import type { ApiMeans } from '../ports.ts';
import { paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { amountFault } from './amount-limits.ts';
import { browserFault, holdsSecret, isBrowser, seenByBrowser } from './browser-caller.ts';
import { addCapture } from './capture-payment-intent.ts';
import { confirmAnswer, intentAnswer } from './confirm-answer.ts';
import { changeOf, confirm } from './confirm-payment-intent.ts';
import { finishIntent } from './finish-intent.ts';
import { addIncrementAuthorization } from './increment-authorization.ts';
import { mergeWishes } from './merge-wishes.ts';
import { methodOf } from './method-wish.ts';
import { checkEdges } from './page-edges.ts';
import { cancelInput, confirmInput, createInput, updateInput } from './payment-intent-input.ts';
import { splitWishes } from './split-input.ts';
import { checkWishes, confirmFault, notConfirming } from './wish-faults.ts';

export function addPaymentIntents(api: Api): void {
  const { means } = api;
  const read: Reader = async (accountId, ids) => {
    const found = (await loadPayments(means.db, accountId, ids)).filter(isShown);
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
    run: (call) => list(means, call, read),
  });
  addEndpoint(api, {
    name: 'paymentIntents.retrieve',
    method: 'GET',
    url: one,
    summary: 'One PaymentIntent.',
    answers: 'payment_intent',
    publishable: true,
    input: retrieveInput,
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
    publishable: true,
    input: confirmInput,
    run: (call) => confirm(means, call),
  });
  addCapture(api);
  addIncrementAuthorization(api);
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

/** What stands behind a charge of the older API is shown as that charge only. */
const isShown = ({ intent }: PaymentView) => !intent.wishes.isBehindCharge;

async function create(
  means: ApiMeans,
  { accountId, account, client, input, cause, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const { amount, currency } = input;
  const isConfirming = input.confirm === true;
  const tooMuch =
    amountFault(amount, currency) ?? (isConfirming ? undefined : notConfirming(input));
  if (tooMuch !== undefined) return err(tooMuch);
  const checked = await checkWishes(means, { accountId, input, old: noWishes });
  if (!checked.ok) return checked;
  const confirming = await confirmationOf(means, accountId, input.confirmation_token);
  if (!confirming.ok) return confirming;
  const token = confirming.value;
  const making = { makeId: means.makeId, nowMs: means.clock.nowMs(), client };
  const said = mergeWishes(withConfirmation(noWishes, token), input, making);
  const wishes = await splitWishes(means, input, { account, amountMinor: amount, wishes: said });
  if (!wishes.ok) return wishes;
  const fault = isConfirming ? confirmFault(wishes.value, BigInt(amount)) : undefined;
  if (fault !== undefined) return err(fault);
  const method = await methodWith(means, accountId, { input, token });
  if (!method.ok) return method;
  const reading = { requestId: cause.requestId, inBrowser: false };
  const answer = (view: PaymentView) => confirmAnswer(means, view, reading);
  const failOnAction = input.error_on_requires_action === true ? 'action_not_handled' : null;
  const id = means.makeId('pi');
  const created = await createIntent(means.payments, {
    accountId,
    id,
    amount: money(currency, BigInt(amount)),
    captureMethod: input.capture_method ?? 'automatic_async',
    wishes: wishes.value,
    method: method.value,
    session: null,
    confirm: isConfirming ? { browser: unknownBrowser, failOnAction } : null,
    cause,
    once: usingUp(once(answer), token, id),
  });
  return created.ok
    ? ok(answer(created.value))
    : err(await confirmRefusal(means, token, created.error));
}

const listInput = z.strictObject({
  ...page,
  ...createdFilter,
  customer: text(255).optional(),
  customer_account: absent('accounts as customers'),
});

async function list(
  means: ApiMeans,
  { accountId, input }: Call<z.output<typeof listInput>>,
  read: Reader,
): Promise<Result<Answer, ApiError>> {
  const edges = await checkEdges(read, 'payment_intent', { accountId, input });
  if (!edges.ok) return edges;
  const { customer } = input;
  const filter = { ...pageOf(input), ...createdRange(input.created), customer };
  const found = await listPayments(means.db, accountId, filter);
  const shown = found.map((view) => paymentIntentToStripe(view, means));
  return ok(listAnswer('/v1/payment_intents', input, shown));
}

const retrieveInput = z.strictObject({ ...expansion, client_secret: text(200).optional() });

async function retrieve(
  means: ApiMeans,
  call: Call<z.output<typeof retrieveInput>>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, id, input } = call;
  const inBrowser = isBrowser(call.caller);
  const secret = holdsSecret(means, call);
  if (!secret.ok) return secret;
  const unsayable = inBrowser ? browserFault(input) : undefined;
  if (unsayable !== undefined) return err(unsayable);
  const view = await loadPayment(means.db, accountId, id);
  if (view === undefined || !isShown(view)) return err(missing('payment_intent', id, 'intent'));
  const shown = paymentIntentToStripe(await repaired(means.payments, view), means);
  return ok({ status: 200, body: inBrowser ? seenByBrowser(shown) : shown });
}

async function update(
  means: ApiMeans,
  { accountId, account, client, id, input, cause, once }: Call<z.output<typeof updateInput>>,
): Promise<Result<Answer, ApiError>> {
  const known = await loadPayment(means.db, accountId, id);
  if (known === undefined) return err(missing('payment_intent', id, 'intent'));
  const { amount, wishes: old } = known.intent;
  const currency = input.currency ?? amount.currency;
  const isChanged = input.amount !== undefined || input.currency !== undefined;
  const fault = isChanged ? amountFault(input.amount ?? Number(amount.minor), currency) : undefined;
  if (fault !== undefined) return err(fault);
  const checked = await checkWishes(means, { accountId, input, old });
  if (!checked.ok) return checked;
  const amountMinor = input.amount ?? Number(amount.minor);
  const split = await splitWishes(means, input, { account, amountMinor, wishes: old });
  if (!split.ok) return split;
  const method = await methodOf(means, accountId, input);
  if (!method.ok) return method;
  const answer = (view: PaymentView) => intentAnswer(means, view);
  const updated = await updateIntent(means.payments, {
    accountId,
    id,
    method: method.value,
    change: (intent) =>
      withSplit(changeOf(means, { input, client, collected: null })(intent), split.value),
    cause,
    once: once(answer),
  });
  return finishIntent(means, { accountId, id }, updated, answer);
}

const withSplit = (update: Update, { split }: Wishes): Update => ({
  ...update,
  wishes: { ...update.wishes, split },
});

async function cancel(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<z.output<typeof cancelInput>>,
): Promise<Result<Answer, ApiError>> {
  const reason = input.cancellation_reason ?? null;
  const answer = (view: PaymentView) => intentAnswer(means, view);
  const asked = { accountId, id, reason, cause, once: once(answer) };
  return finishIntent(means, asked, await cancelIntent(means.payments, asked), answer);
}
