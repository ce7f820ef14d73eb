import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, visa } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const inBrowser = () => {
  const { hostname, port } = new URL(gateway.url);
  const settings = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 } as const;
  return new Stripe('pk_test_diva', settings);
};
const token = () => inBrowser().tokens.create({ card: { ...visaWords(), name: 'Hana H' } });
const visaWords = () => ({ ...visa(), exp_month: '12', exp_year: '2034' });

describe('a token', () => {
  test('made in a browser is used on the server, once', async () => {
    const { stripe, other } = gateway;
    const made = await token();
    expect(made).toMatchObject({ type: 'card', used: false, card: { last4: '4242' } });
    const method = await stripe.paymentMethods.create({ type: 'card', card: { token: made.id } });
    expect(method.billing_details.name).toBe('Hana H');
    expect((await stripe.tokens.retrieve(made.id)).used).toBe(true);
    const again = stripe.paymentMethods.create({ type: 'card', card: { token: made.id } });
    expect(await errorOf(again)).toMatchObject({ code: 'token_already_used' });
    expect(await errorOf(other.tokens.retrieve(made.id))).toMatchObject({ statusCode: 404 });
    const stolen = other.paymentMethods.create({
      type: 'card',
      card: { token: (await token()).id },
    });
    expect(await errorOf(stolen)).toMatchObject({ code: 'resource_missing' });
  });

  test('used by many at the same moment becomes one card', async () => {
    const { id } = await token();
    const uses = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        gateway.stripe.paymentMethods.create({ type: 'card', card: { token: id } }),
      ),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('gives a customer a card under its older name, which is the same card', async () => {
    const { stripe } = gateway;
    const customer = await stripe.customers.create({ source: (await token()).id });
    const whole = await stripe.customers.retrieve(customer.id, { expand: ['default_source'] });
    expect(whole).toMatchObject({ default_source: { object: 'card', brand: 'Visa' } });
    const second = await stripe.customers.createSource(customer.id, { source: 'tok_mastercard' });
    expect(second).toMatchObject({ object: 'card', customer: customer.id, brand: 'MasterCard' });
    const { data } = await stripe.customers.listSources(customer.id);
    expect(data.map(({ id }) => id)).toEqual([second.id, customer.default_source]);
    const changed = await stripe.customers.updateSource(customer.id, second.id, {
      name: 'H. Hodžić',
      exp_month: '11',
    });
    expect(changed).toMatchObject({ name: 'H. Hodžić', exp_month: 11 });
    const method = await stripe.paymentMethods.retrieve(second.id);
    expect(method.id).toBe(second.id.replace('card_', 'pm_'));
    const paid = await stripe.paymentIntents.create({
      ...{ amount: 700, currency: 'bam', customer: customer.id, payment_method: second.id },
      ...{ confirm: true, return_url: 'https://shop.example/back' },
    });
    expect(paid.status).toBe('succeeded');
    expect(await stripe.customers.deleteSource(customer.id, second.id)).toMatchObject({
      deleted: true,
    });
    const gone = stripe.customers.retrieveSource(customer.id, second.id);
    expect(await errorOf(gone)).toMatchObject({ statusCode: 404 });
    const first = String(customer.default_source);
    const verified = stripe.customers.verifySource(customer.id, first, { amounts: [32, 45] });
    expect(await errorOf(verified)).toMatchObject({ statusCode: 400 });
  });
});
