// Checkout Sessions: the order a shop hands over, and the PaymentIntent made with it in one commit.

import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { findSessionShown, listSessions } from '../../checkout/session/list.ts';
import type { CheckoutSession } from '../../checkout/session/session.ts';
import { createIntent } from '../../payments/create-intent.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import { mergeWishes, noWishes } from '../payments/payment-intent-input.ts';
import type { ApiMeans, SessionRefusal } from '../ports.ts';
import { sessionLinesToStripe, sessionToStripe } from '../to-stripe/session.ts';
import {
  type CreateSessionInput,
  createSessionInput,
  sessionFrom,
} from './checkout-session-input.ts';

const url = '/v1/checkout/sessions';

export function addCheckoutSessions(api: Api): void {
  const { means } = api;
  const { db, publicUrl } = means;
  api.resources.addPart('checkout.session', 'line_items', async (accountId, { id }) => {
    const found = await findSessionShown(db, accountId, String(id));
    const lines = found && sessionLinesToStripe(found.session).slice(0, 11);
    return lines && listAnswer(`${url}/${found.session.id}/line_items`, {}, lines).body;
  });
  addEndpoint(api, {
    name: 'checkout.sessions.create',
    method: 'POST',
    url,
    summary: 'Makes a Checkout Session: a page where the buyer pays this order.',
    answers: 'checkout.session',
    input: createSessionInput,
    run: (call) => create(means, call),
  });

  addEndpoint(api, {
    name: 'checkout.sessions.list',
    method: 'GET',
    url,
    summary: 'Checkout Sessions, newest first.',
    answers: 'list of checkout.session',
    input: z.strictObject({
      ...page,
      payment_intent: text(100).optional(),
      status: text(20).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { payment_intent: intent, status } = input;
      const found = await listSessions(db, accountId, { ...pageOf(input), intent, status });
      const shown = found.map((one) => sessionToStripe(one.session, one, publicUrl));
      return ok(listAnswer(url, input, shown));
    },
  });

  addEndpoint(api, {
    name: 'checkout.sessions.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One Checkout Session.',
    answers: 'checkout.session',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findSessionShown(db, accountId, id);
      if (found === undefined) return err(missing('checkout.session', id, 'session'));
      return ok({ status: 200, body: sessionToStripe(found.session, found, publicUrl) });
    },
  });

  addEndpoint(api, {
    name: 'checkout.sessions.listLineItems',
    method: 'GET',
    url: `${url}/:id/line_items`,
    summary: 'The lines of a session.',
    answers: 'list of item',
    input: z.strictObject(page),
    run: async ({ accountId, id, input }) => {
      const found = await findSessionShown(db, accountId, id);
      if (found === undefined) return err(missing('checkout.session', id, 'session'));
      const lines = sessionLinesToStripe(found.session).slice(0, (input.limit ?? 10) + 1);
      return ok(listAnswer(`${url}/${id}/line_items`, input, lines));
    },
  });

  addEndpoint(api, {
    name: 'checkout.sessions.expire',
    method: 'POST',
    url: `${url}/:id/expire`,
    summary: 'Ends an open session before its time.',
    answers: 'checkout.session',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, cause, once }) => {
      const answer = (session: CheckoutSession) => ({
        status: 200,
        body: sessionToStripe(session, { isPaid: false }, publicUrl),
      });
      const expired = await means.expireSession({ accountId, id, cause, once: once(answer) });
      return expired.ok ? ok(answer(expired.value)) : err(refusals[expired.error.code](id));
    },
  });
}

const refusals: Readonly<Record<SessionRefusal['code'], (id: string) => ApiError>> = {
  session_unknown: (id) => missing('checkout.session', id, 'session'),
  session_not_open: () =>
    invalid('Only Checkout Sessions with a status of `open` can be expired.', { param: 'session' }),
};

async function create(
  means: ApiMeans,
  { accountId, input, cause, once }: Call<CreateSessionInput>,
): Promise<Result<Answer, ApiError>> {
  const intentId = means.makeId('pi');
  const given = { accountId, intentId, id: means.makeId('cs'), nowMs: means.clock.nowMs() };
  const made = sessionFrom(input, given, means.makeId);
  if (!made.ok) return made;
  const session = made.value;
  const wishes = input.payment_intent_data;
  const answer = () => ({
    status: 200,
    body: sessionToStripe(session, { isPaid: false }, means.publicUrl),
  });
  const created = await createIntent(means.payments, {
    accountId,
    id: intentId,
    amount: money(session.total.currency, session.total.minor),
    captureMethod: session.details.captureMethod,
    wishes: {
      ...mergeWishes(noWishes, {
        description: wishes?.description,
        metadata: wishes?.metadata,
        receipt_email: wishes?.receipt_email ?? input.customer_email,
        statement_descriptor_suffix: wishes?.statement_descriptor_suffix,
      }),
      session: session.id,
    },
    method: null,
    session,
    confirm: null,
    cause,
    once: once(answer),
  });
  return created.ok ? ok(answer()) : err(refusalToApi(created.error));
}
