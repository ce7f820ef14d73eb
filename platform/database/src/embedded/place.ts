// Where the cluster lies and who runs it. PostgreSQL refuses root, so root lends it an unprivileged
// user; and where that user cannot reach the wished folder, the cluster goes to another one, noted
// in `location` inside the wished folder so that the next start finds it.

import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Log } from '@kassa/log';
import { runningServer } from './postmaster.ts';

export type Runner = { readonly uid: number; readonly gid: number; readonly name: string };
export type Place = {
  /** What the caller asked for: holds the password, the marks of users, the server's log. */
  readonly folder: string;
  /** The PostgreSQL data directory. */
  readonly cluster: string;
  /** The unprivileged user when we are root; otherwise we run the server ourselves. */
  readonly runner: Runner | undefined;
};

const elsewhere = '/var/lib/kassa';

export async function findPlace(wished: string, log: Log): Promise<Place> {
  const folder = resolve(wished);
  await mkdir(folder, { recursive: true });
  const runner = await findRunner();
  if (!runner || (await canReach(folder, runner))) {
    const cluster = join(folder, 'cluster');
    await makeFolder(cluster, runner);
    return { folder, cluster, runner };
  }
  await sweepElsewhere();
  const noted = await readFile(join(folder, 'location'), 'utf8').catch(() => undefined);
  const cluster = noted ?? join(elsewhere, `cluster-${Date.now().toString(36)}-${process.pid}`);
  if (!noted) await writeFile(join(folder, 'location'), cluster);
  await makeFolder(cluster, runner);
  await writeFile(`${cluster}.for`, folder);
  log.info(
    { wished: folder, cluster, user: runner.name },
    'the database user cannot enter the data folder; the cluster lies elsewhere',
  );
  return { folder, cluster, runner };
}

async function makeFolder(cluster: string, runner: Runner | undefined): Promise<void> {
  await mkdir(dirname(cluster), { recursive: true, mode: 0o755 });
  await mkdir(cluster, { mode: 0o700, recursive: true });
  if (runner) await chown(cluster, runner.uid, runner.gid);
}

async function findRunner(): Promise<Runner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  // initdb looks its user up by name, so a free number is not enough.
  const found =
    lines.find(([name]) => name === 'postgres') ??
    lines.find(([name]) => name === 'nobody') ??
    lines.find(([, , uid]) => Number(uid) > 0);
  if (!found) throw new Error('PostgreSQL refuses root and this machine has no other user');
  return { name: found[0] ?? '', uid: Number(found[2]), gid: Number(found[3]) };
}

async function canReach(folder: string, runner: Runner): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const shift = uid === runner.uid ? 6 : gid === runner.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Clusters whose wished folder was deleted, or points elsewhere, belong to nobody any more. */
async function sweepElsewhere(): Promise<void> {
  for (const name of await readdir(elsewhere).catch(() => [])) {
    if (!name.endsWith('.for')) continue;
    const cluster = join(elsewhere, name.slice(0, -'.for'.length));
    const folder = await readFile(`${cluster}.for`, 'utf8').catch(() => undefined);
    if (folder === undefined) continue;
    const noted = await readFile(join(folder, 'location'), 'utf8').catch(() => undefined);
    if (noted === cluster || (await runningServer(cluster))) continue;
    await rm(cluster, { recursive: true, force: true });
    await rm(`${cluster}.for`, { force: true });
  }
}
