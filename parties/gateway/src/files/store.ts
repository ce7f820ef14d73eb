// Files and their links in the database. The content is read only when it is asked for.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { z } from 'zod';
import { type AccountId, idFrom } from '../ids.ts';
import type { Page } from '../payments/store.ts';

export type StoredFile = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly purpose: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly createdAtMs: number;
};

export type FileLink = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly fileId: string;
  /** Whoever knows it may read the file. */
  readonly token: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
};

export function insertFile(file: StoredFile, content: Buffer): Unit {
  const row = {
    account_id: file.accountId,
    id: file.id,
    purpose: file.purpose,
    filename: file.filename,
    content_type: file.contentType,
    size: file.size,
    // As the database reads bytes from a text.
    content: `\\x${content.toString('hex')}`,
    created_at: file.createdAtMs,
  };
  return { inserts: [{ table: 'file', rows: [row] }] };
}

export function insertFileLink(link: FileLink): Unit {
  const row = {
    account_id: link.accountId,
    id: link.id,
    file_id: link.fileId,
    token: link.token,
    metadata: link.metadata,
    expires_at: link.expiresAtMs,
    created_at: link.createdAtMs,
  };
  return { inserts: [{ table: 'file_link', rows: [row] }] };
}

export function updateFileLink(before: FileLink, after: FileLink): Unit {
  const key = { account_id: before.accountId, id: before.id };
  const set = { metadata: after.metadata, expires_at: after.expiresAtMs };
  const expect = { expires_at: before.expiresAtMs };
  return { updates: [{ as: 'file_link', table: 'file_link', key, set, expect }] };
}

const fileColumns = 'account_id, id, purpose, filename, content_type, size, created_at';

export async function loadFiles(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<StoredFile[]> {
  const text = `select ${fileColumns} from file
    where account_id = $1 and id = any($2) limit 1000`;
  return db.query({ text, values: [accountId, ids] }, decodeFile);
}

export async function listFiles(
  db: Database,
  accountId: AccountId,
  filter: Page & { readonly purpose?: string | undefined } & CreatedRange,
): Promise<StoredFile[]> {
  const isUpwards = filter.after !== undefined;
  const text = `select ${fileColumns} from file
    where account_id = $1
      and ($2::text is null or id < $2)
      and ($3::text is null or id > $3)
      and ($4::text is null or purpose = $4)
      and ($5::bigint is null or created_at >= $5)
      and ($6::bigint is null or created_at < $6)
    order by id ${isUpwards ? 'asc' : 'desc'} limit $7`;
  const { before = null, after = null, purpose = null, limit } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const values = [accountId, before, after, purpose, createdFromMs, createdToMs, limit];
  const found = await db.query({ text, values }, decodeFile);
  return isUpwards ? found.toReversed() : found;
}

export type CreatedRange = { readonly createdFromMs?: number; readonly createdToMs?: number };

export async function loadContent(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<{ readonly file: StoredFile; readonly content: Buffer } | undefined> {
  const text = `select ${fileColumns}, encode(content, 'base64') as content from file
    where account_id = $1 and id = $2`;
  return db.one({ text, values: [accountId, id] }, (row) => ({
    file: decodeFile(row),
    content: Buffer.from(column.text(row, 'content'), 'base64'),
  }));
}

export async function loadFileLink(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<FileLink | undefined> {
  const text = 'select * from file_link where account_id = $1 and id = $2';
  return db.one({ text, values: [accountId, id] }, decodeLink);
}

/** By its token alone: whoever has the address. */
export async function loadFileLinks(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<FileLink[]> {
  const text = 'select * from file_link where account_id = $1 and id = any($2) limit 1000';
  return db.query({ text, values: [accountId, ids] }, decodeLink);
}

export async function findLinkByToken(db: Database, token: string): Promise<FileLink | undefined> {
  const text = 'select * from file_link where token = $1 limit 1';
  return db.one({ text, values: [token] }, decodeLink);
}

export async function listFileLinks(
  db: Database,
  accountId: AccountId,
  filter: Page & {
    readonly file?: string | undefined;
    readonly isExpired?: boolean | undefined;
  } & {
    readonly nowMs: number;
  } & CreatedRange,
): Promise<FileLink[]> {
  const isUpwards = filter.after !== undefined;
  const text = `select * from file_link
    where account_id = $1
      and ($2::text is null or id < $2)
      and ($3::text is null or id > $3)
      and ($4::text is null or file_id = $4)
      and ($5::boolean is null or (expires_at is not null and expires_at <= $6) = $5)
      and ($7::bigint is null or created_at >= $7)
      and ($8::bigint is null or created_at < $8)
    order by id ${isUpwards ? 'asc' : 'desc'} limit $9`;
  const { before = null, after = null, file = null, isExpired = null, nowMs, limit } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const values = [accountId, before, after, file, isExpired, nowMs, createdFromMs, createdToMs];
  const found = await db.query({ text, values: [...values, limit] }, decodeLink);
  return isUpwards ? found.toReversed() : found;
}

function decodeFile(row: RawRow): StoredFile {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    purpose: column.text(row, 'purpose'),
    filename: column.text(row, 'filename'),
    contentType: column.text(row, 'content_type'),
    size: column.integer(row, 'size'),
    createdAtMs: column.integer(row, 'created_at'),
  };
}

function decodeLink(row: RawRow): FileLink {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    fileId: column.text(row, 'file_id'),
    token: column.text(row, 'token'),
    metadata: z.record(z.string(), z.string()).parse(column.json(row, 'metadata')),
    expiresAtMs: column.integerOrNull(row, 'expires_at'),
    createdAtMs: column.integer(row, 'created_at'),
  };
}
