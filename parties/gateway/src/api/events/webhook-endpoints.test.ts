// Endpoints by the official client: made while the gateway runs, heard at once, changed, deleted.

import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { merchant, startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from '../../testing/test-shop.ts';
import { startGateway } from '../../wire.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  const nordlys = {
    ...merchant('nordlys', 'NOK'),
    webhooks: [{ url: shop.url, secret: webhookSecret }],
  };
  gateway = await startTestGateway({ merchants: [merchant('diva', 'BAM'), nordlys] });
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

const make = (more: Partial<Stripe.WebhookEndpointCreateParams> = {}) =>
  gateway.stripe.webhookEndpoints.create({ url: shop.url, enabled_events: ['*'], ...more });
const product = (name: string, stripe = gateway.stripe) => stripe.products.create({ name });
const drain = () => gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });

/** What the shop was told of this object, verified with the secret. */
function about(id: string, secret: string): Stripe.Event[] {
  return shop.told
    .filter(({ body }) => body.includes(`"${id}"`))
    .map(({ signature, body, atMs }) => {
      const checked = [secret, undefined, undefined, atMs] as const;
      return gateway.stripe.webhooks.constructEvent(body, signature, ...checked);
    });
}

describe('an endpoint', () => {
  test('says its secret once, and is heard from the next event on', async () => {
    const made = await make({
      description: 'orders',
      metadata: { shop: '1' },
      enabled_events: ['product.created', 'invoice.paid'],
    });
    expect(made).toMatchObject({
      object: 'webhook_endpoint',
      api_version: null,
      status: 'enabled',
      enabled_events: ['product.created', 'invoice.paid'],
      description: 'orders',
      metadata: { shop: '1' },
    });
    expect(made.secret).toMatch(/^whsec_.{32}$/);
    const { id } = await product('heard');
    await gateway.stripe.products.update(id, { name: 'not wished for' });
    await drain();
    expect(about(id, String(made.secret)).map(({ type }) => type)).toEqual(['product.created']);
    const read = await gateway.stripe.webhookEndpoints.retrieve(made.id);
    expect(read).not.toHaveProperty('secret');
    expect(read).toMatchObject({ id: made.id, url: shop.url });
    await gateway.stripe.webhookEndpoints.del(made.id);
  });

  test('says the same secret to a request that is repeated, and keeps it nowhere in the open', async () => {
    const idempotencyKey = 'one-endpoint';
    const create = () =>
      gateway.stripe.webhookEndpoints.create(
        { url: shop.url, enabled_events: ['*'] },
        { idempotencyKey },
      );
    const [first, second] = [await create(), await create()];
    expect(second).toEqual(first);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    const text = `select coalesce(answer::text, '') as said from idempotency_record
      union all select secret_sealed from webhook_secret`;
    const rows = await gateway.db.query({ text }, (row) => String(row['said']));
    expect(rows.filter((row) => row.includes(String(first.secret)))).toEqual([]);
    await gateway.stripe.webhookEndpoints.del(first.id);
  });

  test('made by one process is heard of what happens in another', async () => {
    const other = await startGateway(
      { ...gateway.config, instance: 'gateway-2' },
      { clock: gateway.clock },
    );
    try {
      const { hostname, port } = new URL(other.url);
      const there = new Stripe('sk_test_diva', { host: hostname, port, protocol: 'http' });
      const made = await make();
      const { id } = await product('of another process', there);
      await until(() => about(id, String(made.secret)).length === 1, 'the event');
      await gateway.stripe.webhookEndpoints.del(made.id);
    } finally {
      await other.stop();
    }
  });

  test('that is closed is told nothing, and again when it is open', async () => {
    const { id, secret } = await make();
    const { webhookEndpoints } = gateway.stripe;
    expect(await webhookEndpoints.update(id, { disabled: true })).toMatchObject({
      status: 'disabled',
    });
    const unheard = await product('unheard');
    expect(await webhookEndpoints.update(id, { disabled: false })).toMatchObject({
      status: 'enabled',
    });
    const heard = await product('heard again');
    await drain();
    expect(about(unheard.id, String(secret))).toEqual([]);
    expect(about(heard.id, String(secret))).toHaveLength(1);
    await webhookEndpoints.del(id);
  });

  test('that is deleted is unknown, and what waited for it is given up', async () => {
    shop.answer(500);
    const { id, secret } = await make();
    const { id: object } = await product('waiting');
    const read = (column: string) => {
      const text = `select ${column} from webhook_delivery where endpoint_id = $1`;
      return gateway.db.query({ text, values: [id] }, (row) => row[column]);
    };
    // Told is not yet noted.
    await until(async () => (await read('tries'))[0] === 1, 'the first try');
    expect(await gateway.stripe.webhookEndpoints.del(id)).toEqual({
      id,
      object: 'webhook_endpoint',
      deleted: true,
    });
    shop.answer(200);
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_600_000);
    await drain();
    expect(about(object, String(secret))).toHaveLength(1);
    expect(await read('state')).toEqual(['failed']);
    expect(await read('last_failure')).toEqual(['endpoint_deleted']);
    for (const call of [
      () => gateway.stripe.webhookEndpoints.retrieve(id),
      () => gateway.stripe.webhookEndpoints.update(id, { description: 'x' }),
      () => gateway.stripe.webhookEndpoints.del(id),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });

  test('shows objects at its own version', async () => {
    const { id, secret } = await make({ api_version: '2024-06-20' });
    const { id: intent } = await gateway.stripe.paymentIntents.create({
      amount: 500,
      currency: 'bam',
    });
    await drain();
    const [event] = about(intent, String(secret));
    expect(event).toMatchObject({ api_version: '2024-06-20', data: { object: { invoice: null } } });
    await gateway.stripe.webhookEndpoints.del(id);
  });

  test('at a version that shows more inside has it looked up', async () => {
    const { id, secret } = await make({
      api_version: '2022-08-01',
      enabled_events: ['payment_intent.created'],
    });
    const { id: intent } = await gateway.stripe.paymentIntents.create({
      amount: 500,
      currency: 'bam',
    });
    await drain();
    const [event] = about(intent, String(secret));
    expect(event).toMatchObject({
      api_version: '2022-08-01',
      data: { object: { charges: { object: 'list', data: [] } } },
    });
    await gateway.stripe.webhookEndpoints.del(id);
  });

  test('stands in lists, newest first, each merchant its own', async () => {
    const [first, second] = [await make(), await make()];
    const { webhookEndpoints } = gateway.stripe;
    const page = await webhookEndpoints.list({ limit: 1 });
    expect(page).toMatchObject({ has_more: true, data: [{ id: second.id }] });
    const next = await webhookEndpoints.list({ limit: 1, starting_after: second.id });
    expect(next.data).toMatchObject([{ id: first.id }]);
    const foreign = await gateway.other.webhookEndpoints.list();
    expect(foreign.data.map(({ id }) => id)).toEqual(['we_nordlys_1']);
    for (const call of [
      () => gateway.other.webhookEndpoints.retrieve(first.id),
      () => gateway.other.webhookEndpoints.update(first.id, { disabled: true }),
      () => gateway.other.webhookEndpoints.del(first.id),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404 });
    }
    for (const { id } of [first, second]) await webhookEndpoints.del(id);
  });
});

