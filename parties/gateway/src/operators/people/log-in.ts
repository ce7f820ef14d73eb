// E-mail and password. More than ten wrong tries in a day close the door until the next, also for the
// right password; an e-mail nobody has is answered no faster and no differently.

import { keyedHash, randomToken } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { Log } from '@kassa/log';
import { err, ok, type Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import { hash, verify } from '@node-rs/argon2';
import type { Operator } from './operator.ts';
import {
  countTry,
  dayOf,
  endSession,
  findOperator,
  holderOf,
  insertSession,
  uncountTry,
} from './store.ts';

export type LogInMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Under which tokens are hashed. */
  readonly sessionKey: Secret<Buffer>;
};

export type LogInRefusal = { readonly code: 'wrong' | 'too_many' };

const wrongTriesMax = 10;
export const sessionMs = 8 * 3_600_000;

/** The token for the cookie. */
export async function logIn(
  means: LogInMeans,
  given: { readonly email: string; readonly password: string },
): Promise<Result<string, LogInRefusal>> {
  const { db, clock, log } = means;
  const email = given.email.trim().toLowerCase().slice(0, 254);
  const nowMs = clock.nowMs();
  const today = { email, day: dayOf(nowMs) };
  if (!(await countTry(db, today, wrongTriesMax))) return err({ code: 'too_many' });
  const operator = await findOperator(db, email);
  if (operator === undefined) {
    // Takes as long as a wrong password does: the time must not tell who is an operator.
    await hash(given.password);
    return err({ code: 'wrong' });
  }
  if (!(await verify(operator.passwordHash, given.password))) return err({ code: 'wrong' });
  await uncountTry(db, today);
  const token = randomToken(32);
  const tokenHash = keyedHash(means.sessionKey, token);
  await insertSession(db, { tokenHash, email, openedAtMs: nowMs, expiresAtMs: nowMs + sessionMs });
  log.info({ operator: email }, 'an operator logged in');
  return ok(token);
}

export async function logOut({ db, sessionKey }: LogInMeans, token: string): Promise<void> {
  await endSession(db, keyedHash(sessionKey, token));
}

export async function whoIs(
  { db, clock, sessionKey }: LogInMeans,
  token: string | undefined,
): Promise<Operator | undefined> {
  if (token === undefined || token === '') return undefined;
  return holderOf(db, keyedHash(sessionKey, token), clock.nowMs());
}
