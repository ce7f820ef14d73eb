// Several gateways on one database, one that is killed: each event comes, in order, and once.

import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { merchant, startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from '../../testing/test-shop.ts';
import { startGateway } from '../../wire.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  const webhooks = [{ url: shop.url, secret: webhookSecret }];
  const diva = { ...merchant('diva', 'BAM'), webhooks };
  gateway = await startTestGateway({ merchants: [diva, merchant('nordlys', 'NOK')] });
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

const told = () => shop.told.map(({ body }) => JSON.parse(body));

test('two gateways tell each event once, and of each object in its order', async () => {
  const other = await startGateway(
    { ...gateway.config, instance: 'gateway-2' },
    { clock: gateway.clock },
  );
  try {
    const { hostname, port } = new URL(other.url);
    const there = new Stripe('sk_test_diva', { host: hostname, port, protocol: 'http' });
    const walk = async (number: number) => {
      const clients = [gateway.stripe, there];
      const { id } = await gateway.stripe.products.create({ name: '0' });
      for (let step = 1; step <= 4; step++) {
        await clients[(number + step) % 2]?.products.update(id, { name: String(step) });
      }
      return id;
    };
    const ids = await Promise.all(Array.from({ length: 8 }, (_, number) => walk(number)));
    await until(() => shop.told.length >= ids.length * 5, 'all events');
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    for (const id of ids) {
      const names = told().flatMap(({ data: { object } }) => (object.id === id ? object.name : []));
      expect(names).toEqual(['0', '1', '2', '3', '4']);
    }
    expect(new Set(told().map(({ id }) => id)).size).toBe(ids.length * 5);
  } finally {
    await other.stop();
  }
});

test('what a killed gateway was about to send is sent at its next start', async () => {
  shop.answer(500);
  const { id } = await gateway.stripe.products.create({ name: 'held' });
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
  const before = told().filter(({ data: { object } }) => object.id === id).length;
  shop.answer(200);
  // As it stands when the process dies between the claim and the answer.
  await gateway.db.exec(
    `update webhook_delivery set due_at = 0, claimed_by = 'gateway-1', claimed_until = $2
     where object_id = $1`,
    [id, gateway.clock.nowMs() + 3_600_000],
  );
  await gateway.restart();
  gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 6_000);
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
  expect(told().filter(({ data: { object } }) => object.id === id)).toHaveLength(before + 1);
});
