// The report on HTTP, as a page and as a file. The window is of UTC and half-open.

import { parseInput, sendPage } from '@kassa/http';
import { z } from 'zod';
import type { Room, Visit } from '../pages/room.ts';
import { type CompareMeans, type Comparison, compare } from './compare.ts';
import { discrepanciesPage } from './discrepancies-page.tsx';
import { toCsv } from './to-csv.ts';

export type DiscrepancyMeans = CompareMeans;

const path = '/operators/discrepancies';
const dayMs = 86_400_000;
const windowMaxMs = 31 * dayMs;

const moment = z.string().max(30).catch('');
const query = z.object({ since: moment, until: moment });

const nothing: Comparison = { lines: [], compared: 0, gaps: [] };

export function addDiscrepancyPages(room: Room, means: DiscrepancyMeans): void {
  room.look(path, async (visit) => {
    const { since, until, problem } = windowOf(visit, means.clock.nowMs());
    const window = { sinceMs: since, untilMs: until };
    const comparison = problem === undefined ? await compare(means, window) : nothing;
    const shown = { since: written(since), until: written(until), comparison, problem };
    return sendPage(
      visit.reply,
      discrepanciesPage(visit.who, { ...shown, nowMs: means.clock.nowMs() }),
      problem === undefined ? 200 : 422,
    );
  });

  room.look(`${path}.csv`, async (visit) => {
    const { since, until, problem } = windowOf(visit, means.clock.nowMs());
    if (problem !== undefined) return visit.reply.status(422).type('text/plain').send(problem);
    const { lines, gaps } = await compare(means, { sinceMs: since, untilMs: until });
    // A file that lacks something must not look whole.
    const said = gaps.length === 0 ? {} : { 'x-kassa-gaps': String(gaps.length) };
    return visit.reply
      .headers(said)
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="discrepancies.csv"')
      .send(toCsv(lines));
  });
}

function windowOf({ request }: Visit, nowMs: number) {
  const asked = parseInput(query, request.query);
  // Up to the end of this minute, as the form can say it.
  const until = momentOf(asked.until) ?? (Math.floor(nowMs / 60_000) + 1) * 60_000;
  const since = momentOf(asked.since) ?? until - dayMs;
  const isBackwards = until <= since;
  const isLong = until - since > windowMaxMs;
  const problem = isBackwards
    ? 'The window ends before it begins.'
    : isLong
      ? 'A window is of 31 days at most.'
      : undefined;
  return { since, until, problem };
}

/** `2026-11-26`, or `2026-11-26T10:00`. */
function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return undefined;
  const atMs = Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

const written = (atMs: number) => new Date(atMs).toISOString().slice(0, 16);
