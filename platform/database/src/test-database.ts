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
  /** Transactions of other tests too hold the seal back: those that run now have ended, within 10 s. */
  untilOthersEnd(): Promise<void>;
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
    const how = await copying(admin);
    await admin.query(`create database ${name} template ${template} strategy ${how}`);
  });
  const url = databaseUrl(server, name);
  const db = openDatabase({ url, schema, poolMax, log, name: 'test' });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= drop(db, server, name);
    return closing;
  };
  const untilOthersEnd = () => untilEnded(db);
  return { db, url, untilOthersEnd, close, [Symbol.asyncDispose]: close };
}

async function untilEnded(db: Database): Promise<void> {
  const { rows } = await db.pool.query('select pg_current_xact_id()::text as id');
  for (let tries = 0; tries < 1_000; tries += 1) {
    const text = 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as ended';
    const asked = await db.pool.query(text, [rows[0]?.id]);
    if (asked.rows[0]?.ended === true) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('a transaction of another test has been open for 10 s');
}

async function drop(db: Database, server: string, name: string): Promise<void> {
  await db.close();
  await withAdmin(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));
}

async function readyTemplate(
  admin: pg.ClientBase,
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
  admin: pg.ClientBase,
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
async function untilUnused(admin: pg.ClientBase, name: string): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1`,
    [name],
  );
}

/** Files are copied in a fifth of the time, unless each must be on the disk first. */
async function copying(admin: pg.ClientBase): Promise<'file_copy' | 'wal_log'> {
  const { rows } = await admin.query(`select current_setting('fsync') as fsync`);
  return rows[0]?.fsync === 'off' ? 'file_copy' : 'wal_log';
}

const pools = new Map<string, pg.Pool>();

/** A new connection costs as much as a small database: those of a worker stay, and hold up no exit. */
async function withAdmin<T>(
  server: string,
  work: (admin: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const admin = await adminsOf(server).connect();
  try {
    return await work(admin);
  } finally {
    admin.release();
  }
}

function adminsOf(server: string): pg.Pool {
  const known = pools.get(server);
  if (known) return known;
  const pool = new pg.Pool({ connectionString: server, max: 2, allowExitOnIdle: true });
  // The server may end before this worker does.
  pool.on('error', () => undefined);
  pools.set(server, pool);
  return pool;
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
