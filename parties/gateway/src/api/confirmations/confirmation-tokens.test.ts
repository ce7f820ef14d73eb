// Confirmation tokens: made by a page, used by the server or by the page, once.

import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { back, errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
let stripe: Stripe;
beforeAll(async () => {
  gateway = await startTestGateway();
  stripe = gateway.stripe;
});
afterAll(() => gateway.close());

const browser = () => {
  const { hostname, port } = new URL(gateway.url);
  const settings = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 } as const;
  return new Stripe('pk_test_diva', settings);
};
const shipping = { name: 'Hana H.', address: { line1: 'Ferhadija 1', city: 'Sarajevo' } };
const collected = {
  payment_method_data: {
    ...{ type: 'card', card: { token: 'tok_visa' }, billing_details: { name: 'Hana H.' } },
  },
  return_url: back,
  shipping,
};
const made = async (more = {}) => {
  const params = { ...collected, ...more };
  const answer = await browser().rawRequest('POST', '/v1/confirmation_tokens', params);
  return stripe.confirmationTokens.retrieve(String(Reflect.get(answer, 'id')));
};
const order = { amount: 2_000, currency: 'bam' };

describe('a confirmation token', () => {
  test('shows what the page has collected, and is good for one confirmation', async () => {
    const token = await made();
    expect(token).toMatchObject({
      ...{ object: 'confirmation_token', payment_intent: null, return_url: back, shipping },
      expires_at: token.created + 12 * 3_600,
      payment_method_preview: {
        ...{ type: 'card', card: { brand: 'visa', last4: '4242' }, customer: null },
        billing_details: { name: 'Hana H.' },
      },
    });
    expect(token.payment_method_preview).not.toHaveProperty('id');
    const intent = await stripe.paymentIntents.create({
      ...{ ...order, confirm: true, confirmation_token: token.id },
    });
    expect(intent).toMatchObject({ status: 'succeeded', shipping });
    const used = await stripe.confirmationTokens.retrieve(token.id);
    expect(used.payment_intent).toBe(intent.id);
    const again = stripe.paymentIntents.create({
      ...{ ...order, confirm: true, confirmation_token: token.id },
    });
    expect(await errorOf(again)).toMatchObject({
      ...{ code: 'token_already_used', param: 'confirmation_token' },
    });
  });

  test('of many who use it at the same moment serves one', async () => {
    const { id: confirmation_token } = await made();
    const uses = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        stripe.paymentIntents.create({ ...order, confirm: true, confirmation_token }),
      ),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = uses.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject({ code: 'token_already_used' });
  });

  test('counts where the request says nothing else', async () => {
    const { id } = await stripe.paymentIntents.create(order);
    const { id: token } = await made({ setup_future_usage: 'off_session' });
    const confirmed = await stripe.paymentIntents.confirm(id, {
      ...{ confirmation_token: token, payment_method: 'pm_card_mastercard' },
      ...{ return_url: 'https://shop.example/other', expand: ['payment_method'] },
    });
    expect(confirmed).toMatchObject({
      ...{ status: 'succeeded', setup_future_usage: 'off_session', shipping },
      payment_method: { card: { brand: 'mastercard' } },
    });
  });

  test('is used by the page itself, with the secret of the payment', async () => {
    const intent = await stripe.paymentIntents.create(order);
    const { id: confirmation_token } = await made();
    const client_secret = String(intent.client_secret);
    const path = `/v1/payment_intents/${intent.id}/confirm`;
    await browser().rawRequest('POST', path, { client_secret, confirmation_token });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  test('keeps a card', async () => {
    const { id: customer } = await stripe.customers.create();
    const { id: confirmation_token } = await made();
    const setup = await stripe.setupIntents.create({ customer, confirm: true, confirmation_token });
    expect(setup.status).toBe('succeeded');
    expect(await stripe.confirmationTokens.retrieve(confirmation_token)).toMatchObject({
      ...{ payment_intent: null, setup_intent: setup.id },
    });
    const again = stripe.setupIntents.create({ customer, confirm: true, confirmation_token });
    expect(await errorOf(again)).toMatchObject({ code: 'token_already_used' });
  });

  test('that is not there, or not the merchant’s, is unknown', async () => {
    const { id: confirmation_token } = await made();
    const asked = { ...order, confirm: true, confirmation_token };
    for (const call of [
      () => gateway.other.paymentIntents.create({ ...asked, currency: 'nok' }),
      () => stripe.paymentIntents.create({ ...asked, confirmation_token: 'ctoken_nothing' }),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: 'resource_missing' });
    }
    expect(await errorOf(stripe.paymentIntents.create({ ...asked, confirm: false }))).toMatchObject(
      { param: 'confirmation_token' },
    );
  });
});

describe('a mandate', () => {
  test('names the card that it is for, and no other', async () => {
    const { id: customer } = await stripe.customers.create();
    const setup = await stripe.setupIntents.create({
      ...{ customer, confirm: true, payment_method: 'pm_card_visa', return_url: back },
      mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
    });
    const mandate = String(setup.mandate);
    const asked = { ...order, customer, confirm: true, off_session: true, mandate };
    const paid = await stripe.paymentIntents.create(asked);
    expect(paid).toMatchObject({ status: 'succeeded', payment_method: setup.payment_method });
    const other = stripe.paymentIntents.create({ ...asked, payment_method: 'pm_card_visa' });
    expect(await errorOf(other)).toMatchObject({ code: 'payment_intent_mandate_invalid' });
    const none = stripe.paymentIntents.create({ ...asked, mandate: 'mandate_nothing' });
    expect(await errorOf(none)).toMatchObject({ code: 'resource_missing', param: 'mandate' });
  });
});
