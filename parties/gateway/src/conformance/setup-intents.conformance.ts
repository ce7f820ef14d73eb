// SetupIntents and mandates, by the official client.

import { expect } from 'vitest';
import { back } from '../testing/paying.ts';
import type { Family } from './family.ts';
import { cardMethod, customerOf, type Setting } from './setting.ts';

/** A card kept for later, off-session. */
async function setUp(setting: Setting, more: object = {}) {
  return setting.stripe.setupIntents.create({
    customer: (await customerOf(setting)).id,
    payment_method: (await cardMethod(setting)).id,
    ...more,
  });
}

export const setupIntents: Family = {
  'setup_intents.create': async (setting) => {
    const intent = await setUp(setting, { confirm: true, usage: 'off_session' });
    expect(intent).toMatchObject({ status: 'succeeded', usage: 'off_session', livemode: false });
    const kept = await setting.stripe.customers.listPaymentMethods(String(intent.customer));
    expect(kept.data.map(({ id }) => id)).toEqual([intent.payment_method]);
    return intent;
  },
  'setup_intents.retrieve': async (setting) => {
    const made = await setUp(setting);
    const intent = await setting.stripe.setupIntents.retrieve(made.id);
    expect(intent).toEqual(made);
    const seen = await setting.publishable.setupIntents.retrieve(made.id, {
      client_secret: String(made.client_secret),
    });
    expect(seen).toMatchObject({ id: made.id, status: 'requires_confirmation' });
    return intent;
  },
  'setup_intents.update': async (setting) => {
    const { id } = await setUp(setting);
    const intent = await setting.stripe.setupIntents.update(id, { metadata: { a: 'b' } });
    expect(intent).toMatchObject({ id, metadata: { a: 'b' } });
    return intent;
  },
  'setup_intents.confirm': async (setting) => {
    const { id } = await setUp(setting);
    const intent = await setting.stripe.setupIntents.confirm(id, { return_url: back });
    expect(intent).toMatchObject({ id, status: 'succeeded', next_action: null });
    return intent;
  },
  'setup_intents.cancel': async (setting) => {
    const { id } = await setUp(setting);
    const intent = await setting.stripe.setupIntents.cancel(id, {
      cancellation_reason: 'abandoned',
    });
    expect(intent).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    return intent;
  },
  'setup_intents.list': async (setting) => {
    const one = await setUp(setting);
    const list = await setting.stripe.setupIntents.list({ customer: String(one.customer) });
    expect(list.data.map(({ id }) => id)).toEqual([one.id]);
    return list;
  },
  'setup_intents.verifyMicrodeposits': {
    refused: 'Only cards are set up; small deposits verify bank accounts.',
    attempt: async (setting) => {
      const { id } = await setUp(setting);
      return setting.stripe.setupIntents.verifyMicrodeposits(id, { amounts: [32, 45] });
    },
  },
  'mandates.retrieve': async (setting) => {
    const mandate_data = { customer_acceptance: { type: 'offline' } };
    const intent = await setUp(setting, { confirm: true, mandate_data });
    const mandate = await setting.stripe.mandates.retrieve(String(intent.mandate));
    expect(mandate).toMatchObject({
      ...{ object: 'mandate', status: 'active', type: 'multi_use' },
      payment_method: intent.payment_method,
    });
    return mandate;
  },
};
