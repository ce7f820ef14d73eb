// The second acquirer by itself: Zelena banka is not there, so the shop's payments go through Crvena
// banka, and are settled, refunded and disputed there; Zelena's absence is said, and stops nothing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { column, openDatabase, type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { addBankingDays, atZone, type PlainDate } from '@kassa/time';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDayOf } from './clock/business-day.ts';
import { partyNames } from './places.ts';
import { proveWorld } from './prove/prove-world.ts';
import { startWorld, type World } from './start/start-world.ts';
import { freeBasePort } from './test/free-base-port.ts';

const zone = 'Europe/Sarajevo';
const zelena = 'acquirer-zelena';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-crvena-'));
let database: TestDatabase;
let port: number;
let world: World;
let stripe: Stripe;
const start = (parties: World['parties']) =>
  startWorld({ port, dataFolder, databaseUrl: database.url, log: silentLog, parties });

beforeAll(async () => {
  database = await testDatabase();
  port = await freeBasePort();
  // It has been here once, so its book is there to be proven.
  await (await start([zelena])).stop();
  world = await start(partyNames.filter((name) => name !== zelena));
  const { hostname, port: gatewayPort } = new URL(world.places.url('gateway'));
  stripe = new Stripe('sk_test_diva', { host: hostname, port: gatewayPort, protocol: 'http' });
});

afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** What went wrong on the way. */
async function moveTo(day: PlainDate, time: string): Promise<readonly string[]> {
  const { problems } = await world.clock.advanceTo(atZone(day, time, zone));
  const proof = await proveWorld(database.url, silentLog);
  expect(proof.ok, `${day} ${time}\n${proof.text}`).toBe(true);
  return problems;
}

async function pay(card: string): Promise<string> {
  const intent = await stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: `pm_card_${card}`,
    confirm: true,
    return_url: 'https://diva.example/back',
  });
  expect(intent.status).toBe('succeeded');
  return intent.id;
}

async function importFailure(): Promise<string> {
  const url = database.url;
  await using db = openDatabase({ url, schema: 'gateway', log: silentLog, name: 'look' });
  const text = `select error from schedule_run
    where task = 'import settlements' and error is not null order by business_on desc limit 1`;
  return (await db.one({ text }, (row) => column.text(row, 'error'))) ?? 'none';
}

const page = async (path: string) => (await fetch(`${world.places.url('lobby')}${path}`)).text();

test('takes the sale, the refund and the dispute while the first is away', async () => {
  await pay('visa');
  const list = await page('/money');
  const rrn = /\/money\/(\w+)/.exec(list)?.[1] ?? '';
  const refunded = await pay('visa');
  const disputed = await pay('createDispute');
  const { businessDate } = businessDayOf(world.clock.nowMs());
  const day = (n: number) => addBankingDays('ba', businessDate, n);
  await moveTo(businessDate, '20:30');
  const refund = await stripe.refunds.create({ payment_intent: refunded, amount: 1_000 });
  await expect
    .poll(async () => (await stripe.refunds.retrieve(refund.id)).status)
    .toBe('succeeded');

  // Crvena's report is in the book, although Zelena could not be asked.
  expect(await moveTo(day(1), '12:00')).toEqual([`${zelena} does not answer`]);
  // Of all merchants' contracts, in one sentence.
  // While it is being tried again, nothing is noted of it.
  await expect.poll(importFailure).toMatch(/^acquirer-zelena did not answer: \w+$/);
  const { data: sales } = await stripe.balanceTransactions.list({ type: 'charge' });
  expect(sales.map(({ amount, fee, net }) => [amount, fee, net])).toEqual([
    [10_000, 280, 9_720],
    [10_000, 280, 9_720],
    [10_000, 280, 9_720],
  ]);
  expect(sales[0]?.fee_details[0]?.description).toContain('acquirer-crvena');
  expect((await stripe.payouts.list()).data).toMatchObject([{ amount: 29_160, status: 'paid' }]);
  const story = await page(`/money/${rrn}`);
  for (const part of ['100.00', '97.20', '1.50', '0.30', '1.00', 'Crvena banka', 'are the whole']) {
    expect(story).toContain(part);
  }

  await moveTo(day(1), '20:30');
  await moveTo(day(2), '12:00');
  const [dispute] = (await stripe.disputes.list({ payment_intent: disputed })).data;
  expect(dispute).toMatchObject({ status: 'needs_response', amount: 10_000 });
  const text = { evidence: { uncategorized_text: 'winning_evidence' } };
  await stripe.disputes.update(dispute?.id ?? '', text);
  await moveTo(day(2), '20:30');
  await moveTo(day(3), '20:30');
  await moveTo(day(4), '12:00');
  expect(await stripe.disputes.retrieve(dispute?.id ?? '')).toMatchObject({ status: 'won' });
}, 180_000);
