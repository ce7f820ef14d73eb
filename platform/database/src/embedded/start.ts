// The embedded PostgreSQL and its supervisor. A killed Node process leaves the server running: the
// next start adopts it. Several processes may use one data folder; the last one to leave stops it.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@kassa/log';
import pg from 'pg';
import { readyBinaries } from './binaries.ts';
import { launch, untilReady } from './launch.ts';
import { makeCluster } from './make-cluster.ts';
import { findPlace, type Place } from './place.ts';
import { type RunningServer, runningServer, stopServer } from './postmaster.ts';
import { enter, exclusively, leave, liveUsers, ownMark } from './users.ts';
import { watchDeath } from './watch-death.ts';

export type EmbeddedOptions = {
  /** Kept between runs; made when missing. */
  readonly dataFolder: string;
  /** On 127.0.0.1 only. A server already in use by another process keeps its own port. */
  readonly port: number;
  readonly log: Log;
  /** False only for what nobody would miss: a crash of the machine may then ruin the data. */
  readonly isDurable?: boolean;
  /** A library that the server loads before its own: for those who measure it with slower disks. */
  readonly preload?: string;
};

export type Embedded = AsyncDisposable & {
  /** With the password: for `openDatabase`, never for a log. */
  readonly url: string;
  /** Resolves when the server ends before `stop` is called: killed, or stopped by somebody else. */
  readonly died: Promise<void>;
  /** Leaves; stops the server if nobody else uses it. May be called twice. */
  stop(): Promise<void>;
};

/** Starts the server, adopts one that lives on, or joins one that another process uses. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log } = options;
  const startedMs = Date.now();
  const place = await findPlace(options.dataFolder, log);
  const user = `${await ownMark()}~${randomBytes(4).toString('hex')}`;
  const { url, mark } = await exclusively(place.folder, async () => {
    const { server, how } = await serverOf(place, options);
    const made = await connectionUrl(place, server.port);
    await makeDatabase(made.admin, made.url);
    await enter(place.folder, user);
    log.info({ port: server.port, tookMs: Date.now() - startedMs }, `database server ${how}`);
    return { url: made.url, mark: server.mark };
  });
  const watch = watchDeath(mark);
  const stop = async () => {
    watch.end();
    await exclusively(place.folder, async () => {
      await leave(place.folder, user);
      if ((await liveUsers(place.folder)).length === 0) await stopServer(place.cluster);
    });
  };
  return { url, died: watch.died, stop, [Symbol.asyncDispose]: stop };
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
  return { server: await launch(place, binaries, options), how: 'started' };
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
