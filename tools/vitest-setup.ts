// Vitest's global set-up: programs to start, and one PostgreSQL server for the whole run. KASSA_TEST_DATABASE_URL or
// DATABASE_URL names one that runs already; otherwise an embedded one is started on a free port.

import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, stopAbandoned } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { programFile } from './program-file.mjs';

const prefix = 'kassa-test-';
const roomBytes = 4 * 2 ** 30;

export async function setup(): Promise<() => Promise<void>> {
  const [gateway, psp, world] = await Promise.all([
    programFile('parties/gateway/src/testing/gateway-process.ts'),
    programFile('parties/psp-adyen/src/testing/psp-process.ts'),
    programFile('world/src/main.ts'),
  ]);
  process.env['KASSA_TEST_GATEWAY'] = gateway;
  process.env['KASSA_TEST_PSP'] = psp;
  process.env['KASSA_TEST_WORLD'] = world;
  const given = process.env['KASSA_TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  if (given) {
    process.env['KASSA_TEST_DATABASE_URL'] = given;
    return async () => {};
  }
  const place = await placeOfData();
  await sweep(place);
  const dataFolder = await mkdtemp(join(place, prefix));
  // Root lends the server another user, who must reach the folder; the cluster itself is closed.
  await chmod(dataFolder, 0o711);
  const port = await freePort();
  // Tests kill programs and servers, never the machine.
  const server = await startEmbedded({ dataFolder, port, log: silentLog, isDurable: false });
  process.env['KASSA_TEST_DATABASE_URL'] = server.url;
  return async () => {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}

/** In memory where there is room: a new database is a thousand files, and tests make hundreds. */
async function placeOfData(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined);
  return memory && memory.bavail * memory.bsize >= roomBytes ? '/dev/shm' : tmpdir();
}

/** Servers of test runs that were killed. */
async function sweep(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(place, name);
    // A folder without marks may belong to a run that starts right now.
    const files: string[] = await readdir(folder).catch(() => []);
    if (!files.includes('users')) continue;
    if (await stopAbandoned(folder, silentLog).catch(() => false)) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
