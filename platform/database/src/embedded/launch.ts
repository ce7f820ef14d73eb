// Starts the server process and waits until it takes connections.

import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { type RunningServer, runningServer } from './postmaster.ts';
import { isAlive, pause } from './processes.ts';
import { asRunner } from './runner.ts';
import { settingsOf } from './settings.ts';

const readyWaitMs = 60_000;

type LaunchOptions = {
  readonly port: number;
  readonly isDurable?: boolean;
  readonly preload?: string;
};

export async function launch(
  place: Place,
  binaries: Binaries,
  { port, isDurable = true, preload }: LaunchOptions,
): Promise<RunningServer> {
  const runner = asRunner(place);
  const env = { ...runner.env, ...(preload !== undefined && { LD_PRELOAD: preload }) };
  const logPath = join(place.folder, 'postgres.log');
  const until = Date.now() + readyWaitMs;
  for (;;) {
    const logFile = await open(logPath, 'w', 0o600);
    const settings = Object.entries({ ...settingsOf({ isDurable }), port: String(port) });
    const child = spawn(
      binaries.postgres,
      ['-D', place.cluster, ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      // Its own session: Ctrl-C in the terminal must reach us alone, we stop the server ourselves.
      { ...runner, env, detached: true, stdio: ['ignore', logFile.fd, logFile.fd] },
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

/** Undefined if it ended instead, or took too long. */
export async function untilReady(
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
