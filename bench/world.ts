// A whole world, as a user starts it, with what it costs the machine: in one process, or with every
// party in a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isEmptied, type Usage, usageOfAll } from './usage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const basePorts = [18_000, 18_200];
const readyWithinMs = 180_000;

/** All that a payment meets, and those that make the clock and the mail go. */
const parties = [
  ...['lobby', 'inbox', 'gateway', 'shop-diva', 'shop-nordlys', 'acquirer-zelena'],
  ...['acquirer-crvena', 'network-mozaik', 'issuer-plava', 'issuer-fjord', 'clearing-klir'],
];

export type World = {
  readonly port: number;
  readonly readyMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
};

/** Gives `work` a data folder that is gone afterwards, and two hundred ports. */
export async function withPlace(
  work: (place: { readonly port: number; readonly dataFolder: string }) => Promise<void>,
): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kassa-bench-'));
  // The database's own user must get through, else the cluster lies elsewhere and stays there.
  await chmod(dataFolder, 0o711);
  try {
    await work({ port: await freeBase(), dataFolder });
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

export type Split = 'together' | 'apart';

export function withWorld(
  work: (world: World) => Promise<void>,
  split: Split = 'together',
): Promise<void> {
  return withPlace(async (place) => {
    const world = await startWorld(place, split);
    try {
      await work(world);
    } finally {
      await world.stop();
    }
  });
}

type Place = { readonly port: number; readonly dataFolder: string };

export async function startWorld(place: Place, split: Split = 'together'): Promise<World> {
  const startedMs = performance.now();
  // The whole world is started by no name; the first of many makes the keys and the database.
  const [first = [], ...others] = split === 'together' ? [[]] : parties.map((party) => [party]);
  const children: ChildProcess[] = [];
  const stop = async () => {
    const running = children.filter(({ exitCode }) => exitCode === null);
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(ended);
    // The server outlives the world by a moment, and its folder is not to be taken from under it.
    await isEmptied(place.dataFolder);
  };
  const start = async (args: readonly string[]) => {
    const child = startChild(place, args);
    children.push(child);
    await untilReady(child);
  };
  try {
    await start(first);
    await Promise.all(others.map(start));
  } catch (error) {
    await stop();
    throw error;
  }
  const readyMs = performance.now() - startedMs;
  const usage = () =>
    usageOfAll(
      children.map(({ pid = 0 }) => pid),
      place.dataFolder,
    );
  return { port: place.port, readyMs, usage, stop };
}

function startChild(place: Place, args: readonly string[]): ChildProcess {
  const { DATABASE_URL: _, ...environment } = process.env;
  return spawn(process.execPath, ['tools/start.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      // What is measured are the parties, without proxies between them.
      ...{ KASSA_FAULTS: 'off', ...environment },
      KASSA_PORT: String(place.port),
      KASSA_DATA: place.dataFolder,
    },
  });
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error('the world did not get ready')), readyWithinMs);
    const done = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('kassa is ready')) done(resolve);
    });
    child.once('exit', () => done(() => reject(new Error(`the world ended:\n${printed}`))));
  });
}

async function freeBase(): Promise<number> {
  for (const base of basePorts) {
    const wanted = [base, base + 1, base + 8, base + 10, base + 60];
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return base;
  }
  throw new Error(`ports from ${basePorts.join(' and from ')} are taken`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
