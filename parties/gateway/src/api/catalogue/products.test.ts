import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

describe('a product', () => {
  test('is made, changed, listed and deleted, and each is told as an event', async () => {
    const { stripe } = gateway;
    const made = await stripe.products.create({ name: 'Soap', metadata: { shelf: '7', row: '2' } });
    const changed = await stripe.products.update(made.id, {
      description: 'Smells of lavender',
      metadata: { row: '' },
    });
    expect(changed).toMatchObject({
      id: made.id,
      name: 'Soap',
      description: 'Smells of lavender',
      metadata: { shelf: '7' },
    });
    expect(await stripe.products.retrieve(made.id)).toMatchObject(changed);
    expect((await stripe.products.list({ active: true })).data.map(({ id }) => id)).toContain(
      made.id,
    );
    expect(await stripe.products.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect((await stripe.products.list()).data.map(({ id }) => id)).not.toContain(made.id);
    const events = await stripe.events.list({ type: 'product.updated' });
    expect(events.data[0]?.data.previous_attributes).toMatchObject({
      description: null,
      metadata: { row: '2' },
    });
  });

  test('may bear an id of the merchant’s own, once, and pages keep the order of making', async () => {
    const { stripe } = gateway;
    for (const id of ['zebra', 'apple', 'mango']) await stripe.products.create({ id, name: id });
    const first = await stripe.products.list({ limit: 2 });
    expect(first).toMatchObject({ has_more: true, data: [{ id: 'mango' }, { id: 'apple' }] });
    const next = await stripe.products.list({ limit: 1, starting_after: 'apple' });
    expect(next.data[0]?.id).toBe('zebra');
    const again = await errorOf(stripe.products.create({ id: 'apple', name: 'again' }));
    expect(again).toMatchObject({ statusCode: 400, code: 'resource_already_exists', param: 'id' });
  });

  test('with the same idempotency key is made once', async () => {
    const { stripe } = gateway;
    const idempotencyKey = 'one-product';
    const make = () => stripe.products.create({ name: 'Once' }, { idempotencyKey });
    const [first, second] = [await make(), await make()];
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  });

  test('of another merchant is as unknown as one that never was', async () => {
    const made = await gateway.stripe.products.create({ name: 'Mine' });
    const { other } = gateway;
    for (const call of [
      () => other.products.retrieve(made.id),
      () => other.products.update(made.id, { name: 'Yours' }),
      () => other.products.del(made.id),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });
});
