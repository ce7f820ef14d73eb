// The hosted pages' port, end to end behind real pages: forms are posted as a browser would.

import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  hana,
  postForm,
  pressPay,
  seenOn as seenOnPage,
  whereTo,
} from '../../testing/hosted-page.ts';
import { startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  gateway.directory.onCard(() => 'Y');
});

async function open(more: Stripe.Checkout.SessionCreateParams = {}) {
  return gateway.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/cart',
    client_reference_id: 'D-1001',
    line_items: [
      {
        quantity: 2,
        price_data: { currency: 'bam', unit_amount: 4_500, product_data: { name: 'Rose water' } },
      },
    ],
    shipping_options: [
      {
        shipping_rate_data: {
          type: 'fixed_amount',
          display_name: 'Courier',
          fixed_amount: { amount: 1_000, currency: 'bam' },
        },
      },
    ],
    ...more,
  });
}

const seenOn = (sessionId: string) => seenOnPage(gateway, sessionId);
const post = (path: string, fields: Record<string, string>) => postForm(gateway, path, fields);
const click = (sessionId: string, fields: Record<string, string> = hana) =>
  pressPay(gateway, sessionId, fields);
/** At once, or by the session's page, which follows by itself. */
async function leadsTo(answer: Response, sessionId: string, wanted: string): Promise<void> {
  if (whereTo(answer) === wanted) return;
  expect(whereTo(answer)).toBe(`/c/${sessionId}`);
  const follow = () => fetch(`${gateway.url}/c/${sessionId}/wait`, { redirect: 'manual' });
  await until(async () => whereTo(await follow()) === wanted, `it leads to ${wanted}`);
}
const doneUrl = (id: string) => `https://shop.example/done?session=${id}`;

describe('a checkout session', () => {
  test('is shown, paid, complete, and never paid twice', async () => {
    const session = await open();
    expect(session).toMatchObject({
      amount_total: 10_000,
      status: 'open',
      payment_status: 'unpaid',
    });
    const page = await (await fetch(String(session.url))).text();
    expect(page).toContain('Rose water');
    expect(page).toContain('D-1001');
    const before = gateway.acquirer.of('0100').length;
    const clicks = await Promise.all([click(session.id), click(session.id), click(session.id)]);
    // One that comes while the first is not answered yet waits on the session's page.
    for (const answer of clicks) await leadsTo(answer, session.id, doneUrl(session.id));
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    const now = await gateway.stripe.checkout.sessions.retrieve(session.id);
    expect(now).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    const told = await gateway.stripe.events.list({ type: 'checkout.session.completed' });
    expect(
      told.data.filter(({ data }) => 'id' in data.object && data.object.id === session.id),
    ).toHaveLength(1);
    await expect(gateway.stripe.checkout.sessions.expire(session.id)).rejects.toThrow(/open/);
  });

  test('a refusal leads back to the page, and another card pays', async () => {
    const session = await open();
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    expect(whereTo(await click(session.id))).toBe(`/c/${session.id}`);
    const asked = gateway.acquirer.of('0100').length;
    expect(whereTo(await click(session.id))).toBe(`/c/${session.id}`);
    expect(gateway.acquirer.of('0100').length).toBe(asked);
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    const other = { ...hana, number: '4242 4242 4242 4242' };
    expect(whereTo(await click(session.id, other))).toBe(doneUrl(session.id));
  });

  test('a challenge is opened once for two clicks, and its end leads to the shop', async () => {
    const session = await open();
    gateway.directory.onCard(() => 'C');
    const asked = gateway.directory.requests.length;
    const clicks = await Promise.all([click(session.id), click(session.id)]);
    const places = clicks.map(whereTo);
    const challenge = places.find((place) => place.includes('/3ds/redirect/auth_'));
    for (const answer of clicks) await leadsTo(answer, session.id, challenge ?? 'a challenge');
    expect(gateway.directory.requests.length).toBe(asked + 1);
    await gateway.directory.sendResult('Y');
    const back = await fetch(`${gateway.url}/3ds/notify`, {
      method: 'POST',
      body: new URLSearchParams({ cres: gateway.directory.cres() }),
      headers: { accept: 'text/html' },
    });
    expect(back.status).toBe(200);
    expect(await back.text()).toContain(`url=${doneUrl(session.id)}`);
  });

  test('another card instead of the challenge gives the first one up', async () => {
    const session = await open();
    gateway.directory.onCard(() => 'C');
    const first = await click(session.id);
    gateway.directory.onCard(() => 'Y');
    const other = { ...hana, number: '4242 4242 4242 4242' };
    expect(whereTo(await click(session.id, other))).toBe(doneUrl(session.id));
    // The old challenge's page knows that there is nothing to answer any more.
    const old = await fetch(whereTo(first).split('?')[0] ?? '', { redirect: 'manual' });
    expect(whereTo(old)).toBe(doneUrl(session.id));
  });

  test('an unknown outcome shows the waiting page until it is known', async () => {
    const session = await open();
    gateway.acquirer.onAuthorization(() => ({ do: 'silence' }));
    gateway.acquirer.onAdvice(() => ({ do: 'silence' }));
    expect(whereTo(await click(session.id))).toBe(`/c/${session.id}/wait`);
    await expect(gateway.stripe.checkout.sessions.expire(session.id)).rejects.toThrow();
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    const state = async () =>
      (await fetch(`${gateway.url}/c/${session.id}/state`)).json() as Promise<{ state: string }>;
    await until(async () => (await state()).state === 'decided', 'the reversal is acknowledged');
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    expect(whereTo(await click(session.id))).toBe(doneUrl(session.id));
  });

  test('expires after a day, by itself, and cannot be paid then', async () => {
    const session = await open();
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 24 * 3_600_000 + 1_000);
    expect((await fetch(`${gateway.url}/c/${session.id}`)).status).toBe(410);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    const now = await gateway.stripe.checkout.sessions.retrieve(session.id);
    expect(now.status).toBe('expired');
    expect((await gateway.stripe.paymentIntents.retrieve(String(now.payment_intent))).status).toBe(
      'canceled',
    );
    const asked = gateway.acquirer.of('0100').length;
    expect(whereTo(await click(session.id))).toBe(`/c/${session.id}`);
    expect(gateway.acquirer.of('0100').length).toBe(asked);
    expect(await gateway.control('prove')).toMatchObject({ ok: true });
  });
});

