// Endpoints and their secrets in the database: all SQL of the tables `webhook_endpoint` and
// `webhook_secret`, save the match in `announce_events`.

import { column, type Database, type RawRow, type Row, type Unit } from '@kassa/database';
import { z } from 'zod';
import { knownVersions } from '../../api/versions/known-versions.ts';
import { type AccountId, idFrom } from '../../ids.ts';
import type { Page } from '../../payments/store.ts';
import type { Endpoint, EndpointKey } from './endpoint.ts';

const metadataSchema = z.record(z.string(), z.string());

export function insertEndpoint(endpoint: Endpoint): Unit {
  const { accountId, id, createdAtMs, isSeeded } = endpoint;
  const key = { account_id: accountId, id, version: 1 };
  const once = { created_at: createdAtMs, is_seeded: isSeeded };
  return {
    inserts: [{ table: 'webhook_endpoint', rows: [{ ...key, ...once, ...rowOf(endpoint) }] }],
  };
}

/** `as` of a lost race is `webhook_endpoint`: somebody else changed it meanwhile. */
export function updateEndpoint({ accountId, id, version }: Endpoint, after: Endpoint): Unit {
  const key = { account_id: accountId, id };
  const set = { ...rowOf(after), version: version + 1 };
  const as = 'webhook_endpoint';
  return { updates: [{ as, table: as, key, set, expect: { version } }] };
}

function rowOf(endpoint: Endpoint): Row {
  return {
    url: endpoint.url,
    payload: endpoint.payload,
    enabled_events: endpoint.enabledEvents,
    events_from: endpoint.eventsFrom,
    api_version: endpoint.apiVersion,
    name: endpoint.name,
    description: endpoint.description,
    metadata: endpoint.metadata,
    status: endpoint.status,
    updated_at: endpoint.updatedAtMs,
    deleted_at: endpoint.deletedAtMs,
  };
}

/** Also one that is deleted: it says so. */
export async function loadEndpoint(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<Endpoint | undefined> {
  const text = 'select * from webhook_endpoint where account_id = $1 and id = $2';
  return db.one({ name: 'webhook_endpoint', text, values: [accountId, id] }, decodeEndpoint);
}

/** Not deleted, newest first. An account has few. */
export async function listEndpoints(
  db: Database,
  accountId: AccountId,
  filter: Page & { readonly payload?: Endpoint['payload'] | undefined },
): Promise<Endpoint[]> {
  const { before = null, after = null, payload = null, limit } = filter;
  const isUpwards = after !== null;
  const direction = isUpwards ? 'asc' : 'desc';
  const edge = (at: string) =>
    `(select w.created_at, w.id from webhook_endpoint w where w.account_id = $1 and w.id = ${at})`;
  const text = `
    select * from webhook_endpoint
    where account_id = $1 and deleted_at is null
      and ($2::text is null or (created_at, id) < ${edge('$2')})
      and ($3::text is null or (created_at, id) > ${edge('$3')})
      and ($4::text is null or payload = $4)
    order by created_at ${direction}, id ${direction} limit $5`;
  const values = [accountId, before, after, payload, limit];
  const found = await db.query({ text, values }, decodeEndpoint);
  return isUpwards ? found.toReversed() : found;
}

export function decodeEndpoint(row: RawRow): Endpoint {
  const version = column.textOrNull(row, 'api_version');
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    version: column.integer(row, 'version'),
    url: column.text(row, 'url'),
    payload: column.oneOf(row, 'payload', ['snapshot', 'thin']),
    enabledEvents: column.texts(row, 'enabled_events'),
    eventsFrom: column
      .texts(row, 'events_from')
      .map((from) => (from === '@self' ? from : '@accounts')),
    apiVersion: version === null ? null : column.oneOf(row, 'api_version', knownVersions),
    name: column.text(row, 'name'),
    description: column.textOrNull(row, 'description'),
    metadata: metadataSchema.parse(column.json(row, 'metadata')),
    status: column.oneOf(row, 'status', ['enabled', 'disabled']),
    isSeeded: column.bool(row, 'is_seeded'),
    createdAtMs: column.integer(row, 'created_at'),
    updatedAtMs: column.integer(row, 'updated_at'),
    deletedAtMs: column.integerOrNull(row, 'deleted_at'),
  };
}

