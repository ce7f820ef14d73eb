// A browser with a publishable key and the client secret of a payment, by the official client.

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

const create = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ amount: 2_000, currency: 'bam', ...more });

describe('a browser', () => {
  const browser = () => {
    const { hostname, port } = new URL(gateway.url);
    return new Stripe('pk_test_diva', { host: hostname, port, protocol: 'http' });
  };

  test('pays with the client secret, and sees nothing that is the merchant’s own', async () => {
    const made = await create({ metadata: { margin: '40%' }, description: 'Candles' });
    const secret = { client_secret: String(made.client_secret) };
    const seen = await browser().paymentIntents.retrieve(made.id, secret);
    expect(seen).toMatchObject({ amount: 2_000, status: 'requires_payment_method' });
    expect(seen).not.toHaveProperty('metadata');
    expect(seen).not.toHaveProperty('customer');
    const said = { ...secret, payment_method: 'pm_card_visa', return_url: back };
    const paid = await browser().paymentIntents.confirm(made.id, said as never);
    expect(paid.status).toBe('succeeded');
    expect(paid).not.toHaveProperty('metadata');
  });

  test('is refused with the merchant’s data left out, too', async () => {
    const made = await create({ metadata: { margin: '40%' } });
    const secret = { client_secret: String(made.client_secret) };
    const said = { ...secret, payment_method: 'pm_card_chargeDeclined', return_url: back };
    const error = await errorOf(browser().paymentIntents.confirm(made.id, said as never));
    expect(error).toMatchObject({ code: 'card_declined', payment_intent: { id: made.id } });
    expect(error.payment_intent).not.toHaveProperty('metadata');
  });

  test('without the secret, or with another, knows of no payment', async () => {
    const [mine, other] = [await create(), await create()];
    const none = await errorOf(browser().paymentIntents.retrieve(mine.id));
    expect(none).toMatchObject({ code: 'parameter_missing', param: 'client_secret' });
    const wrong = { client_secret: String(other.client_secret) };
    for (const call of [
      () => browser().paymentIntents.retrieve(mine.id, wrong),
      () => browser().paymentIntents.confirm(mine.id, { ...wrong, return_url: back } as never),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });

  test('may not say or see what is for the server', async () => {
    const made = await create({ customer: (await stripe.customers.create()).id });
    const secret = { client_secret: String(made.client_secret) };
    const away = { ...secret, off_session: true, payment_method: 'pm_card_visa' };
    const error = await errorOf(browser().paymentIntents.confirm(made.id, away as never));
    expect(error).toMatchObject({ code: 'secret_key_required', param: 'off_session' });
    const wide = { ...secret, expand: ['customer'] };
    expect(await errorOf(browser().paymentIntents.retrieve(made.id, wide))).toMatchObject({
      ...{ code: 'secret_key_required', param: 'expand' },
    });
  });
});
