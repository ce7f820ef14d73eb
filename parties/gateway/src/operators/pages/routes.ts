// The operators' pages on HTTP: log-in, log-out, and the way into each room.

import { asset, type HttpApp, parseInput, redirect, sameOriginOnly, sendPage } from '@kassa/http';
import { z } from 'zod';
import type { RateLimit } from '../../api/kernel/rate-limit.ts';
import { addDiscrepancyPages, type DiscrepancyMeans } from '../discrepancies/routes.ts';
import { addDisputePages, type DisputePagesMeans } from '../disputes/routes.ts';
import { type LogInMeans, logIn, logOut, sessionMs } from '../people/log-in.ts';
import { addQueuePages, type QueueMeans } from '../queue/routes.ts';
import { addReconciliationPages, type ReconciliationPagesMeans } from '../reconciliation/routes.ts';
import { addPaymentPages, type PaymentPagesMeans } from '../timeline/routes.ts';
import { logInPage } from './log-in-page.tsx';
import { operatorAssets } from './look.ts';
import { openRoom, sessionCookie } from './room.ts';

export type OperatorPagesMeans = LogInMeans &
  PaymentPagesMeans &
  QueueMeans &
  DiscrepancyMeans &
  ReconciliationPagesMeans &
  DisputePagesMeans & {
    /** How often one address may try to log in. */
    readonly logInLimit: RateLimit;
    readonly publicUrl: string;
  };

const start = '/operators/payments';
const logInInput = z.object({
  email: z.string().max(300),
  password: z.string().max(1000),
  next: z.string().max(2000).default(start),
});

export function registerOperatorPages(app: HttpApp, means: OperatorPagesMeans): void {
  const own = { preHandler: sameOriginOnly };
  const room = openRoom(app, means);
  for (const one of operatorAssets) asset(app, one.path, one);
  room.look('/operators', async ({ reply }) => redirect(reply, start));
  addPaymentPages(room, means);
  addQueuePages(room, means);
  addDiscrepancyPages(room, means);
  addReconciliationPages(room, means);
  addDisputePages(room, means);

  app.post('/operators/log-in', own, async (request, reply) => {
    const { email, password, next } = parseInput(logInInput, request.body);
    const done = means.logInLimit.take(request.ip)
      ? await logIn(means, { email, password })
      : ({ ok: false, error: { code: 'too_many' } } as const);
    if (!done.ok) {
      const status = done.error.code === 'wrong' ? 401 : 429;
      return sendPage(reply, logInPage({ email, next, refusal: done.error.code }), status);
    }
    reply.setCookie(sessionCookie, done.value, {
      path: '/operators',
      httpOnly: true,
      sameSite: 'strict',
      secure: means.publicUrl.startsWith('https:'),
      maxAge: sessionMs / 1000,
    });
    return redirect(reply, ownAddress(next));
  });
  app.post('/operators/log-out', own, async (request, reply) => {
    await logOut(means, request.cookies[sessionCookie] ?? '');
    return redirect(reply.clearCookie(sessionCookie, { path: '/operators' }), '/operators');
  });
}

/** Never to another site, whatever a form says. */
function ownAddress(next: string): string {
  return /^\/operators(?:$|[/?])/.test(next) && !next.includes('\\') ? next : start;
}