export type StoredSecret = {
  readonly number: number;
  readonly sealed: string;
  readonly createdAtMs: number;
  /** Null for the current one. */
  readonly expiresAtMs: number | null;
};

export const secretsShownMax = 20;

/** Newest first; old ones stay, so that what once signed can be told. */
export async function loadSecrets(
  db: Database,
  { accountId, id }: EndpointKey,
): Promise<StoredSecret[]> {
  const text = `
    select * from webhook_secret
    where account_id = $1 and endpoint_id = $2 order by number desc limit ${secretsShownMax}`;
  return db.query({ name: 'webhook_secrets', text, values: [accountId, id] }, decodeSecret);
}

/** Rows of webhook_secret in one column. */
export function decodeSecrets(row: RawRow, name: string): StoredSecret[] {
  return rows.parse(column.json(row, name)).map(decodeSecret);
}

const rows = z.array(z.record(z.string(), z.unknown()));

function decodeSecret(row: RawRow): StoredSecret {
  return {
    number: column.integer(row, 'number'),
    sealed: column.text(row, 'secret_sealed'),
    createdAtMs: column.integer(row, 'created_at'),
    expiresAtMs: column.integerOrNull(row, 'expires_at'),
  };
}

export function insertSecret(of: EndpointKey, secret: StoredSecret): Unit {
  const row = {
    account_id: of.accountId,
    endpoint_id: of.id,
    number: secret.number,
    secret_sealed: secret.sealed,
    created_at: secret.createdAtMs,
    expires_at: secret.expiresAtMs,
  };
  return { inserts: [{ table: 'webhook_secret', rows: [row] }] };
}

/** Refused, as `webhook_secret`, when another process has ended it already. */
export function endSecret(of: EndpointKey, { number }: StoredSecret, expiresAtMs: number): Unit {
  const as = 'webhook_secret';
  const key = { account_id: of.accountId, endpoint_id: of.id, number };
  const set = { expires_at: expiresAtMs };
  return { updates: [{ as, table: as, key, set, expect: { expires_at: null } }] };
}

/** What the configuration no longer gives is the merchant's own. */
export async function keepSeededOnly(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<void> {
  await db.exec(
    `update webhook_endpoint set is_seeded = false
     where account_id = $1 and is_seeded and not id = any($2)`,
    [accountId, ids],
  );
}

export type Seeded = {
  readonly url: string;
  readonly events: readonly string[];
  readonly name: string;
  readonly nowMs: number;
};

/** Its status and what the merchant wrote to it stay. */
export async function putSeeded(db: Database, of: EndpointKey, seeded: Seeded): Promise<void> {
  await db.exec(
    `insert into webhook_endpoint
       (account_id, id, url, enabled_events, name, status, is_seeded, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'enabled', true, $6, $6)
     on conflict (account_id, id) do update
     set url = excluded.url, enabled_events = excluded.enabled_events, is_seeded = true,
       deleted_at = null`,
    [of.accountId, of.id, seeded.url, seeded.events, seeded.name, seeded.nowMs],
  );
}

/** The configuration's own secret in place of all others. */
export async function replaceSecrets(
  db: Database,
  { accountId, id }: EndpointKey,
  { sealed, nowMs }: { readonly sealed: string; readonly nowMs: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.exec('delete from webhook_secret where account_id = $1 and endpoint_id = $2', [
      accountId,
      id,
    ]);
    await tx.exec(
      `insert into webhook_secret (account_id, endpoint_id, number, secret_sealed, created_at)
       values ($1, $2, 1, $3, $4)
       on conflict do nothing`,
      [accountId, id, sealed, nowMs],
    );
  });
}
