// Webhook endpoints, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import type { Setting } from './setting.ts';

const url = 'https://shop.example/webhooks';

const made = ({ stripe }: Setting) =>
  stripe.webhookEndpoints.create({
    url,
    enabled_events: ['payment_intent.succeeded'],
    api_version: '2025-02-24.acacia',
    description: 'by a case',
    metadata: { case: '1' },
  });

export const webhookEndpoints: Family = {
  'webhook_endpoints.create': async (setting) => {
    const endpoint = await made(setting);
    expect(endpoint).toMatchObject({ url, api_version: '2025-02-24.acacia', status: 'enabled' });
    expect(endpoint.secret).toMatch(/^whsec_/);
    await setting.stripe.webhookEndpoints.del(endpoint.id);
    return endpoint;
  },
  'webhook_endpoints.retrieve': async (setting) => {
    const { id } = await made(setting);
    const endpoint = await setting.stripe.webhookEndpoints.retrieve(id);
    expect(endpoint).toMatchObject({ id, description: 'by a case', metadata: { case: '1' } });
    await setting.stripe.webhookEndpoints.del(id);
    return endpoint;
  },
  'webhook_endpoints.update': async (setting) => {
    const { id } = await made(setting);
    const endpoint = await setting.stripe.webhookEndpoints.update(id, {
      disabled: true,
      enabled_events: ['*'],
      description: '',
    });
    expect(endpoint).toMatchObject({
      status: 'disabled',
      enabled_events: ['*'],
      description: null,
    });
    await setting.stripe.webhookEndpoints.del(id);
    return endpoint;
  },
  'webhook_endpoints.list': async (setting) => {
    const { id } = await made(setting);
    const list = await setting.stripe.webhookEndpoints.list({ limit: 1 });
    expect(list.data).toMatchObject([{ id }]);
    await setting.stripe.webhookEndpoints.del(id);
    return list;
  },
  'webhook_endpoints.del': async (setting) => {
    const { id } = await made(setting);
    const deleted = await setting.stripe.webhookEndpoints.del(id);
    expect(deleted).toEqual({ id, object: 'webhook_endpoint', deleted: true });
    return deleted;
  },
};
