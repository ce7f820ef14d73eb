// Endpoints that the configuration gives a merchant. It wins at every start over what they were made
// with; what it gives no longer is the merchant's own from then on.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { MerchantSeed } from '../../merchants/merchant.ts';
import { type EndpointKey, sealContext } from './endpoint.ts';
import { opened } from './secrets.ts';
import { keepSeededOnly, loadSecrets, putSeeded, replaceSecrets } from './store.ts';

export type Seeding = { readonly nowMs: number; readonly envelope: Envelope };

export async function seedEndpoints(
  db: Database,
  seeds: readonly MerchantSeed[],
  seeding: Seeding,
): Promise<void> {
  const { nowMs } = seeding;
  for (const { accountId, webhooks } of seeds) {
    const given = webhooks.map(({ url, secret, events }, index) => ({
      of: { accountId, id: `we_${accountId.slice(5)}_${index + 1}` },
      url,
      events,
      secret: secret.reveal(),
    }));
    const ids = given.map(({ of }) => of.id);
    await keepSeededOnly(db, accountId, ids);
    for (const { of, url, events, secret } of given) {
      await putSeeded(db, of, { url, events, name: new URL(url).host, nowMs });
      await seedSecret(db, { of, secret }, seeding);
    }
  }
}

/** A secret that was replaced since stays replaced, unless the configuration has a new one itself. */
async function seedSecret(
  db: Database,
  { of, secret }: { readonly of: EndpointKey; readonly secret: string },
  { nowMs, envelope }: Seeding,
): Promise<void> {
  const first = (await loadSecrets(db, of)).find(({ number }) => number === 1);
  if (first !== undefined && opened(envelope, of, first) === secret) return;
  await replaceSecrets(db, of, { sealed: envelope.seal(secret, sealContext(of)), nowMs });
}
