// A preHandler for routes that change something for whoever holds the cookie: the request must
// come from our own page. Browsers say so in Sec-Fetch-Site and Origin, and no page can forge them.

import type { FastifyRequest } from 'fastify';
import { RequestError } from './problem.ts';

export async function sameOriginOnly(request: FastifyRequest): Promise<void> {
  if (comesFromOurPage(request)) return;
  const message = 'This form was sent from another site. Open the page here and send it again.';
  throw new RequestError(403, 'other_origin', message);
}

function comesFromOurPage(request: FastifyRequest): boolean {
  const origin = request.headers.origin;
  if (origin !== undefined && request.server.trustedOrigins.includes(origin)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // Neither header: not a browser, so there is no cookie that somebody else could ride on.
  if (origin === undefined) return true;
  return origin === `${request.protocol}://${request.host}`;
}
