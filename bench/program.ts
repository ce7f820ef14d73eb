// A program of the bench in a process of its own: settings by environment, one message when it is
// ready, and an end when we end.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Program = {
  readonly pid: number;
  /** What it said when it was ready: addresses and ports. */
  readonly said: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const root = fileURLToPath(new URL('..', import.meta.url));
const readyWithinMs = 120_000;
const stopWithinMs = 30_000;

export async function startProgram(file: string, settings: unknown): Promise<Program> {
  const child = spawn(process.execPath, ['tools/run.mjs', `bench/${file}`], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, BENCH_SETTINGS: JSON.stringify(settings) },
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    child.disconnect();
    await ended;
    clearTimeout(late);
  };
  try {
    return { pid: child.pid ?? 0, said: await ready(child, file), stop };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function ready(child: ChildProcess, file: string): Promise<Readonly<Record<string, string>>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${file} did not get ready`)), readyWithinMs);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve(
        Object.fromEntries(Object.entries(message).map(([name, value]) => [name, `${value}`])),
      );
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

/** On the program's side: what it was given. */
export function ownSettings<Settings>(): Settings {
  return JSON.parse(process.env['BENCH_SETTINGS'] ?? '{}');
}

/** On the program's side: says that it is ready, and cleans up when the bench is gone. */
export function isReady(said: Readonly<Record<string, string>>, stop: () => Promise<void>): void {
  process.once('disconnect', () => void stop().finally(() => process.exit()));
  process.send?.(said);
}
