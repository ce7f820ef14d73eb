// A whole world with its fault box: an answer gets lost once, and nobody is told a lie; healed, all is
// as before. Driven from a test, from the page and by a program.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proveWorld } from '../prove/prove-world.ts';
import { startWorld, type World } from '../start/start-world.ts';
import { eventually } from '../test/eventually.ts';
import { freeBasePort } from '../test/free-base-port.ts';
import type { Faults } from './open-faults.ts';

const zelena = 'gateway-acquirer-zelena';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-faults-'));
let database: TestDatabase;
let world: World;
let faults: Faults;

beforeAll(async () => {
  database = await testDatabase();
  const port = await freeBasePort();
  const at = { port, dataFolder, databaseUrl: database.url, log: silentLog };
  world = await startWorld({ ...at, faults: { seed: 42, set: [`${zelena} 0110 drop nth=1`] } });
  if (world.faults === undefined) throw new Error('a whole world has a fault box');
  faults = world.faults;
});

afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const lobby = (path: string) => world.places.url('lobby') + path;
const readJson = async (answer: Response) => JSON.parse(await answer.text());

/** Hana’s shop asks for 20 without Hana there: no challenge. */
async function pay(): Promise<{ status?: string; error?: { code: string } }> {
  const body = new URLSearchParams({
    ...{ amount: '2000', currency: 'bam', confirm: 'true', off_session: 'true' },
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': '4000000700000005',
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2029',
    'payment_method_data[card][cvc]': '123',
  });
  const headers = { authorization: 'Bearer sk_test_diva' };
  const url = `${world.places.url('gateway')}/v1/payment_intents`;
  return readJson(await fetch(url, { method: 'POST', body, headers }));
}

describe('a world whose links can be broken', () => {
  test('an answer that is lost once is recorded, and asked for: the payment goes through', async () => {
    expect(world.unwell).toEqual([]);
    const first = pay();
    await eventually(() => expect(faults.recorded()).toHaveLength(1));
    const [lost] = faults.recorded();
    expect(lost).toMatchObject({ link: zelena, kind: '0110', did: 'drop', fault: 1 });
    expect(lost?.rrn).toMatch(/^\d{12}$/);
    faults.healAll();
    expect(await pay()).toMatchObject({ status: 'succeeded' });
    expect(await first).toMatchObject({ status: 'succeeded' });
    const proof = await proveWorld(database.url, silentLog);
    expect(proof.ok, proof.text).toBe(true);
    expect(faults.recorded()).toHaveLength(1);
  }, 30_000);

  test('the command repeats the run', () => {
    expect(faults.command()).toMatch(
      new RegExp(`^npm start -- --fault "${zelena} 0110 drop nth=1 until=\\d+(s|ms)" --seed 42$`),
    );
  });

  test('a program sets and heals faults, and world.json shows what is broken', async () => {
    const post = (fault: unknown, more = {}) =>
      fetch(lobby('/faults.json'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...more },
        body: JSON.stringify({ fault }),
      });
    const set = await post('network-issuer * refuse');
    expect(set.status).toBe(201);
    const { number, links } = await readJson(set);
    expect(links).toEqual(['network-issuer-plava', 'network-issuer-fjord']);
    const { links: told } = await readJson(await fetch(lobby('/world.json')));
    const broken = told.filter((one: { state: string }) => one.state === 'broken');
    expect(broken.map((one: { name: string }) => one.name)).toEqual(links);
    expect((await post({ link: 'gateway-ds', deed: 'drop', rate: 3 })).status).toBe(400);
    const wrong = await post('gateway-moon * drop');
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringContaining('is no link'),
    ]);
    expect((await post('gateway-ds * drop', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const healed = await fetch(lobby(`/faults.json?number=${number}`), { method: 'DELETE' });
    expect(await readJson(healed)).toMatchObject({ seed: 42, faults: [] });
  });

  test('a person does the same on the page, without a script', async () => {
    const post = (path: string, form: Record<string, string>) =>
      fetch(lobby(path), { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
    const wished = { link: 'gateway-shop', kind: 'POST /webhooks/kassa', fault: 'drop' };
    const refused = await post('/faults', { ...wished, options: 'rate=7' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('That fault cannot be set');
    const set = await post('/faults', { ...wished, options: 'rate=0.5 count=3' });
    expect([set.status, set.headers.get('location')]).toEqual([303, '/faults#set']);
    const page = await (await fetch(lobby('/faults'))).text();
    expect(page).toContain('gateway-shop POST /webhooks/kassa drop rate=0.5 count=3');
    expect(page).toContain('broken: gateway-shop-diva, gateway-shop-nordlys');
    await post('/faults/heal', { number: 'all' });
    expect(faults.standing()).toEqual([]);
  });
});
