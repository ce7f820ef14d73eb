// The addresses of the hosted checkout. What a session's page shows follows from the session's state
// alone, so Back, reload and a second tab always show what is true.

import { addToCsp, type HttpApp, redirect } from '@kassa/http';
import type { Theme } from '@kassa/pages';
import { unreachable } from '@kassa/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { browserFacts } from './browser-facts.ts';
import type { FieldErrors } from './card-checks.ts';
import type { Room } from './checkout-pages.ts';
import { fromOurPage, markPage } from './from-our-page.ts';
import { forgetEntry, recallEntry, rememberEntry } from './kept-entry.ts';
import type { LineState } from './line-picture.tsx';
import { addLinkRoutes } from './link-routes.ts';
import { houseBranding } from './look.ts';
import { asksAnything } from './order-fields.tsx';
import { type OrderErrors, readOrder, type TypedOrder, typedFrom } from './order-form.ts';
import { pageLanguage, withLanguage } from './page-language.ts';
import { payPage } from './pay-page.tsx';
import type { CheckoutView, PayOutcome } from './ports.ts';
import { queuedPage } from './queued-page.tsx';
import { type KeptEntry, readCard, textOf } from './read-card.ts';
import { canceledPage, expiredPage, type PlainState, paidPage, plainPage } from './state-pages.tsx';
import type { Lang } from './texts.ts';
import { looksMax, waitingPage, waitPath } from './waiting-page.tsx';

type AnyVisit = { readonly request: FastifyRequest; readonly reply: FastifyReply };
type Visit = { readonly request: FastifyRequest<ById>; readonly reply: FastifyReply };
type ById = { Params: { sessionId: string } };
type Shown = { readonly view: CheckoutView; readonly lang: Lang; readonly look: Theme };

/** A card, two addresses and three answers fit into a fortieth of the kernel's usual limit. */
const bodyLimitBytes = 25_000;

export function registerRoutes(app: HttpApp, room: Room): void {
  app.get<{ Params: { file: string } }>('/c/look/:file', async (request, reply) => {
    const css = room.looks.stylesheet(request.params.file);
    if (css === undefined) return reply.callNotFound();
    reply.header('Cache-Control', 'public, max-age=31536000, immutable');
    return reply.type('text/css; charset=utf-8').send(css);
  });
  // A room of its own in Fastify, so that its errors are pages in the shop's colours too.
  app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => failed(room, error, { request, reply }));
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
    });
    scope.get<ById>('/c/:sessionId', (request, reply) => show(room, { request, reply }));
    scope.get<ById>('/c/:sessionId/wait', (request, reply) => wait(room, { request, reply }));
    scope.get<ById>('/c/:sessionId/state', async (request, reply) => {
      const view = await room.sessions.loadSession(request.params.sessionId);
      if (!view) return reply.status(404).send({ state: 'missing' });
      const { state } = view;
      if (state.kind === 'queued') return { state: state.kind, ahead: state.ahead };
      return { state: state.kind === 'waiting' ? state.kind : 'decided' };
    });
    const guarded = { preHandler: fromOurPage, bodyLimit: bodyLimitBytes };
    scope.post<ById>('/c/:sessionId/pay', guarded, (request, reply) =>
      pay(room, { request, reply }),
    );
    scope.post<ById>('/c/:sessionId/choose', guarded, (request, reply) =>
      choose(room, { request, reply }),
    );
    scope.post<ById>('/c/:sessionId/leave', guarded, async (request, reply) => {
      const { sessionId } = request.params;
      room.sessions.leaveQueue(sessionId);
      return redirect(reply, `/c/${encodeURIComponent(sessionId)}`);
    });
    addLinkRoutes(scope, room, (visit, state, status) => plain(room, visit, state, status));
    // A reload of an address that only takes forms.
    for (const form of ['pay', 'choose', 'leave']) {
      scope.get<ById>(`/c/:sessionId/${form}`, async (request, reply) =>
        redirect(reply, `/c/${encodeURIComponent(request.params.sessionId)}`),
      );
    }
  });
}

async function show(room: Room, visit: Visit): Promise<FastifyReply> {
  const view = await room.sessions.loadSession(visit.request.params.sessionId);
  if (!view) return plain(room, visit, 'missing', 404);
  return send(room, visit, view);
}

