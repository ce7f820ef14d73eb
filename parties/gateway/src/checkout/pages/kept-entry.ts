// Name and expiry survive a refusal in a cookie of this one session's pages, so that the shopper
// types only what may not be kept: the card number and the CVC. The server stores neither of them.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkCard, readExpiry } from './card-checks.ts';
import { type KeptEntry, nothingKept, textOf } from './read-card.ts';

const cookieName = 'kassa_entry';
const oneHourS = 3600;

export function rememberEntry(
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  kept: KeptEntry,
): void {
  const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
  reply.setCookie(cookieName, value, { ...cookieOf(request, id), maxAge: oneHourS });
}

export function forgetEntry(request: FastifyRequest, reply: FastifyReply, id: string): void {
  reply.clearCookie(cookieName, cookieOf(request, id));
}

/** A cookie is input: whatever is no name and no expiry counts as nothing. */
export function recallEntry(request: FastifyRequest, nowMs: number): KeptEntry {
  const kept = decode(request.cookies[cookieName] ?? '');
  const [name, expiry] = [textOf(kept, 'name'), textOf(kept, 'expiry')];
  const errors = checkCard({ number: '', cvc: '', name, expiry }, nowMs);
  return {
    name: errors.name === undefined ? name : nothingKept.name,
    expiry: readExpiry(expiry) ? expiry : nothingKept.expiry,
  };
}

function decode(value: string): unknown {
  try {
    return JSON.parse(Buffer.from(value.slice(0, 1000), 'base64url').toString());
  } catch {
    return undefined;
  }
}

function cookieOf(request: FastifyRequest, id: string) {
  const secure = request.protocol === 'https';
  return { path: `/c/${id}`, httpOnly: true, sameSite: 'lax', secure } as const;
}
