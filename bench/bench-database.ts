// A database for one bench: on DATABASE_URL if given, else on an embedded server of its own.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  type Migrations,
  migrate,
  openDatabase,
  startEmbedded,
} from '@kassa/database';
import { silentLog } from '@kassa/log';

/** Runs `work` on a fresh, migrated schema and cleans up after it. */
export async function withDatabase(
  migrations: readonly Migrations[],
  work: (db: Database) => Promise<void>,
): Promise<void> {
  const given = process.env['DATABASE_URL'];
  const server = given ? { url: given, stop: async () => {} } : await startOwn();
  const schema = `bench_${Date.now().toString(36)}`;
  const db = openDatabase({ url: server.url, schema, poolMax: 8, log: silentLog, name: 'bench' });
  try {
    await migrate(db, migrations);
    await work(db);
  } finally {
    await db.exec(`drop schema if exists ${schema} cascade`);
    await db.close();
    await server.stop();
  }
}

async function startOwn(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kassa-bench-'));
  await chmod(dataFolder, 0o711);
  const server = await startEmbedded({ dataFolder, port: await freePort(), log: silentLog });
  const stop = async () => {
    await server.stop();
    await rm(dataFolder, { recursive: true });
  };
  return { url: server.url, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
