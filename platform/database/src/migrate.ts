// Brings a schema forward: numbered .sql files of the packages that a party uses, in the order the
// party lists them. Forward only; a file that was applied must never change.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { column } from './column.ts';
import type { Database } from './database.ts';
import { giveFirstStatistics } from './first-statistics.ts';

/** A package's migrations: `{ name: 'ledger', folder: new URL('../migrations/', import.meta.url) }`. */
export type Migrations = { readonly name: string; readonly folder: URL };

type File = { readonly id: string; readonly sql: string; readonly checksum: string };

const own: Migrations = { name: 'database', folder: new URL('../migrations/', import.meta.url) };

/** Creates the schema and applies what is missing, all or nothing; returns what was applied. */
export async function migrate(db: Database, sets: readonly Migrations[]): Promise<string[]> {
  const files = await readMigrations(sets);
  return db.transaction(async (tx) => {
    // Several processes of one party may start at the same moment.
    await tx.query(
      { text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [db.schema] },
      () => undefined,
    );
    await tx.exec(`create schema if not exists ${db.schema};
      create table if not exists kassa_migration (
        id text not null,
        checksum text not null,
        applied_at timestamptz not null default now(),
        constraint kassa_migration_pk primary key (id)
      )`);
    const rows = await tx.query({ text: 'select id, checksum from kassa_migration' }, (row) => ({
      id: column.text(row, 'id'),
      checksum: column.text(row, 'checksum'),
    }));
    const applied = new Map(rows.map(({ id, checksum }) => [id, checksum]));
    const missing = files.filter((file) => isMissing(file, applied));
    for (const file of missing) await apply(tx, file);
    if (missing.length > 0) await giveFirstStatistics(tx);
    return missing.map((file) => file.id);
  });
}

/** All files in the order of application, the database's own first. */
export async function readMigrations(sets: readonly Migrations[]): Promise<File[]> {
  const files: File[] = [];
  for (const { name, folder } of [own, ...sets.filter((set) => set.name !== own.name)]) {
    const names = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
    for (const file of names) {
      const sql = await readFile(new URL(file, folder), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      files.push({ id: `${name}/${file}`, sql, checksum });
    }
  }
  return files;
}

function isMissing(file: File, applied: ReadonlyMap<string, string>): boolean {
  const checksum = applied.get(file.id);
  if (checksum === undefined) return true;
  if (checksum === file.checksum) return false;
  throw new Error(
    `migration ${file.id} was changed after it was applied: add a new file instead, or start ` +
      'with an empty data folder',
  );
}

async function apply(
  tx: { exec(text: string, values?: readonly unknown[]): Promise<number> },
  file: File,
): Promise<void> {
  try {
    await tx.exec(file.sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`migration ${file.id} failed: ${reason}`, { cause });
  }
  await tx.exec('insert into kassa_migration (id, checksum) values ($1, $2)', [
    file.id,
    file.checksum,
  ]);
}
