// A whole world in a process of its own, started as a newcomer does, for the journeys: they know
// nothing of it but what it prints, its pages and its wires.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readyWithinMs = 120_000;
const stoppedWithinMs = 20_000;
const lastLines = 60;

export type Place = {
  readonly port: number;
  readonly dataFolder: string;
  readonly databaseUrl?: string;
};

export type WorldProcess = {
  readonly place: Place;
  /** Everything it has printed so far. */
  readonly printed: () => string;
  /** True when its process is gone, whoever ended it. */
  readonly hasEnded: () => boolean;
  /** Asks it to stop, waits, gives its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Takes the power away: no handler runs, no connection is closed politely. */
  readonly kill: () => Promise<void>;
};

/** Where a world of a test may live: two hundred free ports and a folder of its own. */
export async function findPlace(): Promise<Place> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kassa-journey-'));
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 60) * 200;
    const needed = [0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 25, 50, 52, 53, 54, 60, 100, 110, 140, 190];
    const free = await Promise.all(needed.map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return { port, dataFolder };
  }
  throw new Error('no two hundred free ports found in fifty tries');
}

/** Removes what a stopped world left. */
export async function leavePlace(place: Place): Promise<void> {
  await rm(place.dataFolder, { recursive: true, force: true });
}

/** Starts it, or these parties of it only, and waits for `kassa is ready`. */
export async function startWorldProcess(
  place: Place,
  parties: readonly string[] = [],
): Promise<WorldProcess> {
  const { child, printed } = run(place, parties);
  const isReady = await until(
    () => printed().includes('kassa is ready') || child.exitCode !== null,
    readyWithinMs,
  );
  if (!isReady || child.exitCode !== null) {
    // Politely first: it takes its database server with it.
    child.kill('SIGTERM');
    await ended(child);
    throw new Error(`the world did not get ready:\n${printed()}${await lastOf(place)}`);
  }
  return {
    place,
    printed,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
}

/** What its programs have said last, for whoever must find out why. */
async function lastOf({ dataFolder }: Place): Promise<string> {
  const log = await readFile(join(dataFolder, 'kassa.log'), 'utf8').catch(() => '');
  return log.split('\n').slice(-lastLines).join('\n');
}

/** Runs a command of the world to its end, such as `--prove`. */
export async function runCommand(
  place: Place,
  args: readonly string[],
): Promise<{ code: number | null; printed: string }> {
  const { child, printed } = run(place, args);
  if (!(await until(() => child.exitCode !== null, readyWithinMs))) {
    child.kill('SIGKILL');
    throw new Error(`${args.join(' ')} did not end:\n${printed()}`);
  }
  return { code: child.exitCode, printed: printed() };
}

function run(place: Place, args: readonly string[]) {
  const { NODE_ENV: _, VITEST: __, DATABASE_URL: ___, ...env } = process.env;
  // Tests start many: from one file, if there is one.
  const { KASSA_TEST_WORLD: program = 'tools/start.mjs' } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production',
      ...env,
      KASSA_PORT: String(place.port),
      KASSA_DATA: place.dataFolder,
      ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    },
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-200_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, printed: () => text };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), stoppedWithinMs);
  await once(child, 'exit');
  clearTimeout(timer);
}

/** Waits for a condition, never longer than the limit; says whether it came true. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<boolean> {
  const endMs = Date.now() + limitMs;
  while (Date.now() < endMs) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
