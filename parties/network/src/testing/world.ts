// The network among its peers, on a database of its own, for one test file.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@kassa/database';
import { httpClient } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { virtualClock } from '@kassa/time';
import type { NetworkSettings } from '../config.ts';
import { migrations, startNetwork } from '../wire.ts';
import { openAcquirer, openIssuer, openWeb, zelenaSignOnKey } from './peers.ts';
import { until } from './until.ts';

export const schema = 'network_mozaik';

export async function openWorld(more: Partial<NetworkSettings> = {}) {
  const database = await testDatabase(migrations, { schema });
  const keysFolder = await mkdtemp(join(tmpdir(), 'network-keys-'));
  const issuer = await openIssuer();
  const web = await openWeb();
  const clock = virtualClock({ offsetMs: Date.parse('2026-11-20T13:00:00Z') - Date.now() });
  const settings: NetworkSettings = {
    databaseUrl: database.url,
    schema,
    port: 0,
    switchPort: 0,
    controlKey: 'control',
    keysFolder,
    members: [
      {
        id: '70001',
        party: 'acquirer-zelena',
        name: 'Zelena banka',
        country: 'BA',
        clearingCode: 'ZELENA',
        acquirer: { key: 'zelena-key', signOnKey: zelenaSignOnKey, url: web.url },
      },
      {
        id: '70002',
        party: 'issuer-plava',
        name: 'Plava banka',
        country: 'BA',
        clearingCode: 'PLAVA',
        issuer: {
          port: issuer.port,
          signOnKey: 'switch-at-plava',
          url: web.url,
          key: 'plava-key',
          acsUrl: web.url,
        },
      },
      {
        id: '57800',
        party: 'issuer-fjord',
        name: 'Fjordbanken',
        country: 'NO',
        clearingCode: 'FJORD',
        // Nobody listens there.
        issuer: {
          port: 1,
          signOnKey: 'switch-at-fjord',
          url: 'http://127.0.0.1:1',
          key: 'fjord-key',
          acsUrl: 'http://127.0.0.1:1',
        },
      },
    ],
    cardRanges: [
      { prefix: '400000', issuerId: '70002', product: 'consumer_debit', country: 'BA' },
      {
        prefix: '40000099',
        issuerId: '70002',
        product: 'consumer_debit',
        country: 'BA',
        isEnrolled: false,
      },
      { prefix: '4242', issuerId: '57800', product: 'consumer_credit', country: 'NO' },
    ],
    clearingHouse: { url: web.url, key: 'to-klir', notificationKey: 'from-klir' },
    threeDSServers: [
      { origin: web.url, key: 'server-key' },
      { origin: 'https://requestor.example', reachedAt: web.url, key: 'private-key' },
    ],
    // Also what is answered at once takes its time on a busy machine.
    issuerTimeoutMs: 1_000,
    acsTimeoutMs: 1_000,
    adviceRepeatMs: 20,
    ...more,
  };
  const start = () => startNetwork(settings, { clock, log: silentLog });
  const http = httpClient({ timeoutMs: 10_000 });
  let network = await start();
  let acquirer = openAcquirer(network.switchPort);
  const reachable = () =>
    until(async () => {
      const page = await http.getText(`${network.url}/?lang=en`);
      return page.ok && page.value.body.includes('Connected');
    }, 'the issuer to be connected');
  await reachable();
  return {
    database,
    issuer,
    web,
    clock,
    http,
    /** Resolves when Plava banka is signed on; Fjordbanken never is. */
    reachable,
    get network() {
      return network;
    },
    get acquirer() {
      return acquirer;
    },
    /** The same network again, on the same database. */
    async restart() {
      await acquirer.close();
      await network.stop();
      network = await start();
      acquirer = openAcquirer(network.switchPort);
    },
    async close() {
      await acquirer.close();
      await network.stop();
      await http.close();
      await issuer.close();
      await web.close();
      await database.close();
      await rm(keysFolder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
