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

export type ConnectedRow = {
  readonly accountId: AccountId;
  readonly platform: AccountId;
  readonly face: Face;
  readonly isClosed: boolean;
};

export async function findConnected(db: Database, name: string): Promise<ConnectedRow | undefined> {
  const text = `select account_id, platform_id, profile, closed_at from merchant
    where account_id = $1 and platform_id is not null`;
  return db.one({ name: 'connected_account', text, values: [name] }, (row) => ({
    accountId: accountIdOf(column.text(row, 'account_id')),
    platform: accountIdOf(column.text(row, 'platform_id')),
    face: readFace(column.json(row, 'profile')),
    isClosed: column.integerOrNull(row, 'closed_at') !== null,
  }));
}

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

export async function loadKeys(db: Database): Promise<KeyRow[]> {
  const text = 'select account_id, key_hash, kind, rights from merchant_key limit 100000';
  return db.query({ text }, (row) => ({
    accountId: accountIdOf(column.text(row, 'account_id')),
    hash: column.text(row, 'key_hash'),
    kind: column.oneOf(row, 'kind', ['secret', 'publishable', 'restricted']),
    rights: readRights(column.json(row, 'rights')),
  }));
}

function accountIdOf(text: string): AccountId {
  return `acct_${text.slice('acct_'.length)}`;
}
