// The second interface by the official client: thin events and their destinations.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { startTestShop, type TestShop, type Told } from '../../testing/test-shop.ts';
import { currentVersion } from '../versions/known-versions.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

type Wishes = Partial<Stripe.V2.Core.EventDestinationCreateParams>;
const make = (more: Wishes = {}, options: Stripe.RequestOptions = {}) =>
  gateway.stripe.v2.core.eventDestinations.create(
    {
      name: 'thin ones',
      type: 'webhook_endpoint',
      event_payload: 'thin',
      enabled_events: ['v1.product.created', 'v1.customer.tax_id.created'],
      webhook_endpoint: { url: shop.url },
      include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
      ...more,
    },
    options,
  );
const drain = () => gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
const toldOf = (text: string): Told[] => shop.told.filter(({ body }) => body.includes(text));
const secretOf = ({ webhook_endpoint: endpoint }: Stripe.V2.Core.EventDestination) =>
  String(endpoint?.signing_secret);
const anError = z.object({ error: z.record(z.string(), z.unknown()) });

describe('a thin event', () => {
  test('comes signed, names its object, and leads to both', async () => {
    const destination = await make();
    const { id } = await gateway.stripe.products.create({ name: 'thin' });
    await drain();
    const [told] = toldOf(`"${id}"`);
    const { body = '', signature = '', atMs = 0 } = told ?? {};
    const secret = secretOf(destination);
    const checked = [secret, undefined, undefined, atMs] as const;
    const notification = gateway.stripe.parseEventNotification(body, signature, ...checked);
    expect(notification).toMatchObject({
      object: 'v2.core.event',
      type: 'v1.product.created',
      livemode: false,
      related_object: { id, type: 'product', url: `/v1/products/${id}` },
      reason: { type: 'request', request: { id: expect.stringMatching(/^req_/) } },
    });
    expect(notification.id).toMatch(/^evt_test_/);
    expect(JSON.parse(body)).not.toHaveProperty('data');
    if (notification.type !== 'v1.product.created') throw new Error('another event');
    expect(await notification.fetchRelatedObject()).toMatchObject({ id, object: 'product' });
    const event = await notification.fetchEvent();
    expect(event).toMatchObject({ id: notification.id, type: 'v1.product.created' });
    const whole = await gateway.stripe.events.retrieve(String(event.snapshot_event));
    expect(whole).toMatchObject({ type: 'product.created', data: { object: { id } } });
    await gateway.stripe.v2.core.eventDestinations.del(destination.id);
  });

  test('of what belongs to another object leads to its whole address', async () => {
    const destination = await make();
    const customer = await gateway.stripe.customers.create({});
    const taxId = await gateway.stripe.customers.createTaxId(customer.id, {
      type: 'no_vat',
      value: '974760673MVA',
    });
    const { data } = await gateway.stripe.v2.core.events.list({ object_id: taxId.id });
    expect(data).toMatchObject([
      {
        related_object: {
          type: 'tax_id',
          url: `/v1/customers/${customer.id}/tax_ids/${taxId.id}`,
        },
      },
    ]);
    await gateway.stripe.v2.core.eventDestinations.del(destination.id);
  });

  test('of a connected account bears its context, which opens it to the platform', async () => {
    const destination = await make({ events_from: ['@accounts'] });
    const account = await gateway.stripe.accounts.create({ type: 'custom', country: 'BA' });
    const at = { stripeAccount: account.id };
    const { id } = await gateway.stripe.products.create({ name: 'theirs' }, at);
    await drain();
    const [told] = toldOf(`"${id}"`);
    const notification = gateway.stripe.parseEventNotificationWithoutVerification(told?.body ?? '');
    expect(String(notification.context)).toBe(account.id);
    if (notification.type !== 'v1.product.created') throw new Error('another event');
    expect(await notification.fetchRelatedObject()).toMatchObject({ id });
    expect(await notification.fetchEvent()).toMatchObject({ context: account.id });
    await gateway.stripe.v2.core.eventDestinations.del(destination.id);
  });

  test('stands in lists by object, type and time, page after page', async () => {
    const product = await gateway.stripe.products.create({ name: 'paged' });
    for (let count = 0; count < 4; count++) {
      await gateway.stripe.products.update(product.id, { name: `paged ${count}` });
    }
    const { events } = gateway.stripe.v2.core;
    const first = await events.list({ object_id: product.id, limit: 2 });
    expect(first.data.map(({ type }) => type)).toEqual([
      'v1.product.updated',
      'v1.product.updated',
    ]);
    expect(first.next_page_url).toContain('/v2/core/events?');
    const all: string[] = [];
    for await (const { type } of events.list({ object_id: product.id, limit: 2 })) all.push(type);
    expect(all).toEqual([...Array(4).fill('v1.product.updated'), 'v1.product.created']);
    const created = await events.list({ object_id: product.id, types: ['v1.product.created'] });
    expect(created.data).toHaveLength(1);
    const none = await events.list({ object_id: product.id, created: { lt: 1_000_000_000 } });
    expect(none.data).toEqual([]);
    const next = await fetch(gateway.url + first.next_page_url, {
      headers: { authorization: 'Bearer sk_test_diva', 'stripe-version': currentVersion },
    });
    const page = z
      .object({ data: z.array(z.object({ id: z.string() })), previous_page_url: z.string() })
      .parse(await next.json());
    const back = await fetch(gateway.url + page.previous_page_url, {
      headers: { authorization: 'Bearer sk_test_diva', 'stripe-version': currentVersion },
    });
    expect(await back.json()).toMatchObject({ data: first.data.map(({ id }) => ({ id })) });
  });

  test('of another merchant is as unknown as one that never was', async () => {
    const { id } = await gateway.stripe.products.create({ name: 'mine' });
    const { data } = await gateway.stripe.v2.core.events.list({ object_id: id });
    const { events } = gateway.other.v2.core;
    const refused = await errorOf(events.retrieve(String(data[0]?.id)));
    expect(refused).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    expect((await events.list({ object_id: id })).data).toEqual([]);
    expect(await errorOf(events.retrieve('evt_none'))).toMatchObject({ statusCode: 404 });
  });
});

