// Holds that grow and are captured in parts, through every party to the payout: gateway, acquirer,
// network and issuer each keep their own account of it, and all of them agree at every hour.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { column, openDatabase, type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { atZone } from '@kassa/time';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDayOf } from './clock/business-day.ts';
import { proveWorld } from './prove/prove-world.ts';
import { startWorld, type World } from './start/start-world.ts';
import { freeBasePort } from './test/free-base-port.ts';

const zone = 'Europe/Sarajevo';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-holds-'));
let database: TestDatabase;
let world: World;
let stripe: Stripe;

beforeAll(async () => {
  database = await testDatabase();
  const port = await freeBasePort();
  world = await startWorld({ port, dataFolder, databaseUrl: database.url, log: silentLog });
  const { hostname, port: at } = new URL(world.places.url('gateway'));
  const options = { host: hostname, port: at, protocol: 'http', maxNetworkRetries: 0 } as const;
  stripe = new Stripe('sk_test_diva', options);
});
afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** 100.00 held on a card of Plava banka. */
async function hold(currency = 'bam'): Promise<string> {
  const intent = await stripe.paymentIntents.create({
    amount: 10_000,
    currency,
    payment_method: 'pm_card_visa',
    confirm: true,
    off_session: true,
    capture_method: 'manual',
    payment_method_options: {
      card: {
        request_incremental_authorization: 'if_available',
        request_multicapture: 'if_available',
      },
    },
  });
  expect(intent.status).toBe('requires_capture');
  return intent.id;
}

const capture = (id: string, amount: number, isFinal = false) =>
  stripe.paymentIntents.capture(id, { amount_to_capture: amount, final_capture: isFinal });

/** What the two issuers hold of all their customers, by currency of the shop. */
async function heldAtIssuers(): Promise<number> {
  let sum = 0;
  for (const schema of ['issuer_plava', 'issuer_fjord']) {
    const db = openDatabase({ url: database.url, schema, log: silentLog, name: 'look' });
    const text = `select coalesce(sum(total_minor - presented_minor), 0)::bigint as minor
      from card_authorization where state = 'held' and currency = 'BAM'`;
    sum += (await db.one({ text }, (row) => column.integer(row, 'minor'))) ?? 0;
    await db.close();
  }
  return sum;
}

async function goTo(date: ReturnType<typeof businessDayOf>['businessDate'], time: string) {
  const steps = await world.clock.advanceTo(atZone(date, time, zone));
  expect(steps.problems).toEqual([]);
  const proof = await proveWorld(database.url, silentLog);
  expect(proof.ok, `${date} ${time}\n${proof.text}`).toBe(true);
}

test('every party agrees on holds that grew and were captured in parts, up to the payout', async () => {
  const { paymentIntents, refunds } = stripe;
  const [raised, parts, voided, given, foreign] = [
    await hold(),
    await hold(),
    await hold(),
    await hold(),
    await hold('eur'),
  ];
  await paymentIntents.incrementAuthorization(raised, { amount: 15_000 });
  await paymentIntents.incrementAuthorization(raised, { amount: 16_000 });
  await paymentIntents.incrementAuthorization(voided, { amount: 15_000 });
  await paymentIntents.incrementAuthorization(foreign, { amount: 15_001 });
  expect(await heldAtIssuers()).toBe(16_000 + 10_000 + 15_000 + 10_000);
  const much = paymentIntents.incrementAuthorization(voided, { amount: 99_999_999 });
  await expect(much).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect(await heldAtIssuers()).toBe(16_000 + 10_000 + 15_000 + 10_000);

  expect(await paymentIntents.capture(raised)).toMatchObject({ amount_received: 16_000 });
  await capture(parts, 3_000);
  await capture(parts, 2_000);
  await refunds.create({ payment_intent: parts, amount: 1_500 });
  expect((await paymentIntents.cancel(voided)).status).toBe('canceled');
  await capture(given, 4_000);
  const rest = await paymentIntents.cancel(given);
  expect(rest).toMatchObject({ status: 'succeeded', amount_received: 4_000 });
  await capture(foreign, 3_333);
  await capture(foreign, 3_334);

  const { businessDate, paidOutOn } = businessDayOf(world.clock.nowMs());
  await goTo(businessDate, '17:30');
  expect(await heldAtIssuers()).toBe(16_000 + 10_000 + 4_000);
  await goTo(businessDate, '18:30');
  await goTo(businessDate, '20:30');
  // Presented: all of the first and the fourth, half of the second.
  expect(await heldAtIssuers()).toBe(5_000);
  await goTo(paidOutOn, '08:30');
  await goTo(paidOutOn, '10:30');
  await goTo(paidOutOn, '12:00');

  // The last captures, a banking day later: what is not captured is let go when they are presented.
  expect(await capture(parts, 1_000, true)).toMatchObject({ amount_received: 6_000 });
  expect((await paymentIntents.capture(foreign)).amount_received).toBe(15_001);
  const next = businessDayOf(world.clock.nowMs());
  await goTo(next.businessDate, '20:30');
  expect(await heldAtIssuers()).toBe(0);
  await goTo(next.paidOutOn, '12:00');

  const { latest_charge: charge } = await paymentIntents.retrieve(parts);
  const earned = await stripe.balanceTransactions.list({ source: String(charge) });
  expect(earned.data.map(({ amount, fee, net }) => [amount, fee, net]).sort()).toEqual([
    [1_000, 30, 970],
    [2_000, 60, 1_940],
    [3_000, 90, 2_910],
  ]);
  const { pending } = await stripe.balance.retrieve();
  expect(pending.map(({ amount }) => amount)).toEqual(pending.map(() => 0));
}, 180_000);
