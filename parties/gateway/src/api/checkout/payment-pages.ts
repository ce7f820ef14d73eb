// The page of a session as programs press it: the official command line plays a whole checkout with
// these two routes, which no reference of the original names. What they do is what the page does, with
// a card that is there already.

import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { unknownBrowser } from '../../authentication/browser-facts.ts';
import type { CheckoutSession } from '../../checkout/session/session.ts';
import { confirmIntent } from '../../payments/confirm-intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPaymentOfSession } from '../../payments/store.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { expansion, integer, text } from '../kernel/parameters.ts';
import { confirmAnswer } from '../payments/confirm-answer.ts';
import type { ApiMeans } from '../ports.ts';
import { sessionToStripe } from '../to-stripe/session.ts';

const url = '/v1/payment_pages/:id';

const confirmInput = z.strictObject({
  ...expansion,
  expected_amount: integer(0, 99_999_999).optional(),
  payment_method: text(255),
});

export function addPaymentPages(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentPages.retrieve',
    method: 'GET',
    url,
    summary: 'The page of a session.',
    answers: 'checkout.session',
    isUnlisted: true,
    input: z.strictObject(expansion),
    run: async (call) => {
      const found = await find(means, call);
      return found.ok ? ok(shown(means, found.value.session, found.value.view)) : found;
    },
  });
  addEndpoint(api, {
    name: 'paymentPages.confirm',
    method: 'POST',
    url: `${url}/confirm`,
    summary: 'Pays a session with a card that is there.',
    answers: 'checkout.session',
    isUnlisted: true,
    input: confirmInput,
    run: (call) => confirm(means, call),
  });
}

type Found = { readonly session: CheckoutSession; readonly view: PaymentView };

async function find(
  { db }: ApiMeans,
  { accountId, id }: Pick<Call<unknown>, 'accountId' | 'id'>,
): Promise<Result<Found, ApiError>> {
  const view = await loadPaymentOfSession(db, id);
  const session = view?.session ?? null;
  const isTheirs = view !== undefined && session !== null && session.accountId === accountId;
  return isTheirs ? ok({ session, view }) : err(missing('payment_page', id));
}

function shown({ publicUrl }: ApiMeans, session: CheckoutSession, { intent }: PaymentView): Answer {
  const isPaid = intent.state.status === 'succeeded';
  return { status: 200, body: sessionToStripe(session, { isPaid }, publicUrl) };
}

async function confirm(
  means: ApiMeans,
  call: Call<z.output<typeof confirmInput>>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, input, cause, once } = call;
  const found = await find(means, call);
  if (!found.ok) return found;
  const { session } = found.value;
  if (session.status !== 'open') {
    return err(invalid(`This session is ${session.status}: it is paid no more.`, { param: 'id' }));
  }
  const { total } = session;
  const { expected_amount: minor } = input;
  const answer = (view: PaymentView): Answer => {
    const reading = { requestId: cause.requestId, inBrowser: false };
    const answered = confirmAnswer(means, view, reading);
    return answered.status === 200 ? shown(means, ended(session, view), view) : answered;
  };
  const confirmed = await confirmIntent(means.payments, {
    ...{ accountId, id: found.value.view.intent.id, cause, once: once(answer) },
    method: input.payment_method,
    change: null,
    browser: unknownBrowser,
    expected: minor === undefined ? total : money(total.currency, minor),
  });
  return confirmed.ok ? ok(answer(confirmed.value)) : err(refusalToApi(confirmed.error));
}

/** As the commit of the payment has left it. */
function ended(session: CheckoutSession, { intent }: PaymentView): CheckoutSession {
  const { status } = intent.state;
  const isComplete = status === 'succeeded' || status === 'requires_capture';
  return isComplete ? { ...session, status: 'complete' } : session;
}
