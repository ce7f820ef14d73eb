// Events by the official client: what lists are narrowed by, and what they show.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { merchant, startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from '../../testing/test-shop.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  const diva = {
    ...merchant('diva', 'BAM'),
    webhooks: [{ url: shop.url, secret: webhookSecret, events: ['product.updated'] }],
  };
  gateway = await startTestGateway({ merchants: [diva, merchant('nordlys', 'NOK')] });
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

async function wait(ms: number): Promise<void> {
  gateway.clock.setOffsetMs(gateway.clock.offsetMs() + ms);
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
}

type Filter = NonNullable<Parameters<TestGateway['stripe']['events']['list']>[0]>;
const typesOf = async (filter: Filter) =>
  (await gateway.stripe.events.list({ limit: 50, ...filter })).data.map(({ type }) => type);

describe('a list of events', () => {
  test('is narrowed by one type, by several, or by a beginning', async () => {
    const { id } = await gateway.stripe.products.create({ name: 'one' });
    await gateway.stripe.products.update(id, { name: 'two' });
    await gateway.stripe.customers.create({});
    expect(await typesOf({ type: 'product.created' })).toEqual(['product.created']);
    expect(await typesOf({ type: 'product.*' })).toEqual(['product.updated', 'product.created']);
    expect(await typesOf({ types: ['customer.created', 'product.created'] })).toEqual([
      'customer.created',
      'product.created',
    ]);
    expect(await typesOf({ type: 'nothing.*' })).toEqual([]);
    const both = gateway.stripe.events.list({ type: 'a', types: ['b'] });
    expect(await errorOf(both)).toMatchObject({ statusCode: 400 });
  });

  test('tells what was delivered from what was not', async () => {
    shop.answer(500);
    const { id } = await gateway.stripe.products.create({ name: 'undelivered' });
    await gateway.stripe.products.update(id, { name: 'told' });
    await wait(0);
    const undelivered = await gateway.stripe.events.list({ delivery_success: false });
    expect(undelivered.data).toMatchObject([{ type: 'product.updated', pending_webhooks: 1 }]);
    expect(await typesOf({ delivery_success: true })).toContain('product.created');
    shop.answer(200);
    await wait(60_000);
    expect(await typesOf({ delivery_success: false })).toEqual([]);
  });

  test('shows what an update has changed, and who caused it', async () => {
    const idempotencyKey = 'a-new-name';
    const { id } = await gateway.stripe.products.create({ name: 'before' });
    const updated = await gateway.stripe.products.update(id, { name: 'after' }, { idempotencyKey });
    const { data } = await gateway.stripe.events.list({ type: 'product.updated', limit: 1 });
    expect(data[0]).toMatchObject({
      data: { object: { name: 'after' }, previous_attributes: { name: 'before' } },
      request: { id: updated.lastResponse.requestId, idempotency_key: idempotencyKey },
    });
  });

  test('goes thirty days back, and an older event is unknown', async () => {
    const { id } = await gateway.stripe.customers.create({ email: 'old@example.com' });
    const [event] = (await gateway.stripe.events.list({ type: 'customer.created' })).data;
    expect(event?.data.object).toMatchObject({ id });
    await wait(29 * 86_400_000);
    expect(await gateway.stripe.events.retrieve(String(event?.id))).toMatchObject({
      id: event?.id,
    });
    await wait(86_400_000 + 60_000);
    expect(await typesOf({ type: 'customer.created' })).toEqual([]);
    expect(await typesOf({ created: { gte: 0 } })).toEqual([]);
    const refused = await errorOf(gateway.stripe.events.retrieve(String(event?.id)));
    expect(refused).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });
});
