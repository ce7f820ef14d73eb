// The embedded PostgreSQL and its supervisor. A killed Node process leaves the server running: the
// next start adopts it. Several processes may use one data folder; the last one to leave stops it.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@kassa/log';
import pg from 'pg';
import { type Binaries, readyBinaries } from './binaries.ts';
import { findPlace, type Place } from './place.ts';
import { type RunningServer, runningServer, stopServer } from './postmaster.ts';
import { isAlive, pause } from './processes.ts';
import { serverSettings } from './settings.ts';
import { enter, exclusively, leave, liveUsers, ownMark } from './users.ts';

export type EmbeddedOptions = {
  /** Kept between runs; made when missing. */
  readonly dataFolder: string;
  /** On 127.0.0.1 only. A server already in use by another process keeps its own port. */
  readonly port: number;
  readonly log: Log;
};

export type Embedded = AsyncDisposable & {
  /** With the password: for `openDatabase`, never for a log. */
  readonly url: string;
  /** Leaves; stops the server if nobody else uses it. May be called twice. */
  stop(): Promise<void>;
};

const readyWaitMs = 60_000;

/** Starts the server, adopts one that lives on, or joins one that another process uses. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log } = options;
  const startedMs = Date.now();
  const place = await findPlace(options.dataFolder, log);
  const user = `${await ownMark()}~${randomBytes(4).toString('hex')}`;
  const url = await exclusively(place.folder, async () => {
    const { server, how } = await serverOf(place, options);
    const made = await connectionUrl(place, server.port);
    await makeDatabase(made.admin, made.url);
    await enter(place.folder, user);
    log.info({ port: server.port, tookMs: Date.now() - startedMs }, `database server ${how}`);
    return made.url;
  });
  const stop = async () => {
    await exclusively(place.folder, async () => {
      await leave(place.folder, user);
      if ((await liveUsers(place.folder)).length === 0) await stopServer(place.cluster);
    });
  };
  return { url, stop, [Symbol.asyncDispose]: stop };
}

/** The address of a server that runs on this folder now, without using it; undefined if none. */
export async function runningEmbeddedUrl(
  dataFolder: string,
  log: Log,
): Promise<string | undefined> {
  const place = await findPlace(dataFolder, log);
  const server = await runningServer(place.cluster);
  return server?.isReady ? (await connectionUrl(place, server.port)).url : undefined;
}

/** Stops a server whose users were all killed. True if none runs afterwards. */
export async function stopAbandoned(dataFolder: string, log: Log): Promise<boolean> {
  const place = await findPlace(dataFolder, log);
  return exclusively(place.folder, async () => {
    if ((await liveUsers(place.folder)).length > 0) return false;
    await stopServer(place.cluster);
    return true;
  });
}

async function serverOf(
  place: Place,
  options: EmbeddedOptions,
): Promise<{ server: RunningServer; how: string }> {
  const found = await runningServer(place.cluster);
  if (found) {
    const isInUse = (await liveUsers(place.folder)).length > 0;
    if (isInUse || found.port === options.port) {
      const server = await untilReady(place, found);
      if (server) return { server, how: isInUse ? 'joined' : 'adopted' };
    }
    // It listens elsewhere, or never became ready, and nobody uses it.
    await stopServer(place.cluster);
  }
  const binaries = await readyBinaries();
  await makeCluster(place, binaries, options.log);
  return { server: await launch(place, binaries, options.port), how: 'started' };
}

async function makeCluster(place: Place, binaries: Binaries, log: Log): Promise<void> {
  const files = await readdir(place.cluster);
  if (files.includes('PG_VERSION') && files.includes('.complete')) return;
  // A first start that was killed in the middle leaves a torn cluster, which holds nothing yet.
  for (const file of files) await rm(join(place.cluster, file), { recursive: true, force: true });
  log.info({ folder: place.cluster }, 'making the database cluster (once)');
  const password = randomBytes(24).toString('base64url');
  await writeFile(join(place.folder, 'password'), password, { mode: 0o600 });
  const passwordFile = join(place.cluster, '..', `password-${process.pid}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.runner) await chown(passwordFile, place.runner.uid, place.runner.gid);
  const said: string[] = [];
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${place.cluster}`,
      '--username=kassa',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...asRunner(place), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      for (const line of chunk.toString().split('\n')) if (line.trim()) log.debug(line.trim());
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => rm(passwordFile, { force: true }));
  if (code !== 0) throw new Error(`initdb failed (${code}): ${said.join('').slice(-2000)}`);
  await writeFile(join(place.cluster, '.complete'), '');
}

async function launch(place: Place, binaries: Binaries, port: number): Promise<RunningServer> {
  const logPath = join(place.folder, 'postgres.log');
  const until = Date.now() + readyWaitMs;
  for (;;) {
    const logFile = await open(logPath, 'w', 0o600);
    const settings = Object.entries({ ...serverSettings, port: String(port) });
    const child = spawn(
      binaries.postgres,
      ['-D', place.cluster, ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      // Its own session: Ctrl-C in the terminal must reach us alone, we stop the server ourselves.
      { ...asRunner(place), detached: true, stdio: ['ignore', logFile.fd, logFile.fd] },
    );
    const ended = whenEnded(child);
    await logFile.close();
    child.unref();
    const server = await untilReady(place, undefined, ended);
    if (server) return server;
    const said = (await readFile(logPath, 'utf8')).slice(-2000);
    // Children of a killed postmaster take a moment to notice and let go of the shared memory.
    const isPassing = said.includes('is still in use') || said.includes('lock file');
    if (!isPassing || Date.now() > until) {
      throw new Error(`PostgreSQL did not start on 127.0.0.1:${port}:\n${said}`);
    }
    await pause(200);
  }
}

async function untilReady(
  place: Place,
  known: RunningServer | undefined,
  ended?: { is: boolean },
): Promise<RunningServer | undefined> {
  const until = Date.now() + readyWaitMs;
  while (Date.now() < until) {
    const server = await runningServer(place.cluster);
    if (server?.isReady) return server;
    if (ended?.is || (known && !(await isAlive(known.mark)))) return undefined;
    await pause(5);
  }
  return undefined;
}

function whenEnded(child: ChildProcess): { is: boolean } {
  const ended = { is: false };
  child.once('exit', () => {
    ended.is = true;
  });
  child.once('error', () => {
    ended.is = true;
  });
  return ended;
}

/** A clean environment: PG* variables of the caller must not steer the server. */
function asRunner(place: Place): {
  uid?: number;
  gid?: number;
  env: NodeJS.ProcessEnv;
  cwd: string;
} {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const { runner } = place;
  return runner ? { uid: runner.uid, gid: runner.gid, env, cwd: '/' } : { env, cwd: '/' };
}

async function connectionUrl(place: Place, port: number): Promise<{ admin: string; url: string }> {
  const path = join(place.folder, 'password');
  const password = await readFile(path, 'utf8').catch((cause) => {
    throw new Error(`the database password is missing: restore ${path}`, { cause });
  });
  const server = `postgres://kassa:${password.trim()}@127.0.0.1:${port}`;
  return { admin: `${server}/postgres`, url: `${server}/kassa` };
}

async function makeDatabase(admin: string, url: string): Promise<void> {
  const probe = new pg.Client({ connectionString: url });
  const isThere = await probe.connect().then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '3D000') return false;
      throw error;
    },
  );
  await probe.end();
  if (isThere) return;
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    await client.query('create database kassa');
  } finally {
    await client.end();
  }
}
