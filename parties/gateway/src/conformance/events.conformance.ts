// Events, webhook endpoints and event destinations, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { paid, type Setting } from './setting.ts';

const hookUrl = 'https://shop.example/webhooks';

const endpointOf = ({ stripe }: Setting) =>
  stripe.webhookEndpoints.create({
    url: hookUrl,
    enabled_events: ['payment_intent.succeeded', 'charge.refunded'],
    description: 'the shop',
  });

const destinationOf = ({ stripe }: Setting) =>
  stripe.v2.core.eventDestinations.create({
    ...{ name: 'The shop', type: 'webhook_endpoint', event_payload: 'thin' },
    enabled_events: ['v1.payment_intent.succeeded'],
    webhook_endpoint: { url: hookUrl },
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
  });

export const events: Family = {
  'events.list': async (setting) => {
    const { id } = await paid(setting);
    const list = await setting.stripe.events.list({ type: 'payment_intent.succeeded', limit: 1 });
    expect(list.data[0]).toMatchObject({
      type: 'payment_intent.succeeded',
      data: { object: { id, status: 'succeeded' } },
    });
    return list;
  },
  'events.retrieve': async (setting) => {
    const { id } = await setting.stripe.paymentIntents.create({ amount: 2_000, currency: 'bam' });
    const { data } = await setting.stripe.events.list({
      type: 'payment_intent.created',
      limit: 1,
    });
    const event = await setting.stripe.events.retrieve(String(data[0]?.id));
    expect(event).toMatchObject({ object: 'event', type: 'payment_intent.created' });
    expect(event.data.object).toMatchObject({ id, object: 'payment_intent' });
    return event;
  },
  'webhook_endpoints.create': async (setting) => {
    const endpoint = await endpointOf(setting);
    expect(endpoint).toMatchObject({
      ...{ object: 'webhook_endpoint', status: 'enabled', url: hookUrl },
      enabled_events: ['payment_intent.succeeded', 'charge.refunded'],
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    return endpoint;
  },
  'webhook_endpoints.retrieve': async (setting) => {
    const { secret: _, ...made } = await endpointOf(setting);
    const endpoint = await setting.stripe.webhookEndpoints.retrieve(made.id);
    expect(endpoint).toEqual(made);
    return endpoint;
  },
  'webhook_endpoints.update': async (setting) => {
    const { id } = await endpointOf(setting);
    const endpoint = await setting.stripe.webhookEndpoints.update(id, {
      disabled: true,
      enabled_events: ['*'],
    });
    expect(endpoint).toMatchObject({ id, status: 'disabled', enabled_events: ['*'] });
    return endpoint;
  },
  'webhook_endpoints.list': async (setting) => {
    const { id } = await endpointOf(setting);
    const list = await setting.stripe.webhookEndpoints.list({ limit: 1 });
    expect(list.data.map((one) => one.id)).toEqual([id]);
    return list;
  },
  'webhook_endpoints.del': async (setting) => {
    const { id } = await endpointOf(setting);
    const gone = await setting.stripe.webhookEndpoints.del(id);
    expect(gone).toEqual({ id, object: 'webhook_endpoint', deleted: true });
    return gone;
  },
  'v2.core.events.list': async (setting) => {
    const { id } = await paid(setting);
    const list = await setting.stripe.v2.core.events.list({ object_id: id });
    expect(list.data.map(({ type }) => type)).toContain('v1.payment_intent.succeeded');
    return list;
  },
  'v2.core.events.retrieve': async (setting) => {
    const { id } = await paid(setting);
    const { data } = await setting.stripe.v2.core.events.list({ object_id: id });
    const event = await setting.stripe.v2.core.events.retrieve(String(data[0]?.id));
    expect(event).toMatchObject({ object: 'v2.core.event', related_object: { id } });
    return event;
  },
  'v2.core.event_destinations.create': async (setting) => {
    const destination = await destinationOf(setting);
    expect(destination).toMatchObject({
      ...{ object: 'v2.core.event_destination', status: 'enabled', event_payload: 'thin' },
      webhook_endpoint: { url: hookUrl },
    });
    expect(destination.webhook_endpoint?.signing_secret).toMatch(/^whsec_/);
    return destination;
  },
  'v2.core.event_destinations.retrieve': async (setting) => {
    const made = await destinationOf(setting);
    const destination = await setting.stripe.v2.core.eventDestinations.retrieve(made.id);
    expect(destination).toMatchObject({ id: made.id, name: 'The shop', status: 'enabled' });
    return destination;
  },
  'v2.core.event_destinations.update': async (setting) => {
    const { id } = await destinationOf(setting);
    const destination = await setting.stripe.v2.core.eventDestinations.update(id, {
      description: 'orders',
    });
    expect(destination).toMatchObject({ id, description: 'orders' });
    return destination;
  },
  'v2.core.event_destinations.list': async (setting) => {
    const made = await destinationOf(setting);
    const list = await setting.stripe.v2.core.eventDestinations.list({ limit: 20 });
    expect(list.data.map(({ id }) => id)).toContain(made.id);
    return list;
  },
  'v2.core.event_destinations.disable': async (setting) => {
    const { id } = await destinationOf(setting);
    const destination = await setting.stripe.v2.core.eventDestinations.disable(id);
    expect(destination).toMatchObject({ id, status: 'disabled' });
    return destination;
  },
  'v2.core.event_destinations.enable': async (setting) => {
    const { id } = await destinationOf(setting);
    await setting.stripe.v2.core.eventDestinations.disable(id);
    const destination = await setting.stripe.v2.core.eventDestinations.enable(id);
    expect(destination).toMatchObject({ id, status: 'enabled' });
    return destination;
  },
  'v2.core.event_destinations.ping': async (setting) => {
    const { id } = await destinationOf(setting);
    const event = await setting.stripe.v2.core.eventDestinations.ping(id);
    expect(event).toMatchObject({
      ...{ object: 'v2.core.event', type: 'v2.core.event_destination.ping' },
      related_object: { id },
    });
    return event;
  },
  'v2.core.event_destinations.del': async (setting) => {
    const { id } = await destinationOf(setting);
    const gone = await setting.stripe.v2.core.eventDestinations.del(id);
    expect(gone).toMatchObject({ id });
    return gone;
  },
};
