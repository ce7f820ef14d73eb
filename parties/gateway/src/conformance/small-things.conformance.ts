// Files, tokens, confirmation tokens, customer sessions and ephemeral keys, by the official client.

import { expect } from 'vitest';
import { visa } from '../testing/test-gateway.ts';
import type { Family } from './family.ts';
import { customerOf, type Setting } from './setting.ts';

const text = Buffer.from('%PDF-1.4\n%a receipt\n');

const fileOf = ({ stripe }: Setting) =>
  stripe.files.create({
    purpose: 'dispute_evidence',
    file: { data: text, name: 'receipt.pdf', type: 'application/pdf' },
  });

const confirmationOf = ({ stripe }: Setting) =>
  stripe.testHelpers.confirmationTokens.create({
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/back',
  });

/** The version is the mobile program's own, so the client wants it said. */
async function keyOf(setting: Setting) {
  const { id: customer } = await customerOf(setting);
  return setting.stripe.ephemeralKeys.create({ customer }, { apiVersion: '2026-10-28.endive' });
}

export const smallThings: Family = {
  'files.create': async (setting) => {
    const file = await fileOf(setting);
    expect(file).toMatchObject({
      ...{ object: 'file', purpose: 'dispute_evidence', filename: 'receipt.pdf', type: 'pdf' },
      size: text.length,
    });
    return file;
  },
  'files.retrieve': async (setting) => {
    const made = await fileOf(setting);
    const file = await setting.stripe.files.retrieve(made.id);
    expect(file).toEqual(made);
    return file;
  },
  'files.list': async (setting) => {
    const made = await fileOf(setting);
    const list = await setting.stripe.files.list({ purpose: 'dispute_evidence', limit: 1 });
    expect(list.data.map(({ id }) => id)).toEqual([made.id]);
    return list;
  },
  'tokens.create': async ({ stripe, publishable }) => {
    const { number, cvc } = visa();
    const card = { number, cvc, exp_month: '12', exp_year: '2034' };
    const token = await publishable.tokens.create({ card });
    expect(token).toMatchObject({ object: 'token', type: 'card', used: false });
    expect(token.card).toMatchObject({ brand: 'Visa', last4: '4242' });
    const method = await stripe.paymentMethods.create({ type: 'card', card: { token: token.id } });
    expect(method.card?.last4).toBe('4242');
    expect((await stripe.tokens.retrieve(token.id)).used).toBe(true);
    return token;
  },
  'tokens.retrieve': async ({ stripe }) => {
    const { number, cvc } = visa();
    const card = { number, cvc, exp_month: '12', exp_year: '2034' };
    const made = await stripe.tokens.create({ card });
    const token = await stripe.tokens.retrieve(made.id);
    expect(token).toEqual(made);
    return token;
  },
  'confirmation_tokens.retrieve': async (setting) => {
    const made = await confirmationOf(setting);
    const token = await setting.stripe.confirmationTokens.retrieve(made.id);
    expect(token).toEqual(made);
    return token;
  },
  'test_helpers.confirmation_tokens.create': async (setting) => {
    const token = await confirmationOf(setting);
    expect(token).toMatchObject({ object: 'confirmation_token', payment_intent: null });
    expect(token.payment_method_preview?.card).toMatchObject({ brand: 'visa', last4: '4242' });
    const intent = await setting.stripe.paymentIntents.create({
      ...{ amount: 2_000, currency: 'bam', confirm: true, confirmation_token: token.id },
    });
    expect(intent.status).toBe('succeeded');
    const used = await setting.stripe.confirmationTokens.retrieve(token.id);
    expect(used.payment_intent).toBe(intent.id);
    return token;
  },
  'customer_sessions.create': async (setting) => {
    const { id: customer } = await customerOf(setting);
    const session = await setting.stripe.customerSessions.create({
      customer,
      components: { payment_element: { enabled: true } },
    });
    expect(session).toMatchObject({ object: 'customer_session', customer, livemode: false });
    expect(session.client_secret).not.toBe('');
    return session;
  },
  'ephemeral_keys.create': async (setting) => {
    const key = await keyOf(setting);
    expect(key).toMatchObject({ object: 'ephemeral_key', livemode: false });
    expect(key.secret).toMatch(/^ek_test_/);
    return key;
  },
  'ephemeral_keys.del': async (setting) => {
    const { id } = await keyOf(setting);
    const key = await setting.stripe.ephemeralKeys.del(id);
    expect(key).toMatchObject({ id, object: 'ephemeral_key' });
    return key;
  },
  'test_helpers.customers.fundCashBalance': {
    refused: 'No bank transfers come in, so there is nothing to act as if one had.',
    attempt: async (setting) => {
      const { id } = await customerOf(setting);
      const funds = { amount: 1_000, currency: 'eur' };
      return setting.stripe.testHelpers.customers.fundCashBalance(id, funds);
    },
  },
};
