// What a world takes of the machine, from /proc: its own processes, and its PostgreSQL. Shared pages
// of the server are counted once, in proportion (PSS).

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type Usage = {
  readonly nodeMb: number;
  readonly postgresMb: number;
  readonly nodeCpuMs: number;
  readonly postgresCpuMs: number;
};

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

export function usageOf(pid: number, dataFolder: string): Promise<Usage> {
  return usageOfAll([pid], dataFolder);
}

export async function usageOfAll(pids: readonly number[], dataFolder: string): Promise<Usage> {
  const processes = await serverProcesses(dataFolder);
  const memory = await Promise.all(processes.map((one) => field(one, 'smaps_rollup', 'Pss')));
  const server = await serverPid(dataFolder);
  // Backends that ended have left their time with the server.
  const times = await Promise.all(processes.map((one) => cpuMs(one, one === server)));
  return {
    nodeMb: sum(await Promise.all(pids.map((pid) => field(pid, 'status', 'VmRSS')))) / 1024,
    postgresMb: sum(memory) / 1024,
    nodeCpuMs: sum(await Promise.all(pids.map((pid) => cpuMs(pid, false)))),
    postgresCpuMs: sum(times),
  };
}

/** Waits until the server of this folder is gone. */
export async function isEmptied(dataFolder: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const pid = await serverPid(dataFolder);
    const isThere = pid > 0 && (await stat(`/proc/${pid}`).catch(() => undefined)) !== undefined;
    if (!isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function serverPid(dataFolder: string): Promise<number> {
  const noted = await readFile(join(dataFolder, 'location'), 'utf8').catch(() => undefined);
  const path = join(noted ?? join(dataFolder, 'cluster'), 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '0');
  return Number(text.split('\n', 1)[0]);
}

async function serverProcesses(dataFolder: string): Promise<number[]> {
  const server = await serverPid(dataFolder);
  if (server === 0) return [];
  const all = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const parents = await Promise.all(all.map(async (pid) => [pid, (await stats(pid))[1]] as const));
  return [server, ...parents.filter(([, parent]) => parent === server).map(([pid]) => pid)];
}

async function cpuMs(pid: number, withEnded: boolean): Promise<number> {
  const [, , , , , , , , , , , user = 0, system = 0, endedUser = 0, endedSystem = 0] =
    await stats(pid);
  return (user + system + (withEnded ? endedUser + endedSystem : 0)) * tickMs;
}

/** The fields of /proc/<pid>/stat after the name: state, parent, and so on. */
async function stats(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

async function field(pid: number, file: string, name: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
