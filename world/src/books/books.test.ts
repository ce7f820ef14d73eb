// A dispute through the whole world: a holder who calls it fraud, the bank, the network, the shop's
// bank, the shop's program by the official client, and all the way back; the books hold at every hour.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { addBankingDays, atZone, type PlainDate } from '@kassa/time';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDayOf } from './clock/business-day.ts';
import { proveWorld } from './prove/prove-world.ts';
import { startWorld, type World } from './start/start-world.ts';
import { freeBasePort } from './test/free-base-port.ts';

const zone = 'Europe/Sarajevo';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-disputes-'));
let database: TestDatabase;
let world: World;
let stripe: Stripe;

beforeAll(async () => {
  database = await testDatabase();
  const port = await freeBasePort();
  world = await startWorld({ port, dataFolder, databaseUrl: database.url, log: silentLog });
  const { hostname, port: gatewayPort } = new URL(world.places.url('gateway'));
  const place = { host: hostname, port: gatewayPort, protocol: 'http' } as const;
  stripe = new Stripe('sk_test_diva', place);
});

afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function moveTo(day: PlainDate, time: string): Promise<void> {
  const steps = await world.clock.advanceTo(atZone(day, time, zone));
  expect(steps.problems, `${day} ${time}`).toEqual([]);
  const proof = await proveWorld(database.url, silentLog);
  expect(proof.ok, `${day} ${time}\n${proof.text}`).toBe(true);
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

const disputeOf = async (intent: string) =>
  (await stripe.disputes.list({ payment_intent: intent })).data[0];
const statusOf = async (intent: string) => (await disputeOf(intent))?.status;
const available = async () =>
  (await stripe.balance.retrieve()).available.find(({ currency }) => currency === 'bam')?.amount;

test('goes from the cardholder to the shop and back, won, lost and refuted', async () => {
  const [fraud, lost, notCome] = [
    await pay('createDispute'),
    await pay('createDispute'),
    await pay('createDisputeProductNotReceived'),
  ];
  const { businessDate } = businessDayOf(world.clock.nowMs());
  const day = (n: number) => addBankingDays('ba', businessDate, n);
  // Presented and on the statements; charged back that evening, in the cycle of the next day.
  await moveTo(businessDate, '20:30');
  await moveTo(day(1), '12:00');
  expect(await statusOf(fraud)).toBeUndefined();
  await moveTo(day(1), '20:30');
  await moveTo(day(2), '12:00');
  const dispute = await disputeOf(fraud);
  expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 10_000 });
  expect(await disputeOf(notCome)).toMatchObject({ reason: 'product_not_received' });
  // Three sales were paid out; three disputes and their fees are owed.
  expect(await available()).toBe(-39_000);
  const created = await stripe.events.list({ type: 'charge.dispute.created' });
  expect(created.data).toHaveLength(3);

  const evidence = (text: string) => ({ evidence: { uncategorized_text: text } });
  await stripe.disputes.update(dispute?.id ?? '', evidence('winning_evidence'));
  await stripe.disputes.update((await disputeOf(lost))?.id ?? '', evidence('losing_evidence'));
  await stripe.disputes.update((await disputeOf(notCome))?.id ?? '', {
    evidence: { shipping_tracking_number: 'BA123456' },
  });
  // The issuer has the answers in the evening, the shop's bank the verdicts a day later.
  await moveTo(day(2), '20:30');
  expect(await statusOf(fraud)).toBe('under_review');
  // A cycle of disputes alone earns the network nothing: it asks at nine whether that has settled.
  await moveTo(day(3), '09:30');
  await moveTo(day(3), '20:30');
  await moveTo(day(4), '12:00');
  expect([await statusOf(fraud), await statusOf(lost), await statusOf(notCome)]).toEqual([
    'won',
    'lost',
    'won',
  ]);
  expect(await available()).toBe(-19_000);
  const closed = await stripe.events.list({ type: 'charge.dispute.funds_reinstated' });
  expect(closed.data).toHaveLength(2);
  await moveTo(day(6), '12:00');
}, 180_000);
