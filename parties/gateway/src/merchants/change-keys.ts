// API keys that a merchant's developers make, replace and take back by themselves. Of two who do so at the
// same time the second sees what the first has done. A key that ends at once is refused from the answer on,
// by every process: each uses what it keeps only while it has heard all news of the last moment, and the
// answer waits longer than that.

import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Queries } from '@kassa/database';
import type { Log } from '@kassa/log';
import { err, ok, type Result } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { AccountId } from '../ids.ts';
import { freshMs } from '../news.ts';
import {
  endKey,
  findNamedKey,
  hashKey,
  hintOf,
  insertKey,
  isInUse,
  keysInUse,
  type StoredKey,
} from './key-store.ts';
import type { KeyKind, Rights } from './merchant.ts';

export type KeyMeans = { readonly db: Database; readonly clock: Clock; readonly log: Log };

export type KeyRefusal =
  | 'too_many'
  | 'unknown'
  /** It ends already, or has ended. */
  | 'ended'
  /** Nobody could act for the merchant any more. */
  | 'last_secret';

export type KeyWish = {
  readonly accountId: AccountId;
  readonly kind: KeyKind;
  readonly name: string;
  readonly rights: Rights;
};

export type NamedKey = { readonly accountId: AccountId; readonly id: string };

export const keysMax = 50;

/** The key itself, which is nowhere else. */
export async function makeKey(means: KeyMeans, wish: KeyWish): Promise<Result<string, KeyRefusal>> {
  const made = await alone(means, wish.accountId, async (tx, inUse) => {
    if (inUse.length >= keysMax) return err('too_many');
    return ok(await insertNew(tx, wish, means.clock.nowMs()));
  });
  if (made.ok) note(means, { accountId: wish.accountId, about: hintOf(made.value) }, 'made');
  return made;
}

/** A new key of the same kind, name and rights; the old one goes on for so long, or ends at once. */
export async function rollKey(
  means: KeyMeans,
  { accountId, id, overlapMs }: NamedKey & { readonly overlapMs: number },
): Promise<Result<string, KeyRefusal>> {
  const nowMs = means.clock.nowMs();
  const rolled = await alone(means, accountId, async (tx, inUse) => {
    const old = await findNamedKey(tx, { accountId, id });
    if (old === undefined) return err('unknown');
    if (old.expiresAtMs !== null || old.revokedAtMs !== null) return err('ended');
    // Those that end soon count too: else one could go on for ever.
    if (overlapMs > 0 && inUse.length >= keysMax) return err('too_many');
    const how = overlapMs === 0 ? 'revoked_at' : 'expires_at';
    await endKey(tx, old, { how, atMs: nowMs + overlapMs });
    return ok(await insertNew(tx, old, nowMs));
  });
  if (!rolled.ok) return rolled;
  note(means, { accountId, about: id }, 'rolled');
  if (overlapMs === 0) await untilNobodyKeepsIt();
  return rolled;
}

/** Again is as once. */
export async function revokeKey(
  means: KeyMeans,
  { accountId, id }: NamedKey,
): Promise<Result<null, KeyRefusal>> {
  const nowMs = means.clock.nowMs();
  const revoked = await alone<null>(means, accountId, async (tx, inUse) => {
    const key = await findNamedKey(tx, { accountId, id });
    if (key === undefined) return err('unknown');
    if (!isInUse(key, nowMs)) return ok(null);
    const stay = inUse.filter(
      (one) => one.id !== id && one.kind === 'secret' && one.expiresAtMs === null,
    );
    if (key.kind === 'secret' && stay.length === 0) return err('last_secret');
    await endKey(tx, key, { how: 'revoked_at', atMs: nowMs });
    return ok(null);
  });
  if (!revoked.ok) return revoked;
  note(means, { accountId, about: id }, 'revoked');
  // Also when it was gone already: who took it back may not have waited yet.
  await untilNobodyKeepsIt();
  return revoked;
}

/** Of one merchant's keys one change at a time. */
function alone<T>(
  { db, clock }: KeyMeans,
  accountId: AccountId,
  change: (tx: Queries, inUse: readonly StoredKey[]) => Promise<Result<T, KeyRefusal>>,
): Promise<Result<T, KeyRefusal>> {
  const nowMs = clock.nowMs();
  return db.transaction(async (tx) => {
    await tx.exec('select from merchant where account_id = $1 for no key update', [accountId]);
    return change(tx, await keysInUse(tx, accountId, nowMs));
  });
}

/** How long one that ended is still listed. */
export const keptListedMs = 90 * 86_400_000;

const prefixes: Readonly<Record<KeyKind, string>> = {
  secret: 'sk_test_',
  publishable: 'pk_test_',
  restricted: 'rk_test_',
};
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const lettersOfKey = 32;

async function insertNew(
  tx: Queries,
  { accountId, kind, name, rights }: KeyWish,
  createdAtMs: number,
): Promise<string> {
  const secret = Array.from({ length: lettersOfKey }, () => letters[randomInt(letters.length)]);
  const key = prefixes[kind] + secret.join('');
  const about = { hash: hashKey(key), hint: hintOf(key), isConfigured: false };
  await insertKey(tx, { accountId, kind, name, rights, ...about, createdAtMs });
  return key;
}

/** How long a process may take from its look at the clock to its use of a key. */
const marginMs = 100;
const untilNobodyKeepsIt = () => pause(freshMs + marginMs);

function note(
  { log }: KeyMeans,
  { accountId, about }: { readonly accountId: AccountId; readonly about: string },
  did: string,
): void {
  log.info({ accountId, key: about, did }, 'an API key was changed by its merchant');
}
