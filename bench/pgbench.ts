// The yardstick: the same durable writes, by PostgreSQL alone. Eight clients of pgbench call one
// function, on the same server; where pgbench is not installed, the same through `pg`.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Database, openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import type { Server } from './database-server.ts';
import type { Case } from './measure.ts';

export const pgbenchClients = 8;
const cards = 1000;

export type Yardsticks = {
  /** How it was asked: for the names of rows. */
  readonly by: string;
  /** Eight clients that call a function of the file; `$card` is a number below a thousand. */
  caseOf(name: string, call: string): Case;
};

/** `file` of bench/sql makes tables and functions in a schema that is gone afterwards. */
export async function withYardsticks(
  { url }: Server,
  file: string,
  work: (yardsticks: Yardsticks) => Promise<void>,
): Promise<void> {
  const schema = `yardstick_${Date.now().toString(36)}`;
  const at = { url, schema, poolMax: pgbenchClients, log: silentLog, name: 'yardstick' };
  const folder = await mkdtemp(join(tmpdir(), 'kassa-pgbench-'));
  await using db = openDatabase(at);
  try {
    await db.exec(`create schema ${schema}`);
    await db.exec(await readFile(new URL(`./sql/${file}`, import.meta.url), 'utf8'));
    const pgbench = await findPgbench();
    await work({
      by: `${pgbench === undefined ? 'pg' : 'pgbench'}, ${pgbenchClients} clients`,
      caseOf: (name, call) =>
        pgbench === undefined
          ? byPg(name, call, db)
          : byPgbench(name, call, { pgbench, url, schema, folder }),
    });
  } finally {
    await db.exec(`drop schema if exists ${schema} cascade`);
    await rm(folder, { recursive: true });
  }
}

const run = promisify(execFile);

/** On the path, or where Debian keeps it: the newest. */
async function findPgbench(): Promise<string | undefined> {
  const debian = '/usr/lib/postgresql';
  const versions = (await readdir(debian).catch(() => [])).toSorted(
    (a, b) => Number(b) - Number(a),
  );
  for (const path of ['pgbench', ...versions.map((one) => join(debian, one, 'bin', 'pgbench'))]) {
    const isThere = await run(path, ['--version']).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

type Pgbench = {
  readonly pgbench: string;
  readonly url: string;
  readonly schema: string;
  readonly folder: string;
};

function byPgbench(name: string, call: string, { pgbench, url, schema, folder }: Pgbench): Case {
  const { password, hostname, port, username, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGPASSWORD: decodeURIComponent(password),
    PGOPTIONS: `-c search_path=${schema}`,
  };
  const script = join(folder, `${name.replaceAll(/\W+/g, '-')}.sql`);
  const text = `\\set card random(0, ${cards - 1})\nselect ${call.replace('$card', ':card')};\n`;
  return {
    name,
    async rate(roundMs) {
      await writeFile(script, text);
      const seconds = Math.max(1, Math.round(roundMs / 1000));
      const { stdout } = await run(
        pgbench,
        [
          ...['-n', '-M', 'prepared', '--random-seed=1', '-f', script, '-T', String(seconds)],
          ...['-c', String(pgbenchClients), '-j', '2'],
          ...['-h', hostname, '-p', port, '-U', decodeURIComponent(username), pathname.slice(1)],
        ],
        { env },
      );
      const tps = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
      if (tps !== undefined) return Number(tps);
      // On a machine that stood still for that long.
      if (/actually processed: 0$/m.test(stdout)) return 0;
      throw new Error(`pgbench said no tps:\n${stdout}`);
    },
  };
}

function byPg(name: string, call: string, db: Database): Case {
  const statement = {
    name: `bench ${name}`,
    text: `select ${call.replace('$card', '$1::integer')}`,
  };
  return {
    name,
    callers: pgbenchClients,
    async operate(number) {
      const values = call.includes('$card') ? [number % cards] : [];
      await db.query({ ...statement, values }, () => undefined);
    },
  };
}
