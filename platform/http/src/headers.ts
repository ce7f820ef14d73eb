// The headers of every answer. Pages may load only what the policy names; own header code instead
// of a library's, since the policy changes with the route and with the reply (a bank's address).

import type { FastifyReply } from 'fastify';
import type { CspAdditions } from './types.ts';

const fixed = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
} as const;

export function setFixedHeaders(reply: FastifyReply): void {
  reply.headers(fixed);
}

/** Adds to the policy of this one reply: the address a form is sent on to is known only now. */
export function addToCsp(reply: FastifyReply, additions: CspAdditions): void {
  reply.csp = [...(reply.csp ?? []), additions];
}

export function setPolicy(reply: FastifyReply, ofApp: CspAdditions): void {
  const type = String(reply.getHeader('content-type') ?? '');
  if (!reply.hasHeader('cache-control')) reply.header('Cache-Control', 'no-store');
  if (reply.hasHeader('content-security-policy')) return;
  if (!type.startsWith('text/html')) {
    reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    return;
  }
  const all = [ofApp, reply.routeOptions.config.csp ?? {}, ...(reply.csp ?? [])];
  const framed = all.some((one) => (one.frameAncestors ?? []).length > 0);
  reply.header('Content-Security-Policy', policy(all));
  if (!framed) reply.header('X-Frame-Options', 'DENY');
}

function policy(all: readonly CspAdditions[]): string {
  const list = (pick: (one: CspAdditions) => readonly string[] | undefined) =>
    [...new Set(all.flatMap((one) => pick(one) ?? []))].map(source);
  const self = (more: readonly string[]) => ["'self'", ...more].join(' ');
  const orNone = (some: readonly string[]) => (some.length === 0 ? "'none'" : some.join(' '));
  return [
    "default-src 'none'",
    `style-src ${self(list((one) => one.style))}`,
    `img-src ${self(['data:', ...list((one) => one.img)])}`,
    `script-src ${self(list((one) => one.script))}`,
    `connect-src ${self(list((one) => one.connect))}`,
    `form-action ${self(list((one) => one.formAction))}`,
    `frame-src ${orNone(list((one) => one.frame))}`,
    `frame-ancestors ${orNone(list((one) => one.frameAncestors))}`,
    "font-src 'self'",
    "base-uri 'none'",
  ].join('; ');
}

/** A source is one token: anything else would end the directive and start another. */
function source(text: string): string {
  if (/[\s;,]/.test(text)) throw new Error(`not one source for a policy: ${text}`);
  return text;
}
