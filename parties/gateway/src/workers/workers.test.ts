// Workers on one port: both serve, what one keeps in memory for the other reaches it, and one that is
// killed is replaced under its name.

import cluster from 'node:cluster';
import { Agent } from 'node:http';
import { openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { virtualClock } from '@kassa/time';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { openSurroundings, type Surroundings } from '../testing/gateway-program.ts';
import { controlKey, until, visa } from '../testing/test-gateway.ts';
import { startWorkers, type Workers } from './start-workers.ts';

let surroundings: Surroundings;
let workers: Workers;
const clock = virtualClock({ offsetMs: 0 });
beforeAll(async () => {
  surroundings = await openSurroundings();
  const input = { ...surroundings.config, port: await freePort('127.0.0.1') };
  workers = await startWorkers(input, { count: 2, clock, log: silentLog });
}, 120_000);
afterAll(async () => {
  await workers.stop();
  await surroundings[Symbol.asyncDispose]();
});

/** Over a connection of its own, which any worker may get. */
const newClient = () => {
  const { hostname, port } = new URL(workers.url);
  const httpAgent = new Agent({ keepAlive: false });
  const place = {
    host: hostname,
    port,
    protocol: 'http',
    httpAgent,
    maxNetworkRetries: 0,
  } as const;
  return new Stripe('sk_test_diva', place);
};

const newMethod = () => newClient().paymentMethods.create({ type: 'card', card: visa() });

async function pay({ id }: { readonly id: string }): Promise<string> {
  const { status } = await newClient().paymentIntents.create({
    ...{ amount: 700, currency: 'bam', payment_method: id, confirm: true },
    return_url: 'https://shop.example/back',
  });
  return status;
}

async function owners(): Promise<string[]> {
  await using db = openDatabase({
    ...{ url: surroundings.databaseUrl, schema: 'gateway', log: silentLog, name: 'test' },
  });
  const text = 'select distinct owner from payment_attempt order by 1';
  return db.query({ text }, (row) => String(row['owner']));
}

test('all serve, and the code that one was given is sent by another', async () => {
  const isServedByAll = async () => {
    const methods = await Promise.all(Array.from({ length: 12 }, newMethod));
    expect(new Set(await Promise.all(methods.map(pay)))).toEqual(new Set(['succeeded']));
    return (await owners()).length === 2;
  };
  await until(isServedByAll, 'both serve');
  expect(await owners()).toEqual(['gateway-1', 'gateway-2']);
  const asked = surroundings.acquirer.of('0100');
  expect(asked.filter(({ fields }) => !fields[48]?.includes('314'))).toEqual([]);
});

test('a clock that is moved is moved for all, and for those who come later', async () => {
  const move = await fetch(`${workers.url}/_kassa/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ offsetMs: 3_600_000 }),
  });
  expect(move.status).toBe(200);
  const offsetOf = async () => {
    const headers = { authorization: `Bearer ${controlKey}`, connection: 'close' };
    return (await fetch(`${workers.url}/_kassa/clock`, { headers })).text();
  };
  const offsets = async () => {
    const states = await Promise.all(Array.from({ length: 6 }, offsetOf));
    return states.every((state) => state.includes('"offsetMs":3600000'));
  };
  await until(offsets, 'all have moved');
  await until(() => clock.offsetMs() === 3_600_000, 'the first process too');
});

test('one that is killed is replaced under its name, and the others go on', async () => {
  const [first] = Object.values(cluster.workers ?? {});
  first?.process.kill('SIGKILL');
  const isThere = async () => {
    const served = await newMethod()
      .then(pay)
      .catch(() => 'not served');
    const alive = Object.values(cluster.workers ?? {}).filter((one) => one?.isConnected());
    return served === 'succeeded' && alive.length === 2;
  };
  await until(isThere, 'payments go on');
  expect(await owners()).toEqual(['gateway-1', 'gateway-2']);
}, 60_000);
