// The pay form must come from our own page. The page says `Referrer-Policy: no-referrer`, and then
// browsers send `Origin: null` with its form (Fetch standard, "append a request Origin header").
// Those that send no Sec-Fetch-Site either (Safari before 16.4; any browser on plain HTTP to
// another machine) are known by a strict cookie that the page has set: it is only sent along when
// the form stands on a page of this site.

import { sameOriginOnly } from '@kassa/http';
import type { FastifyReply, FastifyRequest } from 'fastify';

const cookieName = 'kassa_page';

export function markPage(request: FastifyRequest, reply: FastifyReply): void {
  const secure = request.protocol === 'https';
  reply.setCookie(cookieName, '1', { path: '/c', httpOnly: true, sameSite: 'strict', secure });
}

export async function fromOurPage(request: FastifyRequest): Promise<void> {
  const isVeiled =
    request.headers.origin === 'null' && request.headers['sec-fetch-site'] === undefined;
  if (isVeiled && request.cookies[cookieName] === '1') return;
  await sameOriginOnly(request);
}
