// PostgreSQL for one bench: the embedded server on a folder of its own, flush on, with more time for
// each flush where that is asked for; or what DATABASE_URL names.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
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
import { freePort } from './free-port.ts';
import { slowFlush } from './slow-flush.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

export type Server = {
  readonly url: string;
  /** Of the embedded server; undefined for another, of whose processes nothing is known here. */
  readonly dataFolder: string | undefined;
};

/** What a flush costs on the server of a round of measurements, and what the columns call it. */
export type Disk = { readonly name: string; readonly flushMs: number };

const asItIs: Disk = { name: 'flush as it is', flushMs: 0 };
const slower: Disk = { name: '1 ms added to every flush', flushMs: 1 };

/** The disk of this machine, and a slower one if it can be made. Says so if not. */
export function disks(): readonly Disk[] {
  const why = process.env['DATABASE_URL']
    ? 'the server of DATABASE_URL cannot be slowed down'
    : slowFlush(slower.flushMs) === undefined && 'there is no C compiler (cc, gcc, clang) to do it';
  if (!why) return [asItIs, slower];
  console.error(`not measured with ${slower.name}: ${why}`);
  return [asItIs];
}

export async function withServer(
  work: (server: Server) => Promise<void>,
  { flushMs }: Disk = asItIs,
): Promise<void> {
  const given = process.env['DATABASE_URL'];
  if (given) return work({ url: given, dataFolder: undefined });
  const dataFolder = await mkdtemp(join(tmpdir(), 'kassa-bench-'));
  // The database's own user must get through, else the cluster lies elsewhere and stays there.
  await chmod(dataFolder, 0o711);
  const preload = flushMs === 0 ? undefined : slowFlush(flushMs);
  const server = await startEmbedded({
    ...{ dataFolder, port: await freePort(), log: silentLog },
    ...(preload !== undefined && { preload }),
  });
  const end = async () => {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  // Who breaks off the bench leaves no server behind.
  const breakOff = () => void end().finally(() => process.exit(130));
  for (const signal of signals) process.once(signal, breakOff);
  try {
    await work({ url: server.url, dataFolder });
  } finally {
    for (const signal of signals) process.off(signal, breakOff);
    await end();
  }
}

/** Runs `work` on a fresh, migrated schema and cleans up after it. */
export async function withSchema(
  { url }: Server,
  migrations: readonly Migrations[],
  work: (db: Database) => Promise<void>,
): Promise<void> {
  const schema = `bench_${Date.now().toString(36)}`;
  const db = openDatabase({ url, schema, poolMax: 8, log: silentLog, name: 'bench' });
  try {
    await migrate(db, migrations);
    await work(db);
  } finally {
    await db.exec(`drop schema if exists ${schema} cascade`);
    await db.close();
  }
}