describe('an event destination', () => {
  test('says address and secret only when asked, and the secret once', async () => {
    const options = { idempotencyKey: 'one-destination' };
    const made = await make({}, options);
    expect(made.webhook_endpoint).toEqual({
      url: shop.url,
      signing_secret: expect.stringMatching(/^whsec_/),
    });
    expect(await make({}, options)).toEqual(made);
    const { eventDestinations } = gateway.stripe.v2.core;
    expect((await eventDestinations.retrieve(made.id)).webhook_endpoint).toEqual({});
    const read = await eventDestinations.retrieve(made.id, { include: ['webhook_endpoint.url'] });
    expect(read.webhook_endpoint).toEqual({ url: shop.url });
    await eventDestinations.del(made.id);
    expect(await errorOf(eventDestinations.retrieve(made.id))).toMatchObject({ statusCode: 404 });
  });

  test('is changed piece by piece, closed and opened', async () => {
    const { id } = await make({ metadata: { a: '1', b: '2' }, description: 'old' });
    const { eventDestinations } = gateway.stripe.v2.core;
    const changed = await eventDestinations.update(id, {
      name: 'new',
      metadata: { a: null, c: '3' },
      enabled_events: ['v1.product.deleted'],
    });
    expect(changed).toMatchObject({
      name: 'new',
      description: 'old',
      metadata: { b: '2', c: '3' },
      enabled_events: ['v1.product.deleted'],
    });
    expect(await eventDestinations.disable(id)).toMatchObject({
      status: 'disabled',
      status_details: { disabled: { reason: 'user' } },
    });
    expect(await errorOf(eventDestinations.ping(id))).toMatchObject({ statusCode: 400 });
    expect(await eventDestinations.enable(id)).toMatchObject({ status: 'enabled' });
    await eventDestinations.del(id);
  });

  test('answers a ping, which goes to it alone', async () => {
    const [one, other] = [await make(), await make({ enabled_events: ['*'] })];
    const { eventDestinations, events } = gateway.stripe.v2.core;
    const event = await eventDestinations.ping(one.id);
    expect(event).toMatchObject({
      type: 'v2.core.event_destination.ping',
      related_object: { id: one.id, url: `/v2/core/event_destinations/${one.id}` },
    });
    await drain();
    expect(toldOf(event.id)).toHaveLength(1);
    expect(await events.retrieve(event.id)).toMatchObject({ ...event });
    const { data } = await gateway.stripe.events.list({ limit: 5 });
    expect(data.filter(({ type }) => String(type).startsWith('v2.'))).toEqual([]);
    for (const { id } of [one, other]) await eventDestinations.del(id);
  });

  test('with snapshots gets whole objects at its version, and is a webhook endpoint too', async () => {
    const made = await make({
      event_payload: 'snapshot',
      snapshot_api_version: '2024-06-20',
      enabled_events: ['payment_intent.created'],
    });
    const { id } = await gateway.stripe.paymentIntents.create({ amount: 700, currency: 'bam' });
    await drain();
    const [told] = toldOf(`"${id}"`);
    const { body = '', signature = '', atMs = 0 } = told ?? {};
    const checked = [secretOf(made), undefined, undefined, atMs] as const;
    const event = gateway.stripe.webhooks.constructEvent(body, signature, ...checked);
    expect(event).toMatchObject({ api_version: '2024-06-20', data: { object: { id } } });
    const endpoint = await gateway.stripe.webhookEndpoints.retrieve(made.id);
    expect(endpoint).toMatchObject({ id: made.id, api_version: '2024-06-20' });
    await gateway.stripe.webhookEndpoints.del(made.id);
    const gone = gateway.stripe.v2.core.eventDestinations.retrieve(made.id);
    expect(await errorOf(gone)).toMatchObject({ statusCode: 404 });
  });

  test('of another merchant is as unknown as one that never was', async () => {
    const { id } = await make();
    const { eventDestinations } = gateway.other.v2.core;
    for (const call of [
      () => eventDestinations.retrieve(id),
      () => eventDestinations.update(id, { name: 'mine' }),
      () => eventDestinations.disable(id),
      () => eventDestinations.enable(id),
      () => eventDestinations.ping(id),
      () => eventDestinations.del(id),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
    expect((await eventDestinations.list()).data).toEqual([]);
    await gateway.stripe.v2.core.eventDestinations.del(id);
  });

  test('is deleted once for a key, however often it is asked', async () => {
    const { id } = await make();
    const { eventDestinations } = gateway.stripe.v2.core;
    const del = () => eventDestinations.del(id, {}, { idempotencyKey: 'gone-once' });
    expect(await del()).toEqual({ id, object: 'v2.core.event_destination' });
    expect(await del()).toEqual({ id, object: 'v2.core.event_destination' });
  });

  test.each([
    ['of another kind', { type: 'amazon_eventbridge' }, 'type'],
    [
      'with another kind’s settings',
      { azure_event_grid: { azure_region: 'x' } },
      'azure_event_grid',
    ],
    ['with a type of snapshots', { enabled_events: ['product.created'] }, 'enabled_events[0]'],
    ['of an organization', { events_from: ['@organization_members'] }, 'events_from[0]'],
    ['at an address that is none', { webhook_endpoint: { url: 'x' } }, 'webhook_endpoint[url]'],
    ['without a name', { name: undefined }, 'name'],
  ])('%s is refused by name', async (_, more, param) => {
    const answer = await fetch(`${gateway.url}/v2/core/event_destinations`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk_test_diva',
        'stripe-version': currentVersion,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        name: 'refused',
        type: 'webhook_endpoint',
        event_payload: 'thin',
        enabled_events: ['*'],
        webhook_endpoint: { url: shop.url },
        ...more,
      }),
    });
    expect(answer.status).toBe(400);
    const { error } = anError.parse(await answer.json());
    expect(error).toMatchObject({ type: 'invalid_request_error', param });
    expect(error).toHaveProperty('code');
  });
});

describe('the second interface', () => {
  test.each([
    ['without a version', '/v2/core/events', { authorization: 'Bearer sk_test_diva' }, 400],
    ['without a key', '/v2/core/events', { 'stripe-version': currentVersion }, 401],
    ['at an address that is none', '/v2/core/nothing', {}, 404],
    [
      'with a page that no list has named',
      '/v2/core/events?page=zzz',
      { authorization: 'Bearer sk_test_diva', 'stripe-version': currentVersion },
      400,
    ],
  ])('%s answers with an error that has a code', async (_, path, headers, status) => {
    const answer = await fetch(gateway.url + path, { headers: { ...headers } });
    expect(answer.status).toBe(status);
    const { error } = anError.parse(await answer.json());
    expect(error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  });
});
