// The lobby: map, clock, test cards, the way of the money, the fault box; world.json for programs.

import {
  asset,
  type HttpReply,
  httpClient,
  listen,
  openHttp,
  parseInput,
  redirect,
  sameOriginOnly,
  sendPage,
} from '@kassa/http';
import type { Log } from '@kassa/log';
import { z } from 'zod';
import type { WorldClock } from '../clock/world-clock.ts';
import type { Faults } from '../faults/open-faults.ts';
import type { WorldKeys } from '../keys.ts';
import type { Places } from '../places.ts';
import type { Running } from '../start/running.ts';
import { bankKeysOf } from './bank-keys.ts';
import { addFaultsRoutes } from './faults-routes.ts';
import { homePage } from './home-page.tsx';
import { liveScript, lobbyLook } from './look.ts';
import { moneyPage, paymentsPage } from './money-page.tsx';
import { moneyStory } from './money-story.ts';
import { readMarks } from './party-health.ts';
import { problemPage } from './problem-page.tsx';
import { recentPayments, tracesOf } from './traces.ts';
import { worldJson } from './world-json.ts';

export type LobbyOptions = {
  readonly host: string;
  readonly port: number;
  readonly places: Places;
  readonly keys: WorldKeys;
  readonly clock: WorldClock;
  /** Absent where no fault box stands between the parties. */
  readonly faults: Faults | undefined;
  readonly log: Log;
};

const reference = z.object({ rrn: z.string().regex(/^[\w-]{1,64}$/) });
const moved = z.object({ moved: z.literal('1').optional().catch(undefined) });

export async function startLobby(options: LobbyOptions): Promise<Running> {
  const { places, clock, faults, log } = options;
  const client = httpClient({ timeoutMs: 3000 });
  const bankKeys = bankKeysOf(options);
  const asking = { client, places, controlKey: options.keys.control };
  const app = openHttp({ name: 'lobby', log, errorPage: problemPage });
  for (const file of [...lobbyLook.assets, liveScript]) {
    asset(app, file.path, { ...file, immutable: true });
  }

  app.get('/', async (request, reply) => {
    const isMoved = parseInput(moved, request.query).moved === '1';
    const marks = await readMarks(client, places);
    const advance = isMoved ? clock.lastAdvance() : undefined;
    return sendPage(reply, homePage({ places, marks, nowMs: clock.nowMs(), advance, bankKeys }));
  });
  app.post('/clock/next-business-day', { preHandler: sameOriginOnly }, async (_, reply) => {
    await clock.advanceToNextBusinessDay();
    return redirect(reply, '/?moved=1#clock');
  });
  app.get('/money', async (_, reply) =>
    sendPage(reply, paymentsPage({ payments: await recentPayments(asking) })),
  );
  app.get('/money/:rrn', async (request, reply) => {
    const { rrn } = parseInput(reference, request.params);
    return sendMoney(reply, rrn);
  });
  addFaultsRoutes(app, faults);
  app.get('/world.json', async () => worldJson(places, clock, faults));
  app.get('/marks.json', () => readMarks(client, places));
  app.get('/healthz', async () => ({ ok: true, parties: await readMarks(client, places) }));
  app.get('/_kassa/health', async () => ({ party: 'lobby', ok: true, details: {} }));

  async function sendMoney(reply: HttpReply, rrn: string): Promise<HttpReply> {
    const traces = await tracesOf(asking, rrn);
    const isKnown = traces.some(({ lines }) => lines.length > 0);
    const away = traces.filter(({ isAway }) => isAway).map(({ party }) => party);
    const page = moneyPage({ rrn, places, story: moneyStory(traces), away });
    return sendPage(reply, page, isKnown ? 200 : 404);
  }

  const url = await listen(app, options);
  return {
    name: 'lobby',
    url,
    async stop() {
      await app.close();
      await client.close();
    },
  };
}
