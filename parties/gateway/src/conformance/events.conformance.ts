// Events, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { paid } from './setting.ts';

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
};
