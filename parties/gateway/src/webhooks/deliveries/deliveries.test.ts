// The way of events to endpoints: order, patience, secrets, and what the log keeps of it.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
beforeEach(() => shop.answer(200));

const names = (id: string): string[] =>
  shop.told
    .filter(({ body }) => body.includes(`"${id}"`))
    .map(({ body }) => JSON.parse(body).data.object.name);

async function wait(ms: number): Promise<void> {
  gateway.clock.setOffsetMs(gateway.clock.offsetMs() + ms);
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
}

async function productCalled(...all: readonly string[]): Promise<string> {
  const { id } = await gateway.stripe.products.create({ name: 'unnamed' });
  for (const name of all) await gateway.stripe.products.update(id, { name });
  return id;
}

async function rowsOf(objectId: string) {
  const text = `
    select d.state, d.tries, d.waits, t.number, t.status, t.failure, t.answer, t.answer_headers,
      t.request_headers, t.request_body, t.duration_ms
    from webhook_delivery d
    left join webhook_try t on t.account_id = d.account_id and t.event_id = d.event_id
      and t.endpoint_id = d.endpoint_id
    where d.object_id = $1
    order by d.event_id, t.number`;
  return gateway.db.query({ text, values: [objectId] }, (row) => row);
}

describe('what is told of one object', () => {
  test('comes in its order, while others go on', async () => {
    shop.answer(500);
    const id = await productCalled('a', 'b', 'c');
    await wait(0);
    const told = names(id);
    expect(new Set(told)).toEqual(new Set(['a']));
    shop.answer(200);
    const other = await productCalled('elsewhere');
    await wait(0);
    expect(names(other)).toEqual(['elsewhere']);
    await wait(60_000);
    expect(names(id).slice(told.length)).toEqual(['a', 'b', 'c']);
  });

  test('is not tried sooner because more happens to it', async () => {
    shop.answer(500);
    const id = await productCalled('a');
    await wait(0);
    for (let count = 0; count < 20; count++) {
      await gateway.stripe.products.update(id, { name: `b${count}` });
    }
    await wait(0);
    expect(names(id)).toEqual(['a']);
    await wait(6_000);
    expect(names(id)).toEqual(['a', 'a']);
    shop.answer(200);
    await wait(60_000);
    expect(names(id)).toHaveLength(23);
  });
});

describe('an event sent again by hand', () => {
  const again = (event: string, form: Record<string, string>, key = 'sk_test_diva') =>
    fetch(`${gateway.url}/v1/events/${event}/retry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: new URLSearchParams(form),
    });
  const lastOf = async (objectId: string) => {
    const { data } = await gateway.stripe.events.list({ limit: 100 });
    return data.find(({ data: { object } }) => 'id' in object && object.id === objectId);
  };
  const endpoint = 'we_diva_1';

  test('comes once more, also when it had been given up', async () => {
    shop.answer(500);
    const id = await productCalled('by hand');
    for (let day = 0; day < 5 * 4; day++) await wait(6 * 3_600_000);
    const tries = names(id).length;
    expect(await rowsOf(id)).toContainEqual(expect.objectContaining({ state: 'failed' }));
    const event = await lastOf(id);
    const asked = { webhook_endpoint: endpoint };
    expect(await (await again(String(event?.id), asked)).json()).toMatchObject({
      id: event?.id,
      object: 'event',
    });
    await wait(0);
    expect(names(id)).toHaveLength(tries + 1);
    expect((await rowsOf(id)).at(-1)).toMatchObject({ state: 'failed', number: tries + 1 });
    shop.answer(200);
    await again(String(event?.id), asked);
    await wait(0);
    expect((await rowsOf(id)).at(-1)).toMatchObject({ state: 'delivered', status: 200 });
  }, 60_000);

  test('may go where it was not told at first', async () => {
    const { id } = await gateway.stripe.products.create({ name: 'created only' });
    expect(names(id)).toEqual([]);
    const event = await lastOf(id);
    await again(String(event?.id), { webhook_endpoint: endpoint });
    await wait(0);
    expect(names(id)).toEqual(['created only']);
  });

  test('is refused without an endpoint of one’s own, and for what is another’s', async () => {
    const { id } = await gateway.stripe.products.create({ name: 'mine' });
    const event = String((await lastOf(id))?.id);
    const cli = await again(event, { for_stripecli: 'true' });
    expect(await cli.json()).toMatchObject({ error: { param: 'for_stripecli' } });
    const none = await again(event, { webhook_endpoint: 'we_none' });
    expect(await none.json()).toMatchObject({ error: { code: 'resource_missing' } });
    const foreign = await again(event, { webhook_endpoint: endpoint }, 'sk_test_nordlys');
    expect(await foreign.json()).toMatchObject({ error: { code: 'resource_missing' } });
    expect((await again('evt_none', { webhook_endpoint: endpoint })).status).toBe(404);
  });
});

describe('the log of a delivery', () => {
  test('has each try as it was sent and answered, and nothing secret', async () => {
    shop.answer(503);
    const id = await productCalled('logged');
    await wait(0);
    shop.answer(200);
    await wait(10_000);
    const rows = await rowsOf(id);
    expect(rows).toMatchObject([
      { state: 'delivered', tries: 2, number: 1, status: 503, failure: null },
      { state: 'delivered', tries: 2, number: 2, status: 200, failure: null },
    ]);
    const [first] = rows;
    const told = shop.told.find(({ body }) => body.includes(`"${id}"`));
    expect(first?.['request_body']).toBe(told?.body);
    expect(first?.['request_headers']).toMatchObject({ 'stripe-signature': told?.signature });
    expect(first?.['answer']).toBe('{"received":true}');
    expect(first?.['answer_headers']).toMatchObject({ 'content-type': expect.any(String) });
    expect(Number(first?.['duration_ms'])).toBeGreaterThanOrEqual(0);
    expect(
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toContain('whsec_');
  });

  test('goes with the years', async () => {
    const count = async () =>
      gateway.db.one({ text: 'select count(*) as n from webhook_try' }, (row) => Number(row['n']));
    await wait(40 * 86_400_000);
    expect(await count()).toBe(0);
  });
});
