// The running server, as its own postmaster.pid tells: found, awaited, stopped. It needs no parent
// relation, so a server that outlived a killed Node process is handled like one of our own.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, markOf, type ProcessMark, pause, pidOf } from './processes.ts';

export type RunningServer = {
  readonly mark: ProcessMark;
  readonly port: number;
  readonly isReady: boolean;
};

/** The live server of this cluster, if there is one. */
export async function runningServer(cluster: string): Promise<RunningServer | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const mark = await markOf(Math.abs(Number.parseInt(lines[0] ?? '', 10)));
  if (mark === undefined || !(await isPostgres(pidOf(mark), cluster))) return undefined;
  return { mark, port: Number(lines[3] ?? 0), isReady: lines[7] === 'ready' };
}

/** Fast shutdown; an immediate one (recovery at the next start) when that takes too long. */
export async function stopServer(cluster: string, patienceMs = 15_000): Promise<void> {
  const server = await runningServer(cluster);
  if (!server) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pidOf(server.mark), signal);
    } catch {
      return;
    }
    const until = Date.now() + patienceMs;
    while (Date.now() < until) {
      if (!(await isAlive(server.mark))) return;
      await pause(10);
    }
  }
  throw new Error(`the database process ${pidOf(server.mark)} of ${cluster} does not stop`);
}

/** After a reboot the number in the file may be somebody else's. */
async function isPostgres(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('postgres') && command.includes(cluster);
}
