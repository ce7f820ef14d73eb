// A card kept by a hosted page: a session of the mode `setup`.

import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hana, pressPay, whereTo } from '../../testing/hosted-page.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.directory.onCard(() => 'Y');
});

const doneUrl = (id: string) => `https://shop.example/done?session=${id}`;

describe('a session that keeps a card', () => {
  const keep = async (more: Stripe.Checkout.SessionCreateParams = {}) => {
    const customer = await gateway.stripe.customers.create({ email: 'hana@example.ba' });
    return gateway.stripe.checkout.sessions.create({
      mode: 'setup',
      customer: customer.id,
      success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
      setup_intent_data: { description: 'For later', metadata: { plan: 'gold' } },
      ...more,
    });
  };

  test('asks the bank for nothing but whether it is good, and makes it the customer’s', async () => {
    const { stripe } = gateway;
    const session = await keep();
    expect(session).toMatchObject({
      mode: 'setup',
      status: 'open',
      payment_status: 'no_payment_required',
      payment_intent: null,
      amount_total: null,
    });
    const page = await (await fetch(String(session.url))).text();
    expect(page).toContain('Save a card for');
    expect(page).toContain('Nothing is charged now.');
    gateway.directory.onCard(() => 'C');
    const challenged = await pressPay(gateway, session.id);
    expect(whereTo(challenged)).toContain('/3ds/redirect/auth_');
    await gateway.directory.sendResult('Y');
    const back = await fetch(`${gateway.url}/3ds/notify`, {
      method: 'POST',
      body: new URLSearchParams({ cres: gateway.directory.cres() }),
      headers: { accept: 'text/html' },
    });
    expect(await back.text()).toContain(`url=${doneUrl(session.id)}`);
    const now = await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] });
    expect(now).toMatchObject({
      status: 'complete',
      customer_details: { email: 'hana@example.ba', name: hana.name },
      setup_intent: { status: 'succeeded', description: 'For later', metadata: { plan: 'gold' } },
    });
    const cards = await stripe.customers.listPaymentMethods(String(session.customer));
    expect(cards.data).toHaveLength(1);
    expect(await (await fetch(`${gateway.url}/c/${session.id}`)).text()).toContain(
      'Your card is saved',
    );
    const told = await stripe.events.list({ type: 'checkout.session.completed' });
    expect(told.data[0]?.data.object).toMatchObject({ id: session.id, mode: 'setup' });
  });

  test('is refused, tried again with another card, described and given up', async () => {
    const { stripe } = gateway;
    const session = await keep();
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '54' }));
    expect(whereTo(await pressPay(gateway, session.id))).toBe(`/c/${session.id}`);
    expect(await (await fetch(String(session.url))).text()).toContain('this card has expired');
    const noted = await stripe.checkout.sessions.update(session.id, { metadata: { a: 'b' } });
    expect(noted.metadata).toEqual({ a: 'b' });
    const expired = await stripe.checkout.sessions.expire(session.id);
    expect(expired).toMatchObject({ status: 'expired', url: null });
    const setup = await stripe.setupIntents.retrieve(String(session.setup_intent));
    expect(setup.status).toBe('canceled');
    expect((await fetch(`${gateway.url}/c/${session.id}`)).status).toBe(410);
  });

  test('has no order, and makes no customer', async () => {
    const line = { price_data: { currency: 'bam', unit_amount: 1, product_data: { name: 'x' } } };
    await expect(keep({ line_items: [line] })).rejects.toMatchObject({ param: 'line_items' });
    await expect(
      gateway.stripe.checkout.sessions.create({
        mode: 'setup',
        customer_creation: 'always',
        success_url: 'https://shop.example/done',
      }),
    ).rejects.toMatchObject({ param: 'customer_creation' });
  });
});
