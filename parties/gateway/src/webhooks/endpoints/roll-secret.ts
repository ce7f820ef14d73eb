// Replaces an endpoint's secret. The old one may go on signing beside the new one for a while.

import { unit } from '@kassa/database';
import { assert, err, ok, type Result } from '@kassa/result';
import { type Endpoint, newSecret, sealContext } from './endpoint.ts';
import type { SecretMeans } from './secrets.ts';
import { endSecret, insertSecret, loadSecrets } from './store.ts';

/** For as long as the original lets an old secret live on at most. */
export const overlapMaxMs = 24 * 3_600_000;

export type Rolling = {
  readonly endpoint: Endpoint;
  /** The secret that is to be replaced: of two who replace it at once, one is refused. */
  readonly number: number;
  readonly nowMs: number;
  /** How long the old one still signs beside the new one; 0: not at all. */
  readonly overlapMs: number;
};

export type RollRefusal = { readonly code: 'replaced_already' };

/** The new secret, to be shown once. */
export async function rollSecret(
  { db, envelope }: SecretMeans,
  { endpoint, number, nowMs, overlapMs }: Rolling,
): Promise<Result<string, RollRefusal>> {
  assert(overlapMs >= 0 && overlapMs <= overlapMaxMs, 'an old secret lives on for a day at most');
  const stored = await loadSecrets(db, endpoint);
  const current = stored.find(({ expiresAtMs }) => expiresAtMs === null);
  if (current?.number !== number) return err({ code: 'replaced_already' });
  const secret = newSecret();
  const next = {
    number: number + 1,
    sealed: envelope.seal(secret, sealContext(endpoint)),
    createdAtMs: nowMs,
    expiresAtMs: null,
  };
  const committed = await db.commit(
    unit(endSecret(endpoint, current, nowMs + overlapMs), insertSecret(endpoint, next)),
  );
  return committed.ok ? ok(secret) : err({ code: 'replaced_already' });
}