describe('a platform’s endpoint for its connected accounts', () => {
  test('hears of them, whose it is, and not of the platform itself', async () => {
    const { stripe } = gateway;
    const connected = await make({ connect: true, enabled_events: ['product.created'] });
    const own = await make({ enabled_events: ['product.created'] });
    const account = await stripe.accounts.create({ type: 'custom', country: 'BA' });
    const theirs = await stripe.products.create({ name: 'theirs' }, { stripeAccount: account.id });
    const ours = await product('ours');
    await drain();
    const [event] = about(theirs.id, String(connected.secret));
    expect(event).toMatchObject({ account: account.id, type: 'product.created' });
    const [other, ...more] = about(ours.id, String(own.secret));
    expect(other).not.toHaveProperty('account');
    expect(more).toEqual([]);
    const at = { stripeAccount: account.id };
    const read = await stripe.events.retrieve(String(event?.id), {}, at);
    expect(read).toMatchObject({ id: event?.id, pending_webhooks: 0 });
    expect(await errorOf(stripe.events.retrieve(String(event?.id)))).toMatchObject({
      statusCode: 404,
    });
    for (const { id } of [connected, own]) await stripe.webhookEndpoints.del(id);
  });
});

describe('an endpoint of the configuration', () => {
  const id = 'we_nordlys_1';

  test('can be closed and opened, not moved or deleted', async () => {
    const { webhookEndpoints } = gateway.other;
    const closed = await webhookEndpoints.update(id, { disabled: true, description: 'ours' });
    expect(closed).toMatchObject({ status: 'disabled', description: 'ours' });
    expect(await errorOf(webhookEndpoints.update(id, { url: 'https://a.example' }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('configuration'),
    });
    expect(await errorOf(webhookEndpoints.del(id))).toMatchObject({ statusCode: 400 });
    await gateway.restart();
    const again = await gateway.other.webhookEndpoints.retrieve(id);
    expect(again).toMatchObject({ status: 'disabled', description: 'ours' });
  });

  test('that it no longer gives is the merchant’s to delete', async () => {
    await gateway.restart({ merchants: [merchant('diva', 'BAM'), merchant('nordlys', 'NOK')] });
    expect(await gateway.other.webhookEndpoints.del(id)).toMatchObject({ deleted: true });
  });
});

describe('an endpoint is refused', () => {
  test.each([
    ['without an address', { url: undefined }, 'parameter_missing', 'url'],
    ['at no address', { url: 'shop' }, 'url_invalid', 'url'],
    ['at another kind of address', { url: 'ftp://shop.example/' }, 'url_invalid', 'url'],
    ['at a mail server’s port', { url: 'http://shop.example:25/' }, 'url_invalid', 'url'],
    [
      'with a mistyped type',
      { enabled_events: ['product.creatd'] },
      'parameter_invalid',
      'enabled_events[0]',
    ],
    ['without types', { enabled_events: undefined }, 'parameter_missing', 'enabled_events'],
    ['at an unknown version', { api_version: '2011-01-01' }, 'parameter_invalid', 'api_version'],
    ['with an unknown field', { secret: 'mine' }, 'parameter_unknown', 'secret'],
  ])('%s', async (_, more, code, param) => {
    const asked = { url: shop.url, enabled_events: ['*'], ...more };
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(asked)) {
      const values = Array.isArray(value)
        ? value.map((one) => [`${name}[]`, one])
        : [[name, value]];
      for (const [key = '', one] of values) if (one !== undefined) form.append(key, one);
    }
    const answer = await fetch(`${gateway.url}/v1/webhook_endpoints`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_diva' },
      body: form,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code, param } });
  });

  test('as the seventeenth', async () => {
    const made = [];
    for (let count = 0; count < 16; count++) made.push(await make());
    const refused = await errorOf(make());
    expect(refused).toMatchObject({ statusCode: 400, message: expect.stringContaining('16') });
    for (const { id } of made) await gateway.stripe.webhookEndpoints.del(id);
  });
});

describe('where private addresses are not allowed', () => {
  test('neither an endpoint is made there nor is one called', async () => {
    const { id, secret } = await make();
    await gateway.restart({ webhooks: { allowPrivateAddresses: false } });
    const refused = await errorOf(make({ url: 'http://169.254.169.254/latest' }));
    expect(refused).toMatchObject({ statusCode: 400, code: 'url_invalid', param: 'url' });
    const { id: object } = await product('to the inside');
    await drain();
    const text = `select last_failure from webhook_delivery where endpoint_id = $1`;
    const rows = await gateway.db.query({ text, values: [id] }, (row) => row);
    expect(rows).toEqual([{ last_failure: 'refused' }]);
    expect(about(object, String(secret))).toEqual([]);
  });
});
