// Merchants in the database. Seeding repeats itself harmlessly: the configuration wins.

import { createHash } from 'node:crypto';
import { column, type Database, toJson, type Unit } from '@kassa/database';
import type { AccountId } from '../ids.ts';
import {
  type Face,
  type KeyKind,
  type Merchant,
  type MerchantSeed,
  profileOf,
  type Rights,
  readFace,
  readProfile,
  readRights,
} from './merchant.ts';

/** Keys are long random texts: a plain hash is enough, and can be looked up. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

export async function seedMerchants(
  db: Database,
  seeds: readonly MerchantSeed[],
  nowMs: number,
): Promise<void> {
  for (const seed of seeds) await seedMerchant(db, seed, nowMs);
}

async function seedMerchant(db: Database, seed: MerchantSeed, nowMs: number): Promise<void> {
  const { accountId } = seed;
  await db.exec(
    `insert into merchant (account_id, profile, seeded_at) values ($1, $2, $3)
     on conflict (account_id) do update
     set profile = excluded.profile, seeded_at = excluded.seeded_at`,
    [accountId, toJson(profileOf(seed)), nowMs],
  );
  const keys = [
    ...seed.secretKeys.map((key) => ({ key: key.reveal(), kind: 'secret', rights: {} })),
    ...seed.publishableKeys.map((key) => ({ key, kind: 'publishable', rights: {} })),
    ...seed.restrictedKeys.map(({ key, rights }) => ({
      ...{ key: key.reveal(), kind: 'restricted', rights },
    })),
  ];
  for (const { key, kind, rights } of keys) {
    await db.exec(
      `insert into merchant_key (account_id, key_hash, kind, rights, created_at)
       values ($1, $2, $3, $4, $5)
       on conflict (account_id, key_hash) do update set rights = excluded.rights`,
      [accountId, hashKey(key), kind, toJson(rights), nowMs],
    );
  }
}

/** Those with a contract of their own; connected accounts are read one by one. */
export async function loadMerchants(db: Database): Promise<Merchant[]> {
  const text = `select account_id, profile from merchant
    where platform_id is null order by account_id limit 10000`;
  return db.query({ text }, (row) => ({
    accountId: accountIdOf(column.text(row, 'account_id')),
    platform: null,
    ...readProfile(column.json(row, 'profile')),
  }));
}

/** With a contract of its own, or connected to one that has; undefined: there is none. */
export type Stored =
  | { readonly own: Merchant }
  | { readonly own: null; readonly connected: ConnectedRow };

export async function findMerchant(db: Database, name: string): Promise<Stored | undefined> {
  const text = `select account_id, platform_id, profile, closed_at from merchant
    where account_id = $1`;
  return db.one({ name: 'merchant', text, values: [name] }, (row): Stored => {
    const accountId = accountIdOf(column.text(row, 'account_id'));
    const platform = column.textOrNull(row, 'platform_id');
    const profile = column.json(row, 'profile');
    if (platform === null) return { own: { accountId, platform: null, ...readProfile(profile) } };
    const isClosed = column.integerOrNull(row, 'closed_at') !== null;
    const ids = { accountId, platform: accountIdOf(platform) };
    return { own: null, connected: { ...ids, face: readFace(profile), isClosed } };
  });
}

export type ConnectedRow = {
  readonly accountId: AccountId;
  readonly platform: AccountId;
  readonly face: Face;
  readonly isClosed: boolean;
};

export function insertConnected(
  row: Omit<ConnectedRow, 'isClosed'> & { readonly nowMs: number },
): Unit {
  const { accountId, platform, face, nowMs } = row;
  const one = { account_id: accountId, platform_id: platform, profile: face, seeded_at: nowMs };
  return { inserts: [{ table: 'merchant', rows: [one] }] };
}

export function updateConnected(accountId: AccountId, face: Face): Unit {
  const key = { account_id: accountId };
  return { updates: [{ as: 'merchant', table: 'merchant', key, set: { profile: face } }] };
}

/** Nobody acts for it any more; what is under way still ends. */
export function closeConnected(accountId: AccountId, nowMs: number): Unit {
  const key = { account_id: accountId };
  return { updates: [{ as: 'merchant', table: 'merchant', key, set: { closed_at: nowMs } }] };
}

export type KeyRow = {
  readonly accountId: AccountId;
  readonly hash: string;
  readonly kind: KeyKind;
  readonly rights: Rights;
};

export async function findKey(db: Database, hash: string): Promise<KeyRow | undefined> {
  const text = 'select account_id, key_hash, kind, rights from merchant_key where key_hash = $1';
  return db.one({ name: 'merchant_key', text, values: [hash] }, (row) => ({
    accountId: accountIdOf(column.text(row, 'account_id')),
    hash: column.text(row, 'key_hash'),
    kind: column.oneOf(row, 'kind', ['secret', 'publishable', 'restricted']),
    rights: readRights(column.json(row, 'rights')),
  }));
}

export async function deleteKey(
  db: Database,
  { accountId, keyHash }: { readonly accountId: AccountId; readonly keyHash: string },
): Promise<boolean> {
  const text = 'delete from merchant_key where account_id = $1 and key_hash = $2';
  return (await db.exec(text, [accountId, keyHash])) > 0;
}

function accountIdOf(text: string): AccountId {
  return `acct_${text.slice('acct_'.length)}`;
}
