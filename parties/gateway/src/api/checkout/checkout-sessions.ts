// Checkout Sessions: the order a shop hands over, and the PaymentIntent made with it in one commit.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { findSessionShown, findSessionsShown, listSessions } from '../../checkout/session/list.ts';
import { openSession } from '../../checkout/session/open-session.ts';
import { openSetupSession } from '../../checkout/session/open-setup-session.ts';
import type { CheckoutSession } from '../../checkout/session/session.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { absent, created, createdRange, expansion, page, text } from '../kernel/parameters.ts';
import { idOf } from '../kernel/resources.ts';
import type { ApiMeans, SessionRefusal } from '../ports.ts';
import { sessionToStripe } from '../to-stripe/session.ts';
import { firstLines, listLines } from './list-lines.ts';
import { type CreateSessionInput, createSessionInput } from './session-input.ts';
import { planSession } from './session-plan.ts';
import { changeRefused, setupRefused } from './session-refusals.ts';
import { planSetupSession } from './setup-session-plan.ts';
import { updateSession, updateSessionInput } from './update-session.ts';

const url = '/v1/checkout/sessions';

export function addCheckoutSessions(api: Api): void {
  const { means } = api;
  addLines(api);
  addEndpoint(api, {
    name: 'checkout.sessions.create',
    method: 'POST',
    url,
    summary: 'Makes a Checkout Session: a page where the buyer pays this order.',
    answers: 'checkout.session',
    input: createSessionInput,
    run: (call) => create(means, call),
  });
  addList(api);
  addEndpoint(api, {
    name: 'checkout.sessions.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One Checkout Session.',
    answers: 'checkout.session',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findSessionShown(means.db, accountId, id);
      if (found === undefined) return err(missing('checkout.session', id, 'session'));
      return ok({ status: 200, body: sessionToStripe(found.session, found, means.publicUrl) });
    },
  });
  addEndpoint(api, {
    name: 'checkout.sessions.update',
    method: 'POST',
    url: `${url}/:id`,
    summary: 'Changes a session: its notes at any time, its order while it is open.',
    answers: 'checkout.session',
    input: updateSessionInput,
    run: (call) => updateSession(api, call),
  });
  addExpire(api);
}

function addList(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'checkout.sessions.list',
    method: 'GET',
    url,
    summary: 'Checkout Sessions, newest first.',
    answers: 'list of checkout.session',
    input: z.strictObject({
      ...page,
      ...created,
      customer: text(100).optional(),
      customer_account: absent('customer accounts'),
      customer_details: z.strictObject({ email: text(512) }).optional(),
      payment_intent: text(100).optional(),
      payment_link: text(100).optional(),
      status: z.enum(['open', 'complete', 'expired']).optional(),
      subscription: absent('subscriptions'),
    }),
    run: async ({ accountId, input }) => {
      const { payment_intent: intent, status, customer, payment_link: link } = input;
      const found = await listSessions(means.db, accountId, {
        ...pageOf(input),
        ...createdRange(input.created),
        ...{ intent, status, customer, link, email: input.customer_details?.email },
      });
      const shown = found.map((one) => sessionToStripe(one.session, one, means.publicUrl));
      return ok(listAnswer(url, input, shown));
    },
  });
}

/** The lines are a part of their session, and a list of their own. */
function addLines(api: Api): void {
  const { db } = api.means;
  api.resources.addPart('checkout.session', 'line_items', async (accountId, objects) => {
    const found = await findSessionsShown(db, accountId, objects.map(idOf));
    const lines = await firstLines(
      api.means,
      accountId,
      found.map(({ session }) => linesOf(session)),
    );
    const bySession = new Map(found.map(({ session }, at) => [String(session.id), lines[at]]));
    return objects.map((object) => bySession.get(idOf(object)));
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
      return ok(await listLines(api.means, linesOf(found.session), input));
    },
  });
}

const linesOf = ({ accountId, id, lines, total, details, createdAtMs }: CheckoutSession) => ({
  url: `${url}/${id}/line_items`,
  accountId,
  order: { lines, currency: total.currency, tax: details.tax, createdAtMs },
});

function addExpire(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'checkout.sessions.expire',
    method: 'POST',
    url: `${url}/:id/expire`,
    summary: 'Ends an open session before its time.',
    answers: 'checkout.session',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, cause, once }) => {
      const answer = (session: CheckoutSession) => shown(means, session);
      const expired = await means.expireSession({ accountId, id, cause, once: once(answer) });
      return expired.ok ? ok(answer(expired.value)) : err(refusals[expired.error.code](id));
    },
  });
}

/** One that nobody has paid. */
function shown({ publicUrl }: ApiMeans, session: CheckoutSession): Answer {
  return { status: 200, body: sessionToStripe(session, { isPaid: false }, publicUrl) };
}

const refusals: Readonly<Record<SessionRefusal['code'], (id: string) => ApiError>> = {
  session_unknown: (id) => missing('checkout.session', id, 'session'),
  session_not_open: () =>
    invalid('Only Checkout Sessions with a status of `open` can be expired.', { param: 'session' }),
};

async function create(
  means: ApiMeans,
  call: Call<CreateSessionInput>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, cause, once } = call;
  const answer = (session: CheckoutSession) => shown(means, session);
  if (call.input.mode === 'setup') {
    const keeping = await planSetupSession(means, call);
    if (!keeping.ok) return keeping;
    const about = { accountId, ...keeping.value, cause, once: once(answer) };
    const kept = await openSetupSession(means, about);
    return kept.ok ? ok(answer(kept.value)) : err(setupRefused(kept.error));
  }
  if (call.input.setup_intent_data !== undefined) {
    const message = 'Only a session of the mode "setup" has setup_intent_data.';
    return err(invalid(message, { param: 'setup_intent_data' }));
  }
  const planned = await planSession(means, call);
  if (!planned.ok) return planned;
  const opened = await openSession(means, {
    accountId,
    ...planned.value,
    cause,
    once: once(answer),
  });
  return opened.ok ? ok(answer(opened.value)) : err(changeRefused(opened.error, ''));
}
