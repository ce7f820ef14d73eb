import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, visa } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const clientOf = (key: string) => {
  const { hostname, port } = new URL(gateway.url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
};
const apiVersion = '2026-10-28.endive';

describe('an ephemeral key', () => {
  test('opens one customer and their cards, and nothing else', async () => {
    const { stripe } = gateway;
    const [hana, other] = [await stripe.customers.create({}), await stripe.customers.create({})];
    const attach = async (customer: string) => {
      const { id } = await stripe.paymentMethods.create({ type: 'card', card: visa() });
      return stripe.paymentMethods.attach(id, { customer });
    };
    const [hers, theirs] = [await attach(hana.id), await attach(other.id)];
    const key = await stripe.ephemeralKeys.create({ customer: hana.id }, { apiVersion });
    const phone = clientOf(String(key.secret));
    expect(await phone.customers.retrieve(hana.id)).toMatchObject({ id: hana.id });
    const cards = await phone.paymentMethods.list({ customer: hana.id });
    expect(cards.data.map(({ id }) => id)).toEqual([hers.id]);
    for (const call of [
      () => phone.customers.retrieve(other.id),
      () => phone.paymentMethods.list({ customer: other.id }),
      () => phone.paymentMethods.detach(theirs.id),
      () => phone.customers.create({}),
      () => phone.paymentIntents.list(),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 403 });
    }
    expect(await phone.paymentMethods.detach(hers.id)).toMatchObject({ customer: null });
    await stripe.ephemeralKeys.del(key.id);
    expect(await errorOf(phone.customers.retrieve(hana.id))).toMatchObject({ statusCode: 401 });
  });

  test('ends after an hour', async () => {
    const { id: customer } = await gateway.stripe.customers.create({});
    const key = await gateway.stripe.ephemeralKeys.create({ customer }, { apiVersion });
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_600_001);
    const late = clientOf(String(key.secret)).customers.retrieve(customer);
    expect(await errorOf(late)).toMatchObject({ statusCode: 401 });
  });

  test('is told again to who asks again with the same idempotency key', async () => {
    const { id: customer } = await gateway.stripe.customers.create({});
    const idempotencyKey = 'lost-answer';
    const make = () =>
      gateway.stripe.ephemeralKeys.create({ customer }, { apiVersion, idempotencyKey });
    const [first, second] = [await make(), await make()];
    expect(first.secret).toMatch(/^ek_test_/);
    expect(second).toMatchObject({ id: first.id, secret: first.secret });
    const components = { payment_element: { enabled: true } };
    const session = () =>
      gateway.stripe.customerSessions.create(
        { customer, components },
        { idempotencyKey: 'lost-session' },
      );
    expect((await session()).client_secret).toBe((await session()).client_secret);
  });

  test('of a customer session is its client secret', async () => {
    const { id: customer } = await gateway.stripe.customers.create({});
    const session = await gateway.stripe.customerSessions.create({
      customer,
      components: { payment_element: { enabled: true } },
    });
    expect(session).toMatchObject({ object: 'customer_session', customer });
    const page = clientOf(session.client_secret);
    expect(await page.customers.retrieve(customer)).toMatchObject({ id: customer });
  });
});
