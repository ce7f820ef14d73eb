// The power goes in the middle of many payments. At the next start every payment comes to a clear
// end, a client that repeats its request is not charged twice, and all books balance.

import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findPlace,
  leavePlace,
  type Place,
  runCommand,
  startWorldProcess,
  until,
  type WorldProcess,
} from './world-process.ts';

let place: Place;
let world: WorldProcess | undefined;

beforeAll(async () => {
  place = await findPlace();
});
afterAll(async () => {
  await world?.stop();
  await leavePlace(place);
});

const client = () =>
  new Stripe('sk_test_diva', {
    host: '127.0.0.1',
    port: place.port + 1,
    protocol: 'http',
    maxNetworkRetries: 0,
    timeout: 15_000,
  });

const payment = (stripe: Stripe, method: string, key: string) =>
  stripe.paymentIntents.create(
    {
      amount: 1_000,
      currency: 'bam',
      confirm: true,
      payment_method: method,
      return_url: 'https://example.com/back',
    },
    { idempotencyKey: key },
  );

const open = new Set(['processing', 'requires_confirmation']);

describe('when the power goes in the middle of payments', () => {
  test('each ends clearly, once, and all books balance', async () => {
    world = await startWorldProcess(place);
    const stripe = client();
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' },
    });
    const keys = Array.from({ length: 40 }, (_, index) => `cut-${index}`);
    let answered = 0;
    const answers = Promise.allSettled(
      keys.map((key) =>
        payment(stripe, method.id, key).finally(() => {
          answered += 1;
        }),
      ),
    );
    await until(() => answered >= 5, 20_000);
    await world.kill();
    const first = await answers;

    world = await startWorldProcess(place);
    const areClosed = await until(async () => {
      const list = await stripe.paymentIntents.list({ limit: 100 });
      return list.data.every((intent) => !open.has(intent.status));
    }, 60_000);
    expect(areClosed, 'a payment is still open').toBe(true);

    const repeated = await Promise.allSettled(keys.map((key) => payment(stripe, method.id, key)));
    for (const [index, before] of first.entries()) {
      if (before.status !== 'fulfilled') continue;
      const after = repeated[index];
      expect(after?.status).toBe('fulfilled');
      if (after?.status === 'fulfilled') expect(after.value.id).toBe(before.value.id);
    }
    expect(await world.stop()).toBe(0);
    world = undefined;
    const stopped = await runCommand(place, ['--prove']);
    expect(stopped.code, stopped.printed).toBe(0);
  });
});
