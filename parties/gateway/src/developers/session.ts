// Who looks at the developers' pages: whoever has shown a secret key, for an hour. The session is a
// sealed note in a cookie, and holds only as long as the key itself does.

import type { Envelope } from '@kassa/crypto';
import type { Clock } from '@kassa/time';
import { z } from 'zod';
import type { Caller, MerchantDirectory } from '../merchants/directory.ts';

export const sessionCookie = 'kassa_developer';
export const sessionMs = 3_600_000;

type Means = {
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly directory: MerchantDirectory;
};

const context = 'developer_session';
const note = z.object({ keyHash: z.string(), untilMs: z.number() });

/** The value of the cookie; undefined for what is no secret key. */
export async function openSession(
  { envelope, clock, directory }: Means,
  key: string,
): Promise<string | undefined> {
  const caller = await directory.callerOf(key.trim());
  if (!isTrusted(caller)) return undefined;
  const { keyHash } = caller;
  return envelope.seal(JSON.stringify({ keyHash, untilMs: clock.nowMs() + sessionMs }), context);
}

/** Whose key it was: it holds only while the key does. */
export async function callerIn(
  { envelope, clock, directory }: Means,
  cookie: string | undefined,
): Promise<Caller | undefined> {
  const plain = cookie === undefined ? undefined : envelope.open(cookie, context);
  if (plain === undefined || !plain.ok) return undefined;
  const { keyHash, untilMs } = note.parse(JSON.parse(Buffer.from(plain.value).toString('utf8')));
  const caller = await directory.holderOf(keyHash);
  return untilMs > clock.nowMs() && isTrusted(caller) ? caller : undefined;
}

/** A publishable key stands in pages, a restricted one may do some things only. */
const isTrusted = (caller: Caller | undefined): caller is Caller => caller?.kind === 'secret';
