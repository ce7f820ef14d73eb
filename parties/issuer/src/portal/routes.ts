// The net-bank on HTTP. Every page works without a script; what changes something comes by POST from
// our own pages.

import { type HttpApp, parseInput, redirect, sameOriginOnly } from '@kassa/http';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import { ok } from '@kassa/result';
import { parseDate } from '@kassa/time';
import { z } from 'zod';
import { loadStatement } from '../accounts/statement.ts';
import { subAccountsOfCustomer } from '../accounts/store.ts';
import { cardStatuses } from '../cards/card.ts';
import { changeCard } from '../cards/change-card.ts';
import { cardsOfCustomer } from '../cards/store.ts';
import { addDisputePages, type DisputeRoom } from '../disputes/pages/routes.ts';
import { lastStatementDay, writeStatement } from '../statements/write-statement.ts';
import { accountsPage } from './accounts-page.tsx';
import { type CardPageNews, cardPage } from './card-page.tsx';
import { messagePage, type PortalPage } from './frame.tsx';
import { limitsInput, readLimits } from './limits-form.ts';
import { type LoggedIn, logIn, logOut, sessionMs, whoIs } from './log-in.ts';
import { logInPage } from './log-in-page.tsx';
import { cancelOne, giveOne, showMandates } from './mandates.ts';
import { statementPage } from './statement-page.tsx';
import { texts } from './texts.ts';
import type { Portal, Reply, Request, Visit } from './visit.ts';

const logInInput = z.object({ number: z.string().max(200), password: z.string().max(1000) });
const statementInput = z.object({ currency: z.string().max(3).optional() });
const fileInput = z.object({ date: z.string().max(20).default('') });
const idInput = z.object({ id: z.string().max(100) });
const statusInput = z.object({ status: z.enum(cardStatuses) });
const newsInput = z.object({
  news: z.enum(['saved', 'status_changed', 'not_possible']).optional(),
});

export type PortalRoom = Omit<Portal, 'cookie'> & Pick<DisputeRoom, 'onClaimed'>;

export function registerPortal(app: HttpApp, { onClaimed, ...room }: PortalRoom): void {
  const { bank } = room;
  const portal: Portal = {
    ...room,
    // Cookies know hosts and no ports: two banks on one machine need two names.
    cookie: `${bank.db.schema}_session`,
  };
  const own = { preHandler: sameOriginOnly };

  app.get('/', (request, reply) => visit(portal, request, reply, home));
  app.get('/accounts/:id', (request, reply) => visit(portal, request, reply, account));
  app.get('/accounts/:id/statement', (request, reply) => visit(portal, request, reply, file));
  app.get('/mandates', (request, reply) => visit(portal, request, reply, showMandates));
  app.post('/mandates', own, (request, reply) => visit(portal, request, reply, giveOne));
  app.post('/mandates/cancel', own, (request, reply) => visit(portal, request, reply, cancelOne));
  app.get('/cards/:id', (request, reply) => visit(portal, request, reply, card));
  app.post('/cards/:id/status', own, (request, reply) => visit(portal, request, reply, setStatus));
  app.post('/cards/:id/limits', own, (request, reply) => visit(portal, request, reply, setLimits));

  addDisputePages(app, {
    visit: (request, reply, show) => visit(portal, request, reply, show),
    onClaimed,
  });

  app.post('/log-in', own, async (request, reply) => {
    const { number, password } = parseInput(logInInput, request.body);
    const done = await logIn(bank, { number, password });
    if (!done.ok) {
      const page = pageOf(portal, request);
      const status = done.error.code === 'wrong' ? 401 : 429;
      return html(reply.status(status), logInPage(page, { number, refusal: done.error }));
    }
    reply.setCookie(portal.cookie, done.value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
      maxAge: sessionMs / 1000,
    });
    return redirect(reply, '/');
  });
  app.post('/log-out', own, async (request, reply) => {
    await logOut(bank, request.cookies[portal.cookie] ?? '');
    return redirect(reply.clearCookie(portal.cookie, { path: '/' }), '/');
  });
}

/** For somebody logged in; everybody else gets the log-in page. */
async function visit(
  portal: Portal,
  request: Request,
  reply: Reply,
  show: (visit: Visit) => Promise<Reply>,
): Promise<Reply> {
  const token = request.cookies[portal.cookie];
  const who = token === undefined ? undefined : await whoIs(portal.bank, token);
  const page = pageOf(portal, request);
  if (asked(request) !== undefined) reply.header('Set-Cookie', languageCookie(page.lang));
  if (who) return show({ portal, request, reply, who, page });
  if (request.method !== 'GET') return redirect(reply, '/');
  return html(reply, logInPage({ ...page, here: '/' }, { number: '' }));
}

