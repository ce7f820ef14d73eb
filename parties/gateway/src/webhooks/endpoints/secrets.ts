// The secrets that sign what an endpoint is told. One is current; when it is replaced the old one may
// go on signing beside it for a while, so that no event is refused while a merchant changes over.

import type { Envelope } from '@kassa/crypto';
import type { Database, Unit } from '@kassa/database';
import { assert } from '@kassa/result';
import { type Endpoint, type EndpointKey, newSecret, sealContext } from './endpoint.ts';
import { insertSecret, loadSecrets, type StoredSecret } from './store.ts';

export type SecretMeans = { readonly db: Database; readonly envelope: Envelope };

/** Of secrets that were replaced in quick succession the oldest sign no more. */
const signaturesMax = 5;

export function firstSecret(
  envelope: Envelope,
  endpoint: Endpoint,
  secret: string = newSecret(),
): { readonly secret: string; readonly keep: Unit } {
  const sealed = envelope.seal(secret, sealContext(endpoint));
  const stored = { number: 1, sealed, createdAtMs: endpoint.createdAtMs, expiresAtMs: null };
  return { secret, keep: insertSecret(endpoint, stored) };
}

/** Those that sign at this moment, the current one first. */
export function secretsAt(
  envelope: Envelope,
  endpoint: Endpoint,
  { stored, nowMs }: { readonly stored: readonly StoredSecret[]; readonly nowMs: number },
): readonly string[] {
  return stored
    .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
    .slice(0, signaturesMax)
    .map((one) => opened(envelope, endpoint, one));
}

/** The one that the endpoint was made with: what its maker was told, and is told again. */
export async function madeWith(
  { db, envelope }: SecretMeans,
  endpoint: Endpoint,
): Promise<string | undefined> {
  const first = (await loadSecrets(db, endpoint)).find(({ number }) => number === 1);
  return first === undefined ? undefined : opened(envelope, endpoint, first);
}

export function opened(envelope: Envelope, of: EndpointKey, { sealed }: StoredSecret): string {
  const plain = envelope.open(sealed, sealContext(of));
  assert(plain.ok, 'a webhook secret opens under the key it was sealed with');
  return Buffer.from(plain.value).toString('utf8');
}
