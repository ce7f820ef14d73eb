// PaymentIntents, by the official client.

import { expect } from 'vitest';
import { back } from '../testing/paying.ts';
import type { Family } from './family.ts';
import { cardMethod, held, paid } from './setting.ts';

const plain = { amount: 2_000, currency: 'bam' };

export const paymentIntents: Family = {
  'payment_intents.create': async (setting) => {
    const intent = await paid(setting, { metadata: { order: '6735' }, description: 'Candles' });
    expect(intent).toMatchObject({
      ...{ status: 'succeeded', amount: 10_000, amount_received: 10_000, currency: 'bam' },
      ...{ metadata: { order: '6735' }, description: 'Candles', livemode: false },
    });
    const again = await setting.stripe.paymentIntents.retrieve(intent.id);
    expect(again).toEqual(intent);
    return intent;
  },
  'payment_intents.retrieve': async ({ stripe, publishable }) => {
    const made = await stripe.paymentIntents.create(plain);
    const intent = await stripe.paymentIntents.retrieve(made.id);
    expect(intent).toEqual(made);
    const seen = await publishable.paymentIntents.retrieve(made.id, {
      client_secret: String(made.client_secret),
    });
    expect(seen).toMatchObject({ id: made.id, status: 'requires_payment_method' });
    return intent;
  },
  'payment_intents.update': async ({ stripe }) => {
    const made = await stripe.paymentIntents.create({ ...plain, metadata: { a: '1', b: '2' } });
    const intent = await stripe.paymentIntents.update(made.id, {
      amount: 2_500,
      metadata: { a: '', c: '3' },
    });
    expect(intent).toMatchObject({ amount: 2_500, metadata: { b: '2', c: '3' } });
    expect(intent.metadata).not.toHaveProperty('a');
    expect((await stripe.paymentIntents.retrieve(made.id)).amount).toBe(2_500);
    return intent;
  },
  'payment_intents.list': async ({ stripe }) => {
    const made = [];
    for (let n = 0; n < 3; n++) made.unshift((await stripe.paymentIntents.create(plain)).id);
    const list = await stripe.paymentIntents.list({ limit: 2 });
    expect(list.has_more).toBe(true);
    expect(list.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const rest = await stripe.paymentIntents.list({ limit: 1, starting_after: String(made[1]) });
    expect(rest.data[0]?.id).toBe(made[2]);
    return list;
  },
  'payment_intents.confirm': async (setting) => {
    const { stripe } = setting;
    const { id } = await stripe.paymentIntents.create(plain);
    const { id: payment_method } = await cardMethod(setting);
    const intent = await stripe.paymentIntents.confirm(id, { payment_method, return_url: back });
    expect(intent).toMatchObject({ status: 'succeeded', payment_method, amount_received: 2_000 });
    expect(intent.latest_charge).toMatch(/^ch_/);
    return intent;
  },
  'payment_intents.capture': async (setting) => {
    const { id } = await held(setting);
    const intent = await setting.stripe.paymentIntents.capture(id, { amount_to_capture: 4_000 });
    expect(intent).toMatchObject({
      ...{ status: 'succeeded', amount: 10_000, amount_received: 4_000, amount_capturable: 0 },
    });
    return intent;
  },
  'payment_intents.cancel': async (setting) => {
    const { id } = await held(setting);
    const intent = await setting.stripe.paymentIntents.cancel(id, {
      cancellation_reason: 'abandoned',
    });
    expect(intent).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect(intent.canceled_at).toBeGreaterThan(0);
    return intent;
  },
  'payment_intents.incrementAuthorization': async (setting) => {
    const { id } = await paid(setting, {
      capture_method: 'manual',
      payment_method_options: {
        card: { request_incremental_authorization: 'if_available' },
      },
    });
    const intent = await setting.stripe.paymentIntents.incrementAuthorization(id, {
      amount: 12_500,
    });
    expect(intent).toMatchObject({ amount: 12_500, amount_capturable: 12_500 });
    const captured = await setting.stripe.paymentIntents.capture(id);
    expect(captured.amount_received).toBe(12_500);
    return intent;
  },
  'payment_intents.listAmountDetailsLineItems': async ({ stripe }) => {
    const intent = await stripe.paymentIntents.create({
      ...plain,
      amount_details: { line_items: [{ product_name: 'Candle', quantity: 2, unit_cost: 1_000 }] },
    });
    const list = await stripe.paymentIntents.listAmountDetailsLineItems(intent.id);
    expect(list.data).toMatchObject([{ product_name: 'Candle', quantity: 2, unit_cost: 1_000 }]);
    return list;
  },
  'payment_intents.applyCustomerBalance': {
    refused: 'Only cards pay: a customer’s cash balance never has anything to apply.',
    attempt: async ({ stripe }) => {
      const { id } = await stripe.paymentIntents.create(plain);
      return stripe.paymentIntents.applyCustomerBalance(id);
    },
  },
  'payment_intents.verifyMicrodeposits': {
    refused: 'Only cards pay; small deposits verify bank accounts.',
    attempt: async ({ stripe }) => {
      const { id } = await stripe.paymentIntents.create(plain);
      return stripe.paymentIntents.verifyMicrodeposits(id, { amounts: [32, 45] });
    },
  },
};
