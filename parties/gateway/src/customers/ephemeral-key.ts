// An ephemeral key lets a phone act for one customer for an hour. The key names its account, so that
// it can be looked up; what is kept is its hash.

import { createHash } from 'node:crypto';
import type { Database } from '@kassa/database';
import { z } from 'zod';
import type { AccountId } from '../ids.ts';
import type { ClientSecrets } from '../payments/client-secret.ts';
import type { RecordKind, RecordOf } from '../records/record.ts';
import { listRecords } from '../records/store.ts';

const ephemeralKeySchema = z.object({
  customer: z.string(),
  secretHash: z.string(),
  expiresAtMs: z.number(),
});

export type EphemeralKeyData = Readonly<z.output<typeof ephemeralKeySchema>>;
export type EphemeralKey = RecordOf<EphemeralKeyData>;

export const ephemeralKeys: RecordKind<EphemeralKeyData> = {
  kind: 'ephemeral_key',
  prefix: 'ephkey',
  read: (json) => ephemeralKeySchema.parse(json),
  unique: ({ secretHash }) => secretHash,
};

export const ephemeralLifeMs = 3_600_000;

/** Made anew from the key's id whenever it is to be shown again, so it stands in no row. */
export function ephemeralSecret(
  secrets: ClientSecrets,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
): string {
  const account = Buffer.from(accountId.slice('acct_'.length)).toString('base64url');
  const [, tail = ''] = secrets.of(accountId, id).split('_secret_');
  return `ek_test_${account}.${tail}`;
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The key that is in force under this secret; undefined when it has ended, or never was. */
export async function findEphemeralKey(
  db: Database,
  secret: string,
  nowMs: number,
): Promise<EphemeralKey | undefined> {
  const [, account = ''] = /^ek_test_([A-Za-z0-9_-]+)\.[0-9a-f]{25}$/.exec(secret) ?? [];
  if (account === '') return undefined;
  const accountId: AccountId = `acct_${Buffer.from(account, 'base64url').toString('utf8')}`;
  const filter = { uniqueKeys: [hashSecret(secret)], limit: 1 };
  const [found] = await listRecords(db, ephemeralKeys, accountId, filter);
  return found !== undefined && found.data.expiresAtMs > nowMs ? found : undefined;
}
