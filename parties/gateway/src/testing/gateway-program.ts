// A gateway as a program of its own, which a test may kill at any moment and start again on the same
// database.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@kassa/database';
import Stripe from 'stripe';
import type { ConfigInput } from '../config.ts';
import { migrations } from '../migrations.ts';
import { startTestAcquirer, type TestAcquirer } from './test-acquirer.ts';
import { directoryKey, startTestDirectory, type TestDirectory } from './test-directory.ts';
import { acquirerAt, controlKey, merchant } from './test-gateway.ts';

export type Program = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly stripe: Stripe;
  /** Gone when it resolves, with nothing of it written any more. */
  kill(): Promise<void>;
};

/** What the programs of one test have around them. */
export type Surroundings = AsyncDisposable & {
  readonly acquirer: TestAcquirer;
  readonly directory: TestDirectory;
  readonly databaseUrl: string;
  readonly config: ConfigInput;
  /** `databaseUrl` may be another way to the same database. */
  start(change?: Partial<ConfigInput>): Promise<Program>;
};

const schema = 'gateway';

export async function openSurroundings(): Promise<Surroundings> {
  const acquirer = await startTestAcquirer();
  const directory = await startTestDirectory();
  const database = await testDatabase(migrations, { schema });
  const keysFolder = mkdtempSync(join(tmpdir(), 'kassa-program-'));
  const programs = new Set<Program>();
  const config: ConfigInput = {
    databaseUrl: database.url,
    schema,
    port: 0,
    controlKey,
    keysFolder,
    directoryServer: { url: directory.url, key: directoryKey },
    acquirers: [{ ...acquirerAt(acquirer.port), timeoutMs: 60_000 }],
    merchants: [merchant('diva', 'BAM')],
  };
  return {
    acquirer,
    directory,
    databaseUrl: database.url,
    config,
    async start(change = {}) {
      const program = await startProgram({ ...config, ...change });
      programs.add(program);
      return program;
    },
    [Symbol.asyncDispose]: async () => {
      for (const program of programs) await program.kill();
      await Promise.all([acquirer.close(), directory.close()]);
      await database.close();
      rmSync(keysFolder, { recursive: true, force: true });
    },
  };
}

async function startProgram(config: ConfigInput): Promise<Program> {
  const program = process.env['KASSA_TEST_GATEWAY'] ?? '';
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, TEST_GATEWAY: JSON.stringify(config) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
  const url = line.replace('ready ', '').trim();
  const { hostname, port } = new URL(url);
  const place = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 } as const;
  return {
    child,
    url,
    stripe: new Stripe('sk_test_diva', place),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
