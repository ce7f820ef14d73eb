// API keys in the database: of a key itself there is its hash, and what people know it by.

import { createHash } from 'node:crypto';
import { column, type Database, type Queries, type RawRow, toJson } from '@kassa/database';
import { type AccountId, accountIdOf } from '../ids.ts';
import { type KeyKind, type Rights, readRights } from './merchant.ts';

/** Keys are long random texts: a plain hash is enough, and can be looked up. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

export type StoredKey = NewKey & {
  /** Names it where the key itself must not stand; drawn by the database. */
  readonly id: string;
  /** Its last moment; null: none is set. */
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
};

export type NewKey = {
  readonly accountId: AccountId;
  readonly hash: string;
  readonly kind: KeyKind;
  readonly rights: Rights;
  /** As somebody called it; empty for one of the configuration. */
  readonly name: string;
  /** `sk_test_…4eC9` */
  readonly hint: string;
  readonly isConfigured: boolean;
  readonly createdAtMs: number;
};

const shownOfKey = 4;
/** Of a shorter one its last letters would be too much. */
const secretLetters = 16;

export function hintOf(key: string): string {
  const [kind = ''] = /^[a-z]+_[a-z]+_/.exec(key) ?? [];
  return `${kind}…${key.length - kind.length < secretLetters ? '' : key.slice(-shownOfKey)}`;
}

export const isInUse = ({ expiresAtMs, revokedAtMs }: StoredKey, nowMs: number): boolean =>
  revokedAtMs === null && (expiresAtMs === null || expiresAtMs > nowMs);

/** Undefined for one that is nobody's, or was revoked. When it ends is for who keeps it to look at. */
export async function findKey(db: Database, hash: string): Promise<StoredKey | undefined> {
  const text = 'select * from merchant_key where key_hash = $1 and revoked_at is null';
  return db.one({ name: 'merchant_key', text, values: [hash] }, decodeKey);
}

const listedMax = 100;

const inUseMax = 1_000;

/** Every one, whatever number ended since: what is changed is looked for among them. */
export function keysInUse(
  queries: Queries,
  accountId: AccountId,
  nowMs: number,
): Promise<StoredKey[]> {
  const text = `
    select * from merchant_key
    where account_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)
    order by created_at, id limit $3`;
  return queries.query({ text, values: [accountId, nowMs, inUseMax] }, decodeKey);
}

export function findNamedKey(
  queries: Queries,
  { accountId, id }: Pick<StoredKey, 'accountId' | 'id'>,
): Promise<StoredKey | undefined> {
  const text = 'select * from merchant_key where account_id = $1 and id = $2';
  return queries.one({ text, values: [accountId, id] }, decodeKey);
}

/** Those that go on, and behind them what ended since; of each the newest first. */
export function listKeys(
  db: Queries,
  accountId: AccountId,
  endedSinceMs: number,
): Promise<StoredKey[]> {
  const text = `
    select * from merchant_key
    where account_id = $1 and least(revoked_at, expires_at, $2::bigint + 1) > $2::bigint
    order by coalesce(revoked_at, expires_at) is not null, created_at desc, id limit $3`;
  return db.query({ text, values: [accountId, endedSinceMs, listedMax] }, decodeKey);
}

const insert = `
  insert into merchant_key (
    account_id, key_hash, kind, rights, name, hint, is_configured, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

function valuesOf(key: NewKey): readonly unknown[] {
  const { accountId, hash, kind, rights, name, hint, isConfigured, createdAtMs } = key;
  return [accountId, hash, kind, toJson(rights), name, hint, isConfigured, createdAtMs];
}

export async function insertKey(queries: Queries, key: NewKey): Promise<void> {
  await queries.exec(insert, valuesOf(key));
}

/** As it is then: what the configuration says wins, but one that was revoked stays revoked. */
export function seedKey(queries: Queries, key: NewKey): Promise<StoredKey | undefined> {
  const text = `${insert}
    on conflict (account_id, key_hash) do update
    set rights = excluded.rights, hint = excluded.hint, is_configured = true
    returning *`;
  return queries.one({ text, values: valuesOf(key) }, decodeKey);
}

export async function endKey(
  queries: Queries,
  { accountId, id }: Pick<StoredKey, 'accountId' | 'id'>,
  { how, atMs }: { readonly how: 'expires_at' | 'revoked_at'; readonly atMs: number },
): Promise<void> {
  const text = `update merchant_key set ${how} = $3 where account_id = $1 and id = $2`;
  await queries.exec(text, [accountId, id, atMs]);
}

function decodeKey(row: RawRow): StoredKey {
  return {
    accountId: accountIdOf(column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    hash: column.text(row, 'key_hash'),
    kind: column.oneOf(row, 'kind', ['secret', 'publishable', 'restricted']),
    rights: readRights(column.json(row, 'rights')),
    name: column.text(row, 'name'),
    hint: column.text(row, 'hint'),
    isConfigured: column.bool(row, 'is_configured'),
    createdAtMs: column.integer(row, 'created_at'),
    expiresAtMs: column.integerOrNull(row, 'expires_at'),
    revokedAtMs: column.integerOrNull(row, 'revoked_at'),
  };
}
