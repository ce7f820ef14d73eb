// The world's letter box: SMTP for e-mail, one route for SMS, pages for people, JSON for tests.

import { randomToken } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import { asset, listen, openHttp, parseInput, sameOriginOnly, sendPage } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Clock } from '@kassa/time';
import { z } from 'zod';
import type { Running } from '../start/running.ts';
import { inboxLook } from './look.ts';
import type { Message } from './message.ts';
import { listPage, messagePage, missingPage } from './pages.tsx';
import { openSmtp } from './smtp.ts';
import { findMessage, keepMessage, listMessages } from './store.ts';

export type InboxOptions = {
  readonly db: Database;
  readonly host: string;
  readonly port: number;
  readonly smtpPort: number;
  readonly lobbyUrl: string;
  readonly clock: Clock;
  readonly log: Log;
};

const shortMessage = z.object({
  to: z.string().min(1).max(40),
  from: z.string().min(1).max(40),
  text: z.string().min(1).max(2000),
});

const search = z.object({
  to: z.string().min(1).max(200).optional().catch(undefined),
  kind: z.enum(['email', 'sms']).optional().catch(undefined),
  limit: z.coerce.number().int().min(1).max(200).catch(50),
});

const address = z.object({ seq: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** No script, no request to anywhere: a letter may only look like something. */
const letterPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox';

export async function startInbox(options: InboxOptions): Promise<Running> {
  const { db, log, clock, lobbyUrl } = options;
  const keep = (message: Parameters<typeof keepMessage>[1]) => keepMessage(db, message);
  const app = openHttp({ name: 'inbox', log, csp: { frame: ["'self'"] } });
  for (const file of inboxLook.assets) asset(app, file.path, { ...file, immutable: true });

  app.get('/_kassa/health', async () => ({ party: 'inbox', ok: true, details: {} }));
  app.post('/sms', { preHandler: sameOriginOnly }, async (request, reply) => {
    const message = parseInput(shortMessage, request.body);
    const id = randomToken(12);
    await keep({ ...message, id, kind: 'sms', subject: '', html: null, at: clock.nowMs() });
    return reply.status(201).send({ id });
  });
  app.get('/api/messages', async (request) => {
    const found = await listMessages(db, parseInput(search, request.query));
    return found.map(toJson);
  });
  app.get('/', async (request, reply) => {
    const filter = parseInput(search, request.query);
    return sendPage(reply, listPage(await listMessages(db, filter), filter, { lobbyUrl }));
  });
  app.get('/messages/:seq', async (request, reply) => {
    const message = await messageAt(request.params);
    if (message === undefined) return sendPage(reply, missingPage({ lobbyUrl }), 404);
    return sendPage(reply, messagePage(message, { lobbyUrl }));
  });
  app.get('/messages/:seq/html', async (request, reply) => {
    const message = await messageAt(request.params);
    const letter = message?.html ?? null;
    if (letter === null) return sendPage(reply, missingPage({ lobbyUrl }), 404);
    reply.header('Content-Security-Policy', letterPolicy);
    return sendPage(reply, `<base target="_blank">${letter}`);
  });

  async function messageAt(params: unknown): Promise<Message | undefined> {
    const found = address.safeParse(params);
    return found.success ? findMessage(db, found.data.seq) : undefined;
  }

  const nowMs = () => clock.nowMs();
  const smtp = await openSmtp({ host: options.host, port: options.smtpPort, log, nowMs, keep });
  const url = await listen(app, options).catch(async (error: unknown) => {
    await smtp.close();
    throw error;
  });
  return {
    name: 'inbox',
    url,
    async stop() {
      await app.close();
      await smtp.close();
    },
  };
}

function toJson({ seq, id, kind, from, to, subject, text, html, at }: Message) {
  return { seq, id, kind, from, to, subject, text, html, at };
}
