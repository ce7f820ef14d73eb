// The processes that use one embedded server. Each leaves its mark in `users/`; the last one to
// leave stops the server. Marks of processes that were killed are swept by whoever comes next.

import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, markOf, type ProcessMark, pause } from './processes.ts';

const lockWaitMs = 60_000;

export async function ownMark(): Promise<ProcessMark> {
  return (await markOf(process.pid)) ?? `${process.pid}@`;
}

export async function enter(folder: string, user: string): Promise<void> {
  await mkdir(join(folder, 'users'), { recursive: true });
  await writeFile(join(folder, 'users', user), '');
}

export async function leave(folder: string, user: string): Promise<void> {
  await rm(join(folder, 'users', user), { force: true });
}

/** Users that are still alive; the files of dead ones are removed. */
export async function liveUsers(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'users')).catch(() => []);
  const alive: string[] = [];
  for (const name of names) {
    if (await isAlive(name.split('~')[0] ?? '')) alive.push(name);
    else await leave(folder, name);
  }
  return alive;
}

/** Runs `work` while no other process starts or stops the server of this folder. */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, 'lock');
  const mark = `${await ownMark()}~${Math.random().toString(36).slice(2)}`;
  const until = Date.now() + lockWaitMs;
  while (!(await tryLock(lock, mark))) {
    if (Date.now() > until) throw new Error(`${lock} is held by another start; try again later`);
    await pause(20);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function tryLock(lock: string, mark: string): Promise<boolean> {
  // Linked into place with its content: a holder killed at any moment leaves its name.
  const draft = `${lock}.${mark}`;
  await writeFile(draft, mark, { mode: 0o600 });
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const holder = await readFile(lock, 'utf8').catch(() => undefined);
  if (holder === undefined || (await isAlive(holder.split('~')[0] ?? ''))) return false;
  // Taken aside first, so that of two who saw the dead holder only one removes its file.
  const aside = `${draft}.aside`;
  await rename(lock, aside).catch(() => undefined);
  const taken = await readFile(aside, 'utf8').catch(() => undefined);
  if (taken !== undefined && taken !== holder) await rename(aside, lock).catch(() => undefined);
  else await rm(aside, { force: true });
  return false;
}
