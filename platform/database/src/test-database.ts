// A fresh database for one test file, copied from a template that is migrated once per set of
// migrations. The server is given by KASSA_TEST_DATABASE_URL (tools/vitest-setup.ts starts it).

import { createHash, randomBytes } from 'node:crypto';
import { type Log, silentLog } from '@kassa/log';
import pg from 'pg';
import { type Database, openDatabase } from './database.ts';
import { type Migrations, migrate, readMigrations } from './migrate.ts';

export type TestDatabase = AsyncDisposable & {
  readonly db: Database;
  readonly url: string;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
};

export type TestDatabaseOptions = {
  readonly schema?: string;
  readonly poolMax?: number;
  readonly log?: Log;
};

export async function testDatabase(
  migrations: readonly Migrations[] = [],
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const { schema = 'party', poolMax = 4, log = silentLog } = options;
  const server = process.env['KASSA_TEST_DATABASE_URL'];
  if (!server) throw new Error('no test server: run vitest from the root of the repository');
  const name = `kassa_test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
  await withAdmin(server, async (admin) => {
    const template = await readyTemplate(admin, server, { migrations, schema, log });
    await admin.query(`create database ${name} template ${template}`);
  });
  const url = databaseUrl(server, name);
  const db = openDatabase({ url, schema, poolMax, log, name: 'test' });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= drop(db, server, name);
    return closing;
  };
  return { db, url, close, [Symbol.asyncDispose]: close };
}

async function drop(db: Database, server: string, name: string): Promise<void> {
  await db.close();
  await withAdmin(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));
}

async function readyTemplate(
  admin: pg.Client,
  server: string,
  set: { migrations: readonly Migrations[]; schema: string; log: Log },
): Promise<string> {
  const hash = createHash('sha256').update(set.schema);
  for (const { id, checksum } of await readMigrations(set.migrations)) hash.update(id + checksum);
  const name = `kassa_template_${hash.digest('hex').slice(0, 24)}`;
  // The template is made under a draft name: one whose making was cut off is never copied.
  await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
  try {
    const found = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await makeTemplate(admin, server, name, set);
  } finally {
    await admin.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  }
  return name;
}

async function makeTemplate(
  admin: pg.Client,
  server: string,
  name: string,
  set: { migrations: readonly Migrations[]; schema: string; log: Log },
): Promise<void> {
  const draft = `${name}_draft`;
  await admin.query(`drop database if exists ${draft} with (force)`);
  await admin.query(`create database ${draft}`);
  const { schema, log } = set;
  const url = databaseUrl(server, draft);
  const db = openDatabase({ url, schema, poolMax: 1, log, name: 'template' });
  try {
    await migrate(db, set.migrations);
  } finally {
    await db.close();
  }
  await untilUnused(admin, draft);
  await admin.query(`alter database ${draft} rename to ${name}`);
}

/** A closed connection lives on in the server for a moment, and would forbid the renaming. */
async function untilUnused(admin: pg.Client, name: string): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1`,
    [name],
  );
}

async function withAdmin<T>(server: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