async function home({ portal, reply, who, page }: Visit): Promise<Reply> {
  const { bank } = portal;
  const accounts = await subAccountsOfCustomer(bank.db, who.customerId);
  const statements = await Promise.all(accounts.map((one) => loadStatement(bank, one)));
  const cards = await cardsOfCustomer(bank.db, who.customerId);
  return html(reply, accountsPage(page, who, { statements, cards }));
}

async function account({ portal, request, reply, who, page }: Visit): Promise<Reply> {
  const { bank } = portal;
  const { id } = parseInput(idInput, request.params);
  const { currency } = parseInput(statementInput, request.query);
  const accounts = await subAccountsOfCustomer(bank.db, who.customerId);
  const found = accounts.find(
    (one) => one.bankAccountId === id && (currency === undefined || one.currency === currency),
  );
  if (!found) return html(reply.status(404), notFound(page, who));
  const latest = lastStatementDay(bank, portal.calendar);
  return html(reply, statementPage(page, who, { ...(await loadStatement(bank, found)), latest }));
}

/** The statement of one banking day, every currency of the account in it. */
async function file({ portal, request, reply, who, page }: Visit): Promise<Reply> {
  const { bank, calendar } = portal;
  const { id } = parseInput(idInput, request.params);
  const accounts = await subAccountsOfCustomer(bank.db, who.customerId);
  const own = accounts.filter((one) => one.bankAccountId === id);
  if (own.length === 0) return html(reply.status(404), notFound(page, who));
  const t = texts(page.lang);
  const latest = lastStatementDay(bank, calendar);
  const asked = parseInput(fileInput, request.query).date;
  const day = asked === '' ? ok(latest) : parseDate(asked);
  if (!day.ok) return html(reply.status(422), messagePage(page, who, t('noSuchDay', { latest })));
  const date = day.value;
  const written = await writeStatement(bank, own, { date, calendar });
  if (!written.ok) {
    const { error } = written;
    const why =
      error.code === 'no_such_day'
        ? t('noSuchDay', { latest: error.latest })
        : t('statementTooLong', { max: error.max });
    return html(reply.status(422), messagePage(page, who, why));
  }
  return reply
    .type('application/xml; charset=utf-8')
    .header('content-disposition', `attachment; filename="statement-${id}-${date}.xml"`)
    .send(written.value);
}

async function card(at: Visit): Promise<Reply> {
  const { request, reply, who, page } = at;
  const found = await ownCard(at);
  if (!found) return html(reply.status(404), notFound(page, who));
  const { news } = newsInput.safeParse(request.query).data ?? {};
  return html(reply, cardPage(page, who, found, news && { kind: news }));
}

async function setStatus(at: Visit): Promise<Reply> {
  const { portal, request, reply, who, page } = at;
  const found = await ownCard(at);
  if (!found) return html(reply.status(404), notFound(page, who));
  const { status } = parseInput(statusInput, request.body);
  const change = { cardId: found.cardId, by: 'holder', status } as const;
  const done = await changeCard(portal.bank, change);
  const news: CardPageNews['kind'] = done.ok ? 'status_changed' : 'not_possible';
  return redirect(reply, `/cards/${found.cardId}?news=${news}`);
}

async function setLimits(at: Visit): Promise<Reply> {
  const { portal, request, reply, who, page } = at;
  const found = await ownCard(at);
  if (!found) return html(reply.status(404), notFound(page, who));
  const entry = parseInput(limitsInput, request.body);
  const limits = readLimits(entry, found.currency);
  if (!limits.ok) {
    const news: CardPageNews = { kind: 'wrong', entry, errors: limits.error };
    return html(reply.status(422), cardPage(page, who, found, news));
  }
  const change = { cardId: found.cardId, by: 'holder', limits: limits.value } as const;
  const done = await changeCard(portal.bank, change);
  const news: CardPageNews['kind'] = done.ok ? 'saved' : 'not_possible';
  return redirect(reply, `/cards/${found.cardId}?news=${news}`);
}

/** Another customer's card is no card: its existence is not told. */
async function ownCard({ portal, request, who }: Visit) {
  const { id } = parseInput(idInput, request.params);
  const cards = await cardsOfCustomer(portal.bank.db, who.customerId);
  return cards.find((one) => one.cardId === id);
}

function pageOf(portal: Portal, request: Request): PortalPage {
  const lang = chooseLanguage(
    {
      asked: asked(request),
      cookie: request.cookies[languageCookieName],
      acceptLanguage: request.headers['accept-language'],
    },
    ['en', 'bs'],
  );
  return { theme: portal.theme, lang, here: request.url, zone: portal.bank.zone };
}

function asked(request: Request): string | undefined {
  const query = z.object({ lang: z.string().max(10) }).safeParse(request.query);
  return query.data?.lang;
}

function notFound(page: PortalPage, who: LoggedIn): string {
  return messagePage(page, who, texts(page.lang)('notFound'));
}

function html(reply: Reply, page: string): Reply {
  return reply.type('text/html; charset=utf-8').send(page);
}