/** Where waiting pages come back to: forwards as soon as it is decided. */
async function wait(room: Room, visit: Visit): Promise<FastifyReply> {
  const { request, reply } = visit;
  const view = await room.sessions.loadSession(request.params.sessionId);
  if (!view) return plain(room, visit, 'missing', 404);
  const { state } = view;
  if (state.kind === 'waiting' || state.kind === 'queued') return send(room, visit, view);
  // Their turn has come while nobody pressed anything: the bank's question is where they go on.
  if (state.kind === 'confirming') {
    return redirect(reply, withLanguage(state.challengeUrl, languageOf(visit, view)));
  }
  // The place is gone, with the process that kept it; a bank has been asked nothing.
  const wasQueued = textOf(request.query, 'was') === 'queued';
  if (wasQueued && state.kind === 'open' && state.problem === null) {
    return send(room, visit, { ...view, state: { ...state, problem: 'over_capacity' } });
  }
  const isPaid = state.kind === 'paid';
  return redirect(reply, isPaid && view.successUrl ? view.successUrl : `/c/${view.id}`);
}

async function pay(room: Room, visit: Visit): Promise<FastifyReply> {
  const { request, reply } = visit;
  const { sessionId } = request.params;
  const view = await room.sessions.loadSession(sessionId);
  if (!view) return plain(room, visit, 'missing', 404);
  const isPayable = view.state.kind === 'open' || view.state.kind === 'confirming';
  if (!isPayable) return redirect(reply, `/c/${view.id}`);
  const read = readCard(request.body, room.nowMs());
  const order = readOrder(request.body, view);
  const isWrong = Object.keys(order.errors).length > 0;
  const { typed, errors: orderErrors, entry } = order;
  if (!read.ok || isWrong) {
    const errors = read.ok ? {} : read.errors;
    return send(room, visit, view, { errors, orderErrors, typed, kept: read.kept });
  }
  const outcome = await room.sessions.payWithCard(view.id, {
    card: read.card,
    entry,
    seen: textOf(request.body, 'seen'),
    browser: browserFacts(request),
  });
  return goOn(room, visit, { view, outcome, kept: read.kept, typed });
}

/** The order as it would be: counted, shown with all that was typed but the card, not paid. */
async function choose(room: Room, visit: Visit): Promise<FastifyReply> {
  const { request, reply } = visit;
  const { sessionId } = request.params;
  const view = await room.sessions.loadSession(sessionId);
  if (!view) return plain(room, visit, 'missing', 404);
  if (view.state.kind !== 'open') return redirect(reply, `/c/${view.id}`);
  const { typed, errors, entry } = readOrder(request.body, view);
  const isTaken = await room.sessions.choose(view.id, entry.choices);
  const now = await room.sessions.loadSession(sessionId);
  if (!isTaken || !now) return redirect(reply, `/c/${view.id}`);
  // Only what is wrong with the choices is told already: the rest is not finished yet.
  const orderErrors = Object.fromEntries(
    Object.entries(errors).filter(([, code]) => /^(quantity|amount)_/.test(code)),
  );
  return send(room, visit, now, { orderErrors, typed });
}

type Paid = {
  readonly view: CheckoutView;
  readonly outcome: PayOutcome;
  readonly kept: KeptEntry;
  readonly typed: TypedOrder;
};

async function goOn(room: Room, visit: Visit, paid: Paid): Promise<FastifyReply> {
  const { request, reply } = visit;
  const { view, outcome, kept, typed } = paid;
  switch (outcome.kind) {
    case 'succeeded':
      forgetEntry(request, reply, view.id);
      return redirect(reply, outcome.url);
    case 'challenge':
      rememberEntry(request, reply, view.id, kept);
      return redirect(reply, withLanguage(outcome.url, languageOf(visit, view)));
    case 'refused':
      rememberEntry(request, reply, view.id, kept);
      return redirect(reply, `/c/${view.id}`);
    case 'processing':
    case 'queued':
      rememberEntry(request, reply, view.id, kept);
      return redirect(reply, waitPath(view.id));
    case 'invalid':
      return send(room, visit, view, { errors: outcome.errors, kept, typed });
    case 'changed': {
      const now = await room.sessions.loadSession(view.id);
      if (!now) return plain(room, visit, 'missing', 404);
      return send(room, visit, now, { isChanged: true, kept, typed });
    }
    case 'gone':
      return redirect(reply, `/c/${view.id}`);
    default:
      return unreachable(outcome, 'an outcome of paying');
  }
}

