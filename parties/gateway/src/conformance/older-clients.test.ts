// The official client in its older majors, unchanged, against today's gateway: each pays, lists,
// captures, refunds, opens a checkout and hears of it, and finds its own names in the answers.

import { assert } from '@kassa/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentVersion, isBefore, type Version } from '../api/versions/known-versions.ts';
import { back } from '../testing/paying.ts';
import { startTestGateway, type TestGateway, until, visa } from '../testing/test-gateway.ts';
import { startTestShop, type TestShop } from '../testing/test-shop.ts';
import { declarationsOf } from './declared.ts';
import {
  type Older,
  type OlderClient,
  olderClients,
  openOlder,
  promisedBy,
  type Shown,
} from './older-client.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

describe.each(olderClients)('stripe $major, speaking $speaks', (older) => {
  const { speaks } = older;
  let stripe: OlderClient;
  beforeAll(() => {
    stripe = openOlder(older, gateway.url, 'sk_test_diva');
  });
  const expectPromised = ([file, name]: readonly [string, string], shown: Shown) =>
    expect(promisedInVain(older, [file, name], shown)).toEqual([]);
  const isOlder = (version: Version) => isBefore(speaks, version);
  /** What merchants wrote before they were to leave the choice of methods alone. */
  const cards = isOlder('2026-09-30.endive') ? { payment_method_types: ['card'] } : {};

  async function pay(more: object = {}): Promise<Shown> {
    const method = await stripe.paymentMethods.create({ type: 'card', card: visa() });
    expectPromised(['PaymentMethods', 'PaymentMethod'], method);
    return stripe.paymentIntents.create({
      amount: 4_200,
      currency: 'bam',
      payment_method: method.id,
      confirm: true,
      return_url: back,
      ...cards,
      ...more,
    });
  }

  test('pays and reads the payment by its own names', async () => {
    const paid = await pay();
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 4_200 });
    expect(paid['lastResponse']).toMatchObject({ headers: { 'stripe-version': speaks } });
    expect('charges' in paid).toBe(isOlder('2022-11-15'));
    expect('invoice' in paid).toBe(isOlder('2025-03-31.basil'));
    if (isOlder('2026-09-30.endive')) expect(paid['automatic_payment_methods']).toBeNull();
    expectPromised(['PaymentIntents', 'PaymentIntent'], paid);
    const read = await stripe.paymentIntents.retrieve(paid.id, {
      expand: [isOlder('2022-11-15') ? 'charges.data.payment_method' : 'latest_charge'],
    });
    const charge = { object: 'charge', amount: 4_200, paid: true };
    expect(read).toMatchObject(
      isOlder('2022-11-15')
        ? { charges: { data: [{ ...charge, payment_method: { object: 'payment_method' } }] } }
        : { latest_charge: charge },
    );
  });

  test('confirms in a second step', async () => {
    const method = await stripe.paymentMethods.create({ type: 'card', card: visa() });
    const intent = await stripe.paymentIntents.create({ amount: 100, currency: 'bam', ...cards });
    const paid = await stripe.paymentIntents.confirm(intent.id, {
      payment_method: method.id,
      return_url: back,
    });
    expect(paid).toMatchObject({ status: 'succeeded' });
  });

  test('hears of a refusal in its own error, with the payment inside', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const error: unknown = await pay().catch((thrown: unknown) => thrown);
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    expect(error).toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: { object: 'payment_intent', status: 'requires_payment_method' },
    });
  });

  test('pages through a list by itself', async () => {
    const made: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      made.push((await stripe.paymentIntents.create({ amount: 100, currency: 'bam' })).id);
    }
    const found = await stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 3 });
    expect(found.map(({ id }) => id)).toEqual(made.reverse());
  });

  test('captures by hand, in part', async () => {
    const held = await pay({ capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 4_200 });
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 4_000 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 4_000 });
  });

  test('refunds, and sees it on the charge', async () => {
    const paid = await pay();
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 200 });
    expect(refund).toMatchObject({ object: 'refund', amount: 200 });
    expectPromised(['Refunds', 'Refund'], refund);
    const charge = await stripe.charges.retrieve(String(refund['charge']));
    expect(charge).toMatchObject({ amount_refunded: 200, refunded: false });
    expectPromised(['Charges', 'Charge'], charge);
    if (isOlder('2022-11-15')) {
      expect(charge).toMatchObject({ refunds: { data: [{ id: refund.id }] } });
    } else expect('refunds' in charge).toBe(false);
  });

  test('opens a Checkout Session and reads how it is shown', async () => {
    const product_data = { name: 'Soap' };
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      ...cards,
      line_items: [
        { quantity: 1, price_data: { currency: 'bam', unit_amount: 900, product_data } },
      ],
      success_url: 'https://shop.example/thanks',
      ui_mode: isOlder('2026-03-25.dahlia') ? 'hosted' : 'hosted_page',
    });
    expect(session).toMatchObject({
      object: 'checkout.session',
      url: expect.stringContaining(gateway.url),
      ui_mode: isOlder('2026-03-25.dahlia') ? 'hosted' : 'hosted_page',
    });
    expect('shipping_details' in session).toBe(isOlder('2025-03-31.basil'));
    expectPromised(['Checkout/Sessions', 'Session'], session);
  });

  test('keeps a customer', async () => {
    const made = await stripe.customers.create({
      email: 'hana@example.ba',
      metadata: { shelf: '7' },
    });
    expectPromised(['Customers', 'Customer'], made);
    const renamed = await stripe.customers.update(made.id, { name: 'Hana' });
    expect(renamed).toMatchObject({ name: 'Hana', metadata: { shelf: '7' } });
    const paid = await pay({ customer: made.id });
    const read = await stripe.paymentIntents.retrieve(paid.id, { expand: ['customer'] });
    expect(read).toMatchObject({ customer: { object: 'customer', name: 'Hana' } });
  });

  test('keeps a product and its price under the names it knows', async () => {
    const name = isOlder('2024-04-10') ? 'features' : 'marketing_features';
    const made = await stripe.products.create({ name: 'Soap', [name]: [{ name: 'Mild' }] });
    expect(made).toMatchObject({ [name]: [{ name: 'Mild' }] });
    expectPromised(['Products', 'Product'], made);
    const price = await stripe.prices.create({
      product: made.id,
      unit_amount: 900,
      currency: 'bam',
      recurring: { interval: 'month' },
    });
    expectPromised(['Prices', 'Price'], price);
    const recurring = { interval: 'month', aggregate_usage: null };
    if (isOlder('2025-03-31.basil')) expect(price).toMatchObject({ recurring });
    else expect(price['recurring']).not.toHaveProperty('aggregate_usage');
  });

  test('keeps a card for later', async () => {
    const method = await stripe.paymentMethods.create({ type: 'card', card: visa() });
    const intent = await stripe.setupIntents.create({ ...cards });
    expect(intent).toMatchObject({ status: 'requires_payment_method' });
    if (isOlder('2026-09-30.endive')) expect(intent['automatic_payment_methods']).toBeNull();
    expectPromised(['SetupIntents', 'SetupIntent'], intent);
    const kept = await stripe.setupIntents.confirm(intent.id, {
      payment_method: method.id,
      return_url: back,
    });
    expect(kept).toMatchObject({ status: 'succeeded', payment_method: method.id });
  });

  test('makes an endpoint at its version, and verifies and reads what it is told', async () => {
    const endpoint = await stripe.webhookEndpoints.create({
      url: shop.url,
      enabled_events: ['payment_intent.succeeded'],
      api_version: speaks,
    });
    const secret = String(endpoint['secret']);
    const paid = await pay();
    const ofIt = () => shop.told.find(({ body }) => body.includes(`"${paid.id}"`));
    await until(() => ofIt() !== undefined, 'the shop is told');
    const { body, signature } = ofIt() ?? { body: '', signature: '' };
    const event = stripe.webhooks.constructEvent(body, signature, secret);
    // What is stored of an event holds no client secret.
    const object = { ...(await stripe.paymentIntents.retrieve(paid.id)), client_secret: null };
    expect(event).toMatchObject({ type: 'payment_intent.succeeded', api_version: speaks });
    expect(event['data']).toEqual({ object });
    expect(() => stripe.webhooks.constructEvent(`${body} `, signature, secret)).toThrow();
    await stripe.webhookEndpoints.del(endpoint.id);
  });
});

/**
 * What the older client declares, the current one no longer, and the answer does not hold. What both
 * declare is held against the current one. A client that asks for newer shapes than it knows gets them.
 */
function promisedInVain(
  { major, speaks }: Older,
  [file, name]: readonly [string, string],
  shown: Shown,
): string[] {
  if (speaks === currentVersion) return [];
  const current = declarationsOf(`resources/${file}`).shapes.get(name);
  assert(current !== undefined, `the current client declares ${name}`);
  const left = promisedBy(major, file, name).filter((field) => !current.fields.has(field));
  return left.filter((field) => !(field in shown));
}