describe('what the buyer chooses and tells', () => {
  const rate = (display_name: string, amount: number) => ({
    shipping_rate_data: {
      display_name,
      type: 'fixed_amount' as const,
      fixed_amount: { amount, currency: 'bam' },
    },
  });
  const asking: Stripe.Checkout.SessionCreateParams = {
    automatic_tax: { enabled: true },
    billing_address_collection: 'required',
    customer_creation: 'always',
    phone_number_collection: { enabled: true },
    shipping_address_collection: { allowed_countries: ['BA', 'HR'] },
    shipping_options: [rate('Courier', 1_000), rate('Post', 400)],
    consent_collection: { terms_of_service: 'required', promotions: 'auto' },
    custom_fields: [{ key: 'wrap', type: 'text', label: { type: 'custom', custom: 'Wrapping' } }],
    line_items: [
      {
        quantity: 2,
        adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 },
        price_data: { currency: 'bam', unit_amount: 4_500, product_data: { name: 'Rose water' } },
      },
    ],
  };
  const answers = {
    ...hana,
    phone: '+387 61 123 456',
    ship_name: 'Amra Hadžić',
    ship_country: 'HR',
    ship_line1: 'Ilica 1',
    ship_postal: '10000',
    ship_city: 'Zagreb',
    cf_wrap: 'Paper',
    terms: 'yes',
  };
  const chosen = async (id: string) => {
    const session = await gateway.stripe.checkout.sessions.retrieve(id, {
      expand: ['line_items', 'payment_intent', 'customer'],
    });
    return session;
  };

  test('changes the payment’s amount with the order, and is confirmed as it was shown', async () => {
    const session = await open(asking);
    const [courier, letter] = session.shipping_options.map(({ shipping_rate }) =>
      String(shipping_rate),
    );
    const line = (await gateway.stripe.checkout.sessions.listLineItems(session.id)).data[0]?.id;
    expect(session.amount_total).toBe(10_000);
    const page = await post(`${session.id}/choose`, {
      shipping: letter ?? '',
      [`qty_${line}`]: '3',
      ship_country: 'HR',
    });
    expect(await page.text()).toContain('BAM\u00a0139.00');
    const counted = await chosen(session.id);
    expect(counted).toMatchObject({
      amount_total: 13_900,
      payment_intent: { amount: 13_900 },
      shipping_cost: { amount_total: 400, shipping_rate: letter },
      total_details: { amount_tax: 2_780 },
      automatic_tax: { status: 'complete' },
    });
    // A page that still shows the first order pays nothing, and is shown anew.
    const asked = gateway.acquirer.of('0100').length;
    const stale = await post(`${session.id}/pay`, {
      ...answers,
      seen: await seenOn(session.id),
      shipping: courier ?? '',
      [`qty_${line}`]: '3',
    });
    expect(stale.status).toBe(409);
    expect(await stale.text()).toContain('The order is not what this page has shown');
    expect(gateway.acquirer.of('0100').length).toBe(asked);
    const fields = { ...answers, shipping: courier ?? '', [`qty_${line}`]: '3' };
    expect(whereTo(await click(session.id, fields))).toBe(doneUrl(session.id));
    const paid = await chosen(session.id);
    expect(paid).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      amount_total: 14_500,
      customer_creation: 'always',
      customer: { object: 'customer', email: hana.email, name: hana.name },
      customer_details: {
        email: hana.email,
        name: hana.name,
        phone: '+387 61 123 456',
        address: { country: 'HR', line1: 'Ilica 1', city: 'Zagreb', postal_code: '10000' },
      },
      collected_information: { shipping_details: { name: 'Amra Hadžić' } },
      custom_fields: [{ key: 'wrap', text: { value: 'Paper' } }],
      consent: { terms_of_service: 'accepted', promotions: 'opt_out' },
      payment_intent: {
        amount_received: 14_500,
        shipping: { name: 'Amra Hadžić', address: { city: 'Zagreb' } },
      },
    });
    const { customer, payment_intent: intent } = await gateway.stripe.checkout.sessions.retrieve(
      session.id,
      { expand: ['payment_intent'] },
    );
    expect(typeof intent === 'object' && intent?.customer).toBe(customer);
    expect(await gateway.control('prove')).toMatchObject({ ok: true });
  });

  test('in one tab while another tab pays is never paid at a price that was not shown', async () => {
    for (let round = 0; round < 6; round++) {
      const session = await open({ shipping_options: asking.shipping_options ?? [] });
      const [, letter] = session.shipping_options.map(({ shipping_rate }) => String(shipping_rate));
      const seen = await seenOn(session.id);
      const [paid] = await Promise.all([
        post(`${session.id}/pay`, { ...hana, seen }),
        post(`${session.id}/choose`, { shipping: letter ?? '' }),
      ]);
      const now = await chosen(session.id);
      const { payment_intent: intent } = now;
      const received = typeof intent === 'object' ? intent?.amount_received : undefined;
      const isPaid = now.status === 'complete';
      expect([now.amount_total, received]).toEqual(isPaid ? [10_000, 10_000] : [9_400, 0]);
      expect(whereTo(paid)).toBe(isPaid ? doneUrl(session.id) : '');
      if (!isPaid) expect(paid.status).toBe(409);
    }
  });

  test('is refused at its field, and nothing is sent', async () => {
    const session = await open(asking);
    const asked = gateway.acquirer.of('0100').length;
    const { ship_city: _, terms: __, ...some } = answers;
    const page = await click(session.id, { ...some, phone: 'none', ship_country: 'US' });
    expect(page.status).toBe(422);
    const html = await page.text();
    for (const field of ['phone', 'ship_country', 'ship_city', 'terms']) {
      expect(html).toContain(`id="f-${field}-error"`);
    }
    expect(html).toContain('value="Amra Hadžić"');
    expect(gateway.acquirer.of('0100').length).toBe(asked);
  });

  test('of an amount of the buyer’s own is what is paid', async () => {
    const price = await gateway.stripe.prices.create({
      currency: 'bam',
      custom_unit_amount: { enabled: true, minimum: 500, maximum: 20_000, preset: 1_000 },
      product_data: { name: 'Gift' },
    });
    const session = await open({
      line_items: [{ price: price.id, quantity: 1 }],
      shipping_options: [],
      submit_type: 'donate',
    });
    const line = (await gateway.stripe.checkout.sessions.listLineItems(session.id)).data[0]?.id;
    const own = (text: string) => ({ [`own_${line}`]: text });
    expect(await (await post(`${session.id}/choose`, own('3'))).text()).toContain(
      `f-own_${line}-error`,
    );
    expect(await (await post(`${session.id}/choose`, own('25,50'))).text()).toContain('Donate BAM');
    expect(whereTo(await click(session.id, { ...hana, ...own('25.50') }))).toBe(
      doneUrl(session.id),
    );
    expect(await chosen(session.id)).toMatchObject({ amount_total: 2_550 });
  });
});