/** What the form was sent with, where the page is its answer. */
type Sent = {
  readonly errors?: FieldErrors;
  readonly orderErrors?: OrderErrors;
  readonly typed?: TypedOrder;
  readonly kept?: KeptEntry;
  readonly isChanged?: boolean;
};

function send(room: Room, visit: Visit, view: CheckoutView, sent: Sent = {}): FastifyReply {
  const { request, reply } = visit;
  const lang = languageOf(visit, view);
  const shown: Shown = { view, lang, look: room.looks.of(view.merchant) };
  const page = (status: number, html: string) =>
    reply.status(status).type('text/html; charset=utf-8').send(html);
  switch (view.state.kind) {
    case 'open':
    case 'confirming': {
      // Browsers hold a form to its policy through redirects too: from here to the shop.
      if (view.successUrl) addToCsp(reply, { formAction: [new URL(view.successUrl).origin] });
      markPage(request, reply);
      const lines = { browser: lineOf(request), banks: room.bankLines };
      const { testCards, accepted } = room;
      return page(
        statusOf(sent),
        payPage({ ...shown, ...formOf(room, visit, view, sent), lines, testCards, accepted }),
      );
    }
    case 'waiting': {
      const looked = Number(/^\d{1,3}$/.exec(textOf(request.query, 'look'))?.[0] ?? 0);
      const island = room.islands.wait;
      return page(200, waitingPage({ ...shown, looked: Math.min(looked, looksMax), island }));
    }
    case 'queued': {
      const { ahead } = view.state;
      // Its form, too, must be known as ours.
      markPage(request, reply);
      return page(200, queuedPage({ ...shown, ahead, island: room.islands.wait }));
    }
    case 'paid':
      forgetEntry(request, reply, view.id);
      return page(200, paidPage(shown));
    case 'canceled':
      return page(410, canceledPage(shown));
    case 'expired':
      return page(410, expiredPage(shown));
    default:
      return unreachable(view.state, 'the state of a session');
  }
}

function formOf(room: Room, { request }: Visit, view: CheckoutView, sent: Sent) {
  const { kept = recallEntry(request, room.nowMs()), typed } = sent;
  const { cardForm, order } = room.islands;
  return {
    kept,
    errors: sent.errors ?? {},
    // A field that nothing was typed into shows what is known of it.
    typed: { ...typedFrom(view), ...typed },
    orderErrors: sent.orderErrors ?? {},
    isChanged: sent.isChanged ?? false,
    islands: asksAnything(view) || isAdjustable(view) ? [cardForm, order] : [cardForm],
  };
}

const isAdjustable = ({ lines }: CheckoutView): boolean =>
  lines.some(({ adjustable, own }) => adjustable !== null || own !== null);

function statusOf({ errors = {}, orderErrors = {}, isChanged = false }: Sent): number {
  if (isChanged) return 409;
  return Object.keys(errors).length + Object.keys(orderErrors).length > 0 ? 422 : 200;
}

const lineOf = (request: FastifyRequest): LineState =>
  request.protocol === 'https' ? 'encrypted' : 'open';

function languageOf({ request, reply }: Visit, view: CheckoutView): Lang {
  const { id, locale, merchant } = view;
  return pageLanguage(request, reply, { id, locale, merchant: merchant.language });
}

function plain(room: Room, visit: AnyVisit, state: PlainState, status: number): FastifyReply {
  const { request, reply } = visit;
  const id = textOf(request.params, 'sessionId');
  const html = plainPage({
    state,
    lang: pageLanguage(request, reply, {}),
    look: room.looks.of(houseBranding),
    paymentPath: state === 'missing' ? null : `/c/${encodeURIComponent(id)}`,
    requestId: state === 'broken' ? request.id : undefined,
  });
  return reply.status(status).type('text/html; charset=utf-8').send(html);
}

// A browser that sent something else than the form gets words of ours; a bug is logged, and the page
// sends the shopper to the session, which shows how far the payment came.
function failed(room: Room, error: unknown, at: AnyVisit): FastifyReply {
  const known = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  const status = known >= 400 && known < 600 ? known : 500;
  if (status < 500) return plain(room, at, status === 403 ? 'otherSite' : 'unread', status);
  room.log.error({ err: error, requestId: at.request.id }, 'a bug');
  return plain(room, at, 'broken', status);
}
