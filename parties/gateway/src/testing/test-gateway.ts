// A whole gateway for tests: fresh database, test acquirer, test directory server, official client.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { type VirtualClock, virtualClock } from '@kassa/time';
import Stripe from 'stripe';
import type { Operation } from '../api/kernel/operation.ts';
import type { ConfigInput } from '../config.ts';
import { migrations } from '../migrations.ts';
import { type Running, startGateway } from '../wire.ts';
import { testCards } from './known-cards.ts';
import { startTestAcquirer, type TestAcquirer } from './test-acquirer.ts';
import { directoryKey, startTestDirectory, type TestDirectory } from './test-directory.ts';

export type TestGateway = AsyncDisposable & {
  readonly url: string;
  readonly operations: readonly Operation[];
  readonly stripe: Stripe;
  /** Another merchant's client. */
  readonly other: Stripe;
  readonly acquirer: TestAcquirer;
  readonly directory: TestDirectory;
  readonly clock: VirtualClock;
  /** A pool of the test's own. */
  readonly db: Database;
  /** Statements that the gateway has sent so far. */
  roundTrips(): number;
  readonly config: ConfigInput;
  /** Asks the control door. */
  control(path: string, body?: unknown): Promise<unknown>;
  /** Stops this gateway and starts another on the same database. */
  restart(change?: Partial<ConfigInput>): Promise<void>;
  close(): Promise<void>;
};

export const controlKey = 'control-key-of-the-tests';
const schema = 'gateway';

export async function startTestGateway(change: Partial<ConfigInput> = {}): Promise<TestGateway> {
  const database = await testDatabase(migrations, { schema });
  const acquirer = await startTestAcquirer();
  const directory = await startTestDirectory();
  const keysFolder = mkdtempSync(join(tmpdir(), 'kassa-gateway-'));
  const clock = virtualClock({ offsetMs: 0 });
  let config: ConfigInput = {
    databaseUrl: database.url,
    schema,
    port: 0,
    controlKey,
    keysFolder,
    directoryServer: {
      url: directory.url,
      key: directoryKey,
      timeoutMs: 1_000,
      patienceMs: 300,
    },
    acquirers: [acquirerAt(acquirer.port)],
    merchants: [merchant('diva', 'BAM'), merchant('nordlys', 'NOK')],
    webhooks: { allowPrivateAddresses: true },
    // The same few cards are declined again and again.
    retries: { neverAgain: false, retriesMax: 10_000 },
    testCards: testCards.map((card) => ({ ...card, tokens: [...card.tokens] })),
    ...change,
  };
  let own: Database | undefined;
  const start = (): Promise<Running> => {
    own = openDatabase({ url: database.url, schema, poolMax: 8, log: silentLog, name: 'gateway' });
    return startGateway(config, { clock, log: silentLog, database: own });
  };
  let running = await start();
  const db = openDatabase({ url: database.url, schema, log: silentLog, name: 'test' });
  const clientFor = (key: string) => {
    const { hostname, port } = new URL(running.url);
    return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
  };
  const close = async () => {
    await running.stop();
    await Promise.all([acquirer.close(), directory.close(), db.close()]);
    await database.close();
    rmSync(keysFolder, { recursive: true, force: true });
  };
  return {
    get url() {
      return running.url;
    },
    get operations() {
      return running.operations;
    },
    get stripe() {
      return clientFor('sk_test_diva');
    },
    get other() {
      return clientFor('sk_test_nordlys');
    },
    acquirer,
    directory,
    clock,
    db,
    roundTrips: () => own?.roundTrips ?? 0,
    get config() {
      return config;
    },
    async control(path, body) {
      const answer = await fetch(`${running.url}/_kassa/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async restart(next = {}) {
      await running.stop();
      config = { ...config, ...next };
      running = await start();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

export function acquirerAt(port: number, url = 'http://127.0.0.1:9') {
  return {
    name: 'zelena',
    port,
    signOnKey: 'gateway-signs-on-at-zelena',
    institutionId: '10070',
    url,
    key: 'gateway-at-zelena',
    timeoutMs: 500,
    inquiryTimeoutMs: 300,
  };
}

const homes = {
  diva: { name: 'Diva shop', country: 'BA', city: 'Sarajevo' },
  nordlys: { name: 'Nordlys', country: 'NO', city: 'Tromso' },
  tezga: { name: 'Tezga', country: 'BA', city: 'Mostar' },
} as const;

export function merchant(slug: 'diva' | 'nordlys' | 'tezga', currency: 'BAM' | 'NOK') {
  return {
    accountId: `acct_${slug}` as const,
    ...homes[slug],
    url: `https://${slug}.example`,
    mcc: '5977',
    currency,
    brand: { name: slug, colour: '#8e2a5b', accent: '#e9a6b7' },
    acquirer: {
      provider: 'zelena',
      merchantId: `${slug.toUpperCase()}000000000000000`.slice(0, 15),
      terminalId: `${slug.toUpperCase()}00000000`.slice(0, 8),
    },
    secretKeys: [`sk_test_${slug}`],
    publishableKeys: [`pk_test_${slug}`],
  };
}

/** Waits until it holds; tests wait on conditions, never for a time. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const visa = (cvc = '314') => ({
  number: '4242424242424242',
  exp_month: 12,
  exp_year: 2034,
  cvc,
});
