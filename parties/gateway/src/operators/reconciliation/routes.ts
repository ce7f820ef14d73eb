// The desk on HTTP. A repair is asked for twice, as every decision of operators: the form, and a page
// that says what will be posted.

import { parseInput, redirect, sendPage } from '@kassa/http';
import { languageCookie } from '@kassa/pages';
import { z } from 'zod';
import { type RepairMeans, repair, type Wish } from '../../reconciliation/desk/repair.ts';
import { type RunMeans, reconcileAll } from '../../reconciliation/desk/run.ts';
import {
  countByState,
  findException,
  findOthers,
  lastRuns,
  listExceptions,
  openByAge,
} from '../../reconciliation/desk/store.ts';
import {
  exceptionStates,
  repairKinds,
  type StoredException,
} from '../../reconciliation/desk/stored.ts';
import { pairNames } from '../../reconciliation/matching/pair.ts';
import { dayOf } from '../../reconciliation/sources/days.ts';
import { takeStatement } from '../../reconciliation/sources/statements.ts';
import { notFoundPage } from '../pages/frame.tsx';
import type { Room, Visit } from '../pages/room.ts';
import { type DeskShown, deskPage, path } from './desk-page.tsx';
import { confirmPage, exceptionPage } from './exception-page.tsx';
import { type DeskLanguage, languageOf, texts } from './texts.ts';

export type ReconciliationPagesMeans = RunMeans & RepairMeans;

const shownAtOnce = 50;

const query = z.object({
  state: z.enum(exceptionStates).catch('open'),
  pair: z.enum(pairNames).optional().catch(undefined),
  before: z.coerce.number().int().min(0).max(100_000).catch(0),
  news: z.enum(['ran', 'done']).optional().catch(undefined),
  took: z.coerce.number().int().min(0).max(1000).optional().catch(undefined),
});
const wishInput = z.object({
  kind: z.enum(repairKinds),
  replacedBy: z
    .string()
    .max(40)
    .default('')
    .transform((id) => (id === '' ? null : id)),
  why: z.string().trim().min(1).max(500),
});
const statementInput = z.object({ account: z.string().max(80), statement: z.string() });

export function addReconciliationPages(room: Room, means: ReconciliationPagesMeans): void {
  room.look(path, (visit) => showDesk(means, visit, {}));

  room.act(`${path}/run`, async ({ reply, who }) => {
    await reconcileAll(means, who.email);
    return redirect(reply, `${path}?news=ran`);
  });

  room.act(`${path}/statements`, async (visit) => {
    const { account, statement } = parseInput(statementInput, visit.request.body);
    const merchant = means.directory.all().find(({ accountId }) => accountId === account);
    const t = texts(languageOf(visit.request));
    if (merchant === undefined) {
      return showDesk(means, visit, { problem: t('refused', { why: account }) });
    }
    const { accountId } = merchant;
    const nowMs = means.clock.nowMs();
    const taken = await takeStatement(means.db, {
      ...{ accountId, text: statement, by: visit.who.email, nowMs },
    });
    if (!taken.ok) {
      const why = JSON.stringify(taken.error);
      return showDesk(means, visit, { problem: t('refused', { why }) });
    }
    return redirect(visit.reply, `${path}?took=${taken.value}`);
  });

  room.look(`${path}/:id`, async (visit) => {
    const found = await findException(means.db, visit.at['id'] ?? '');
    return found === undefined ? nothingThere(visit) : showOne(means, visit, { found });
  });

  room.act(`${path}/:id/confirm`, async (visit) => {
    const found = await findException(means.db, visit.at['id'] ?? '');
    if (found === undefined) return nothingThere(visit);
    const wish = wishInput.safeParse(visit.request.body);
    const lang = languageOf(visit.request);
    if (!wish.success) return showOne(means, visit, { found, problem: texts(lang)('sayWhy') });
    const { kind, replacedBy } = wish.data;
    if (kind === 'replace' && replacedBy === null) {
      return showOne(means, visit, { found, problem: texts(lang)('replacement_unknown') });
    }
    const shown = { ...wish.data, replacedBy: kind === 'replace' ? replacedBy : null };
    return sendPage(
      visit.reply,
      confirmPage(visit.who, { ...shown, lang, here: visit.request.url, found }),
    );
  });

  room.act(`${path}/:id/repair`, async (visit) => {
    const found = await findException(means.db, visit.at['id'] ?? '');
    if (found === undefined) return nothingThere(visit);
    const t = texts(languageOf(visit.request));
    const read = wishInput.safeParse(visit.request.body);
    if (!read.success) return showOne(means, visit, { found, problem: t('sayWhy') });
    const wish: Wish = { ...read.data, by: visit.who.email };
    const done = await repair(means, found.id, wish);
    if (!done.ok) {
      const now = (await findException(means.db, found.id)) ?? found;
      return showOne(means, visit, { found: now, problem: t(done.error.code) });
    }
    return redirect(visit.reply, `${path}/${found.id}?news=done`);
  });
}

async function showDesk(
  means: ReconciliationPagesMeans,
  visit: Visit,
  { problem }: Pick<DeskShown, 'problem'>,
) {
  const { db, clock, directory } = means;
  const { request, reply, who } = visit;
  const { state, pair, before, news, took } = parseInput(query, request.query);
  const lang = languageOf(request);
  const t = texts(lang);
  const today = dayOf(clock.nowMs());
  const found = await listExceptions(db, { state, pair, limit: shownAtOnce + 1, after: before });
  const next = found.length > shownAtOnce ? String(before + shownAtOnce) : undefined;
  const told = took === undefined ? news && t(news) : t('took', { count: took });
  rememberLanguage(visit, lang);
  return sendPage(
    reply,
    deskPage(who, {
      ...{ lang, here: request.method === 'GET' ? request.url : path, state, pair, today, problem },
      runs: await lastRuns(db),
      byAge: await openByAge(db, today),
      counts: await countByState(db),
      exceptions: found.slice(0, shownAtOnce),
      merchants: directory.all().map(({ accountId, name }) => ({ accountId, name })),
      paging: { path, query: { state, pair }, next, isFirst: before === 0 },
      news: told,
    }),
    problem === undefined ? 200 : 422,
  );
}

type One = { readonly found: StoredException; readonly problem?: string };

async function showOne(means: ReconciliationPagesMeans, visit: Visit, { found, problem }: One) {
  const { db, clock } = means;
  const { request, reply, who } = visit;
  const { news } = parseInput(query, request.query);
  const lang = languageOf(request);
  rememberLanguage(visit, lang);
  const others = found.state === 'open' ? await findOthers(db, found) : [];
  const here = request.method === 'GET' ? request.url : `${path}/${found.id}`;
  const today = dayOf(clock.nowMs());
  const shown = { lang, here, found, others, today, problem, news: news && texts(lang)(news) };
  return sendPage(reply, exceptionPage(who, shown), problem === undefined ? 200 : 422);
}

function rememberLanguage({ request, reply }: Visit, lang: DeskLanguage): void {
  const asked = z.object({ lang: z.string() }).safeParse(request.query);
  if (asked.success) reply.header('Set-Cookie', languageCookie(lang));
}

function nothingThere({ request, reply, who, at }: Visit) {
  const t = texts(languageOf(request));
  return sendPage(reply, notFoundPage(who, t('notFound'), at['id'] ?? ''), 404);
}
