// A whole world in a process of its own, as a user starts it, with what it costs the machine.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isEmptied, type Usage, usageOf } from './usage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const basePorts = [18_000, 18_200];
const readyWithinMs = 120_000;

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

export function withWorld(work: (world: World) => Promise<void>): Promise<void> {
  return withPlace(async (place) => {
    const world = await startWorld(place);
    try {
      await work(world);
    } finally {
      await world.stop();
    }
  });
}

export async function startWorld(place: {
  readonly port: number;
  readonly dataFolder: string;
}): Promise<World> {
  const { DATABASE_URL: _, ...environment } = process.env;
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['tools/start.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      // What is measured are the parties, without proxies between them.
      ...{ KASSA_FAULTS: 'off', ...environment },
      KASSA_PORT: String(place.port),
      KASSA_DATA: place.dataFolder,
    },
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
    // The server outlives the world by a moment, and its folder is not to be taken from under it.
    await isEmptied(place.dataFolder);
  };
  try {
    await untilReady(child);
  } catch (error) {
    await stop();
    throw error;
  }
  const readyMs = performance.now() - startedMs;
  return {
    port: place.port,
    readyMs,
    usage: () => usageOf(child.pid ?? 0, place.dataFolder),
    stop,
  };
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
