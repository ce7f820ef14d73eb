// Checkout Sessions, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import type { Setting } from './setting.ts';

function openSession({ stripe }: Setting, more: object = {}) {
  return stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/cart',
    line_items: [
      {
        quantity: 2,
        price_data: { currency: 'bam', unit_amount: 1_250, product_data: { name: 'Candle' } },
      },
    ],
    ...more,
  });
}

export const checkoutSessions: Family = {
  'checkout.sessions.create': async (setting) => {
    const session = await openSession(setting, { metadata: { order: '7' } });
    expect(session).toMatchObject({
      ...{ mode: 'payment', status: 'open', payment_status: 'unpaid', currency: 'bam' },
      ...{ amount_subtotal: 2_500, amount_total: 2_500, metadata: { order: '7' } },
    });
    expect((await fetch(String(session.url))).status).toBe(200);
    return session;
  },
  'checkout.sessions.retrieve': async (setting) => {
    const made = await openSession(setting);
    const session = await setting.stripe.checkout.sessions.retrieve(made.id, {
      expand: ['line_items'],
    });
    expect(session).toMatchObject({ id: made.id, url: made.url, amount_total: 2_500 });
    expect(session.line_items?.data).toMatchObject([{ description: 'Candle', quantity: 2 }]);
    return session;
  },
  'checkout.sessions.list': async (setting) => {
    const one = await openSession(setting);
    const two = await openSession(setting);
    const list = await setting.stripe.checkout.sessions.list({ limit: 2 });
    expect(list.data.map(({ id }) => id)).toEqual([two.id, one.id]);
    return list;
  },
  'checkout.sessions.update': async (setting) => {
    const { id } = await openSession(setting);
    const session = await setting.stripe.checkout.sessions.update(id, { metadata: { a: 'b' } });
    expect(session).toMatchObject({ id, metadata: { a: 'b' } });
    return session;
  },
  'checkout.sessions.expire': async (setting) => {
    const { id, url } = await openSession(setting);
    const session = await setting.stripe.checkout.sessions.expire(id);
    expect(session).toMatchObject({ id, status: 'expired', url: null });
    expect(await (await fetch(String(url))).text()).not.toContain('name="number"');
    return session;
  },
  'checkout.sessions.listLineItems': async (setting) => {
    const { id } = await openSession(setting);
    const list = await setting.stripe.checkout.sessions.listLineItems(id);
    expect(list.data).toMatchObject([
      { description: 'Candle', quantity: 2, amount_total: 2_500, currency: 'bam' },
    ]);
    return list;
  },
};
