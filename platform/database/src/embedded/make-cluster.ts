// Makes the database cluster, once per data folder.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@kassa/log';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { asRunner } from './runner.ts';

export async function makeCluster(place: Place, binaries: Binaries, log: Log): Promise<void> {
  const files = await readdir(place.cluster);
  if (files.includes('PG_VERSION') && files.includes('.complete')) return;
  // A first start that was killed in the middle leaves a torn cluster, which holds nothing yet.
  for (const file of files) await rm(join(place.cluster, file), { recursive: true, force: true });
  log.info({ folder: place.cluster }, 'making the database cluster (once)');
  const password = randomBytes(24).toString('base64url');
  await writeFile(join(place.folder, 'password'), password, { mode: 0o600 });
  const passwordFile = join(place.cluster, '..', `password-${process.pid}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.runner) await chown(passwordFile, place.runner.uid, place.runner.gid);
  const said: string[] = [];
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${place.cluster}`,
      '--username=kassa',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...asRunner(place), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      for (const line of chunk.toString().split('\n')) if (line.trim()) log.debug(line.trim());
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => rm(passwordFile, { force: true }));
  if (code !== 0) throw new Error(`initdb failed (${code}): ${said.join('').slice(-2000)}`);
  await writeFile(join(place.cluster, '.complete'), '');
}
