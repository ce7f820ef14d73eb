// Who is alive. A process id alone is reused after a while or after a reboot, so it is kept together
// with the moment the process began, where the system tells it (Linux).

import { readFile } from 'node:fs/promises';

/** `1234@5678`: process id and start in clock ticks since boot; the second part may be empty. */
export type ProcessMark = string;

export async function markOf(pid: number): Promise<ProcessMark | undefined> {
  if (!isSignalable(pid)) return undefined;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return process.platform === 'linux' ? undefined : `${pid}@`;
  // The name in parentheses may hold spaces: what follows the last one has fixed places.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie is dead, only nobody has fetched its exit code (containers without an init process).
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${pid}@${fields[19] ?? ''}`;
}

export async function isAlive(mark: ProcessMark): Promise<boolean> {
  return (await markOf(pidOf(mark))) === mark;
}

export function pidOf(mark: ProcessMark): number {
  return Number.parseInt(mark, 10);
}

function isSignalable(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
