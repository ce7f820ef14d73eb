// The queue on HTTP. A decision is asked for twice: the form, and a page that says what will happen.

import type { Database } from '@kassa/database';
import { parseInput, redirect, sendPage } from '@kassa/http';
import type { Clock } from '@kassa/time';
import { z } from 'zod';
import { idFrom } from '../../ids.ts';
import { type CorrectionRefusal, correctAdvice, tellAgain } from '../../payments/correct-advice.ts';
import { findQueued, type QueuedAdvice } from '../../payments/manual-queue.ts';
import type { PaymentMeans } from '../../payments/ports.ts';
import { notFoundPage } from '../pages/frame.tsx';
import type { Room, Visit } from '../pages/room.ts';
import { findPayments } from '../timeline/list.ts';
import { advicePage, confirmPage, type ToConfirm } from './advice-page.tsx';
import { correctionOf, outcomes } from './corrections.ts';
import { queuePage } from './queue-page.tsx';
import { countQueue, listQueue, queueKinds } from './store.ts';

export type QueueMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly payments: PaymentMeans;
};

const path = '/operators/queue';
const shownAtOnce = 50;

const query = z.object({
  kind: z.enum(queueKinds).catch('manual'),
  before: z.coerce.number().int().min(0).max(100_000).catch(0),
});
const newsInput = z.object({ news: z.enum(['told', 'recorded']).optional().catch(undefined) });
const decisionInput = z.object({
  do: z.enum(['tell', 'correct']),
  outcome: z.enum(outcomes).optional(),
  code: z.string().trim().max(6).default(''),
  why: z.string().trim().min(1).max(500),
});

const newsWords = {
  told: 'It is being told again.',
  recorded: 'It is recorded, under your name.',
} as const;

const refusals: Readonly<Record<CorrectionRefusal['code'], string>> = {
  advice_unknown: 'There is no such advice.',
  advice_not_manual: 'Somebody was faster: it does not wait for a person any more.',
  outcome_unfit: 'That cannot be true of this payment as it stands now.',
  busy: 'The payment is busy at this moment. Try again.',
};

export function addQueuePages(room: Room, means: QueueMeans): void {
  const { db, clock } = means;
  room.look(path, async ({ request, reply, who }) => {
    const { kind, before: after } = parseInput(query, request.query);
    const found = await listQueue(db, { kind, limit: shownAtOnce + 1, after });
    const lines = found.slice(0, shownAtOnce);
    const next = found.length > shownAtOnce ? String(after + shownAtOnce) : undefined;
    const paging = { path, query: { kind }, next, isFirst: after === 0 };
    const counts = await countQueue(db);
    return sendPage(reply, queuePage(who, { kind, counts, lines, nowMs: clock.nowMs(), paging }));
  });

  room.look(`${path}/:id`, async (visit) => {
    const queued = await queuedAt(means, visit);
    if (queued === undefined) return nothingThere(visit);
    const { news } = parseInput(newsInput, visit.request.query);
    return sendPage(visit.reply, advicePage(visit.who, { queued, news: news && newsWords[news] }));
  });

  room.act(`${path}/:id/confirm`, async (visit) => {
    const queued = await queuedAt(means, visit);
    if (queued === undefined) return nothingThere(visit);
    const decided = decisionIn(visit);
    if (typeof decided === 'string') return again(visit, queued, decided);
    return sendPage(visit.reply, confirmPage(visit.who, { queued, ...decided }));
  });

  room.act(`${path}/:id/act`, async (visit) => {
    const queued = await queuedAt(means, visit);
    if (queued === undefined) return nothingThere(visit);
    const decided = decisionIn(visit);
    if (typeof decided === 'string') return again(visit, queued, decided);
    const done = await act(means, visit, queued, decided);
    if (!done.ok) return again(visit, queued, refusals[done.error.code]);
    const news = decided.what.do === 'tell' ? 'told' : 'recorded';
    return redirect(visit.reply, `${path}/${queued.advice.id}?news=${news}`);
  });
}

type Decided = Pick<ToConfirm, 'what' | 'why'>;

/** A sentence: what is missing. */
function decisionIn({ request }: Visit): Decided | string {
  const read = decisionInput.safeParse(request.body);
  if (!read.success) return 'Say why: it is kept with your name.';
  const { do: what, outcome, code, why } = read.data;
  if (what === 'tell') return { what: { do: 'tell' }, why };
  if (outcome === undefined) return 'Say what is true.';
  const correction = correctionOf(outcome, code.toUpperCase());
  if (correction === undefined) return 'An approval has an authorization code of six characters.';
  return { what: { do: 'correct', correction }, why };
}

function act(means: QueueMeans, { who }: Visit, queued: QueuedAdvice, { what, why }: Decided) {
  const { accountId, id } = queued.advice;
  const forced = { by: who.email, why };
  if (what.do === 'tell') return tellAgain(means.payments, { accountId, id }, forced);
  return correctAdvice(means.payments, { accountId, id, forced, correction: what.correction });
}

async function queuedAt({ db }: QueueMeans, { at }: Visit): Promise<QueuedAdvice | undefined> {
  const id = at['id'] ?? '';
  const [payment] = await findPayments(db, { kind: 'id', id }, 1);
  if (payment === undefined) return undefined;
  return findQueued(db, { accountId: idFrom('acct', payment.accountId), id });
}

function again({ reply, who }: Visit, queued: QueuedAdvice, problem: string) {
  return sendPage(reply, advicePage(who, { queued, problem }), 422);
}

function nothingThere({ reply, who, at }: Visit) {
  const why = `${at['id']} is acknowledged, or is no advice of this gateway.`;
  return sendPage(reply, notFoundPage(who, 'Nothing waits under this name', why), 404);
}
