// The world's own schema: clock and inbox. Also the locks that keep two worlds, or two of the same
// party, off one database.

import { column, type Database, type Migrations, migrate, openDatabase } from '@kassa/database';
import type { Log } from '@kassa/log';

export const migrations: Migrations = {
  name: 'world',
  folder: new URL('../migrations/', import.meta.url),
};

export async function openWorldDatabase(url: string, log: Log): Promise<Database> {
  const db = openDatabase({ url, schema: 'world', log, name: 'world', poolMax: 4 });
  await migrate(db, [migrations]);
  return db;
}

/** How far the clock is ahead of the real one; kept from the first start on. */
export async function readOffsetMs(db: Database, beginsAtMs = Date.now()): Promise<number> {
  const found = await db.one({ text: 'select offset_ms from world_clock' }, (row) =>
    column.integer(row, 'offset_ms'),
  );
  if (found !== undefined) return found;
  const offsetMs = Math.round(beginsAtMs - Date.now());
  if (offsetMs !== 0) await writeOffsetMs(db, offsetMs);
  return offsetMs;
}

/** Written before anybody is told, so that no restart brings time back. */
export async function writeOffsetMs(db: Database, offsetMs: number): Promise<void> {
  await db.exec(
    `insert into world_clock (offset_ms) values ($1)
    on conflict on constraint world_clock_pk do update
    set offset_ms = greatest(world_clock.offset_ms, excluded.offset_ms)`,
    [offsetMs],
  );
}

export type Held = { release(): void };

const patienceMs = 1500;
const pauseMs = 100;

/**
 * Holds these names in the database for as long as this process lives; the name that another one
 * holds is answered instead. The server frees them when their holder dies, however it dies.
 */
export async function hold(
  db: Database,
  names: readonly string[],
  log: Log,
): Promise<Held | string> {
  const client = await db.pool.connect();
  // Without a listener a lost connection would end the process, which can go on without its lock.
  client.on('error', (error) => log.warn({ err: error }, 'the lock on the database is lost'));
  for (const name of names) {
    // A process that was just killed may be noticed a moment later.
    const untilMs = Date.now() + patienceMs;
    while (!(await tryLock(client, name))) {
      if (Date.now() > untilMs) {
        client.release(true);
        return name;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return { release: () => client.release(true) };
}

type Client = { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> };

async function tryLock(client: Client, name: string): Promise<boolean> {
  const text = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as got';
  const { rows } = await client.query(text, [`kassa ${name}`]);
  const [row] = rows;
  return typeof row === 'object' && row !== null && 'got' in row && row.got === true;
}
