// A whole world in this process, on a database of its own: does it stand, does a payment go through,
// do the books balance at every hour of the banking day, does it stop and come back?

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { atZone, dateIn } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessDayOf } from './clock/business-day.ts';
import { proveWorld } from './prove/prove-world.ts';
import { startWorld, type World } from './start/start-world.ts';
import { freeBasePort } from './test/free-base-port.ts';

const zone = 'Europe/Sarajevo';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-world-'));
let database: TestDatabase;
let port: number;
let world: World;

const start = (at = port, folder = dataFolder) =>
  startWorld({ port: at, dataFolder: folder, databaseUrl: database.url, log: silentLog });

beforeAll(async () => {
  database = await testDatabase();
  port = await freeBasePort();
  world = await start();
});

afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const read = async (url: string) => JSON.parse(await (await fetch(url)).text());

/** Hana's shop asks for 100 without Hana there: no challenge. */
async function pay(amount: number): Promise<{ status: string; id: string }> {
  const card = { number: '4000000700000005', exp_month: '12', exp_year: '2029', cvc: '123' };
  const form = new URLSearchParams({
    amount: String(amount),
    currency: 'bam',
    confirm: 'true',
    off_session: 'true',
    'payment_method_data[type]': 'card',
  });
  for (const [name, value] of Object.entries(card)) {
    form.set(`payment_method_data[card][${name}]`, value);
  }
  const answer = await fetch(`${world.places.url('gateway')}/v1/payment_intents`, {
    method: 'POST',
    body: form,
    headers: { authorization: 'Bearer sk_test_diva' },
  });
  return JSON.parse(await answer.text());
}

describe('a world', () => {
  test('has every party well', async () => {
    expect(world.unwell).toEqual([]);
    const { ok, parties } = await read(`${world.places.url('lobby')}/healthz`);
    expect(ok).toBe(true);
    expect(parties).toEqual(Object.fromEntries(world.parties.map((party) => [party, 'well'])));
  });

  test('tells programs where everything is, and no key but the demo’s', async () => {
    const text = await (await fetch(`${world.places.url('lobby')}/world.json`)).text();
    const told = JSON.parse(text);
    expect(told.urls.gateway).toBe(world.places.url('gateway'));
    expect(told.keys).toMatchObject({ sk_test_diva: 'sk_test_diva' });
    expect(told.cards).toHaveLength(13);
    const root = readFileSync(join(dataFolder, 'keys', 'world.key'), 'utf8').trim();
    expect(text).not.toContain(root);
    expect(statSync(join(dataFolder, 'keys', 'world.key')).mode & 0o777).toBe(0o600);
  });

  test('brings 97 of 100 to the shop, its books balanced at every hour of the way', async () => {
    const paid = await pay(10_000);
    expect(paid).toMatchObject({ status: 'succeeded' });
    const { businessDate, paidOutOn } = businessDayOf(world.clock.nowMs());
    const hours = [
      [businessDate, '18:30'],
      [businessDate, '20:30'],
      [paidOutOn, '08:30'],
      [paidOutOn, '10:30'],
      [paidOutOn, '12:00'],
    ] as const;
    for (const [date, time] of hours) {
      const steps = await world.clock.advanceTo(atZone(date, time, zone));
      expect(steps.problems).toEqual([]);
      const proof = await proveWorld(database.url, silentLog);
      expect(proof.ok, `${date} ${time}\n${proof.text}`).toBe(true);
    }
    const list = await (await fetch(`${world.places.url('lobby')}/money`)).text();
    const rrn = /\/money\/(\w+)/.exec(list)?.[1] ?? '';
    const page = await (await fetch(`${world.places.url('lobby')}/money/${rrn}`)).text();
    for (const part of ['100.00', '97.00', '1.20', '0.30', '1.50']) expect(page).toContain(part);
    expect(page).toContain('The parts are the whole');
  }, 60_000);

  test('goes to the next business day by the button, and from our own page only', async () => {
    const url = `${world.places.url('lobby')}/clock/next-business-day`;
    const foreign = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await fetch(url, foreign)).status).toBe(403);
    const { paidOutOn } = businessDayOf(world.clock.nowMs());
    const pressed = await fetch(url, { method: 'POST', redirect: 'manual' });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/?moved=1#clock']);
    expect(dateIn(world.clock.nowMs(), zone)).toBe(paidOutOn);
    const page = await (await fetch(`${world.places.url('lobby')}/?moved=1`)).text();
    expect(page).toContain('What ran on the way');
  }, 60_000);

  test('refuses a second one on the same database, and one on ports in use', async () => {
    await expect(start(await freeBasePort())).rejects.toThrow(/another world is running on this/);
    const lone = startWorld({
      port,
      dataFolder,
      databaseUrl: database.url,
      log: silentLog,
      parties: ['acquirer-zelena'],
    });
    await expect(lone).rejects.toThrow(/another acquirer-zelena is running/);
    await using other = await testDatabase();
    const taken = startWorld({ port, dataFolder, databaseUrl: other.url, log: silentLog });
    await expect(taken).rejects.toThrow(/port \d+ \(.*\) on 127\.0\.0\.1 is in use.*KASSA_PORT/);
  });

  test('stops, comes back with its clock and its books, and proves while it stands still', async () => {
    const offsetMs = world.clock.offsetMs();
    await world.stop();
    const proof = await proveWorld(database.url, silentLog);
    expect(proof.ok, proof.text).toBe(true);
    world = await start();
    expect(world.clock.offsetMs()).toBe(offsetMs);
    expect(await pay(2000)).toMatchObject({ status: 'succeeded' });
  }, 60_000);

  test('has nothing to prove where none has run', async () => {
    await using empty = await testDatabase();
    const proof = await proveWorld(empty.url, silentLog);
    expect(proof).toMatchObject({ ok: false, text: expect.stringContaining('nothing to prove') });
  });
});
