// The developers' pages on HTTP: log-in, log-out, and the way into each room.

import { type HttpApp, parseInput, redirect, sameOriginOnly, sendPage } from '@kassa/http';
import { z } from 'zod';
import { addDeliveryPages } from './delivery-routes.ts';
import { addEndpointPages } from './endpoint-routes.ts';
import { addEventPages } from './event-routes.ts';
import { addKeyPages } from './key-routes.ts';
import { logInPage } from './log-in-page.tsx';
import type { DeveloperMeans } from './ports.ts';
import { addRequestPages } from './request-routes.ts';
import { openSession, sessionCookie, sessionMs } from './session.ts';
import { openRoom, pageOf } from './visit.ts';

const start = '/developers/requests';
const logInInput = z.object({
  key: z.string().max(300),
  next: z.string().max(2000).default(start),
});

export function registerDevelopers(app: HttpApp, means: DeveloperMeans): void {
  const own = { preHandler: sameOriginOnly };
  const room = openRoom(app, means);
  room.look('/developers', async ({ reply }) => redirect(reply, start));
  addRequestPages(room, means);
  addEventPages(room, means);
  addDeliveryPages(room, means);
  addEndpointPages(room, means);
  addKeyPages(room, means);

  app.post('/developers/log-in', own, async (request, reply) => {
    const { key, next } = parseInput(logInInput, request.body);
    const page = { ...pageOf(means, request, undefined), here: '/developers' };
    if (!means.logInLimit.take(request.ip)) {
      return sendPage(reply, logInPage(page, { next, refusal: 'too_many' }), 429);
    }
    const session = await openSession(means, key);
    if (session === undefined) {
      return sendPage(reply, logInPage(page, { next, refusal: 'wrong' }), 401);
    }
    reply.setCookie(sessionCookie, session, {
      path: '/developers',
      httpOnly: true,
      sameSite: 'strict',
      secure: means.publicUrl.startsWith('https:'),
      maxAge: sessionMs / 1000,
    });
    return redirect(reply, ownAddress(next));
  });
  app.post('/developers/log-out', own, async (_request, reply) =>
    redirect(reply.clearCookie(sessionCookie, { path: '/developers' }), '/developers'),
  );
}

/** Never to another site, whatever a form says: `//evil.example` and `/\evil.example` are none of ours. */
function ownAddress(next: string): string {
  return /^\/developers(?:$|[/?])/.test(next) && !next.includes('\\') ? next : start;
}
