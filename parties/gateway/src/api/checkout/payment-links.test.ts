// Payment links through the official client, and as whoever has their address follows them.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pressPay } from '../../testing/hosted-page.ts';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

async function makeLink(more: Partial<Stripe.PaymentLinkCreateParams> = {}) {
  const { stripe } = gateway;
  const price = await stripe.prices.create({
    currency: 'bam',
    unit_amount: 2_500,
    product_data: { name: 'Voucher' },
  });
  return stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 2 }], ...more });
}

/** Follows the link; gives the id of the session that it has opened. */
async function follow(url: string, query = ''): Promise<string> {
  const answer = await fetch(url + query, { redirect: 'manual' });
  return /^\/c\/(cs_\w+)$/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
}

const pay = (sessionId: string) => pressPay(gateway, sessionId);

describe('a payment link', () => {
  test('opens a fresh session each time, that is paid like any other', async () => {
    const { stripe } = gateway;
    const link = await makeLink({
      metadata: { campaign: 'spring' },
      after_completion: {
        type: 'hosted_confirmation',
        hosted_confirmation: { custom_message: 'We send the voucher by e-mail.' },
      },
      payment_intent_data: { description: 'Voucher', metadata: { kind: 'gift' } },
    });
    expect(link).toMatchObject({
      object: 'payment_link',
      active: true,
      currency: 'bam',
      restrictions: null,
      url: expect.stringContaining(`${gateway.url}/pay/`),
    });
    const [one, two] = [await follow(link.url), await follow(link.url, '?prefilled_email=a@b.ba')];
    expect(one).not.toBe(two);
    expect(await (await fetch(`${gateway.url}/c/${two}`)).text()).toContain('value="a@b.ba"');
    const answer = await pay(one);
    expect(answer.headers.get('location')).toBe(`${gateway.url}/c/${one}`);
    const confirmed = await (await fetch(`${gateway.url}/c/${one}`)).text();
    expect(confirmed).toContain('We send the voucher by e-mail.');
    const session = await stripe.checkout.sessions.retrieve(one, { expand: ['payment_intent'] });
    expect(session).toMatchObject({
      status: 'complete',
      payment_link: link.id,
      amount_total: 5_000,
      metadata: { campaign: 'spring' },
      success_url: null,
      customer_details: { email: 'hana@example.ba' },
      payment_intent: { description: 'Voucher', metadata: { kind: 'gift' } },
    });
    const listed = await stripe.checkout.sessions.list({ payment_link: link.id });
    expect(listed.data.map(({ id }) => id)).toEqual([two, one]);
  });

  test('is changed, switched off and listed; then it says so, in the merchant’s words', async () => {
    const { stripe } = gateway;
    const link = await makeLink({ submit_type: 'donate', expand: ['line_items'] });
    const [line] = link.line_items?.data ?? [];
    expect(line).toMatchObject({ quantity: 2, amount_total: 5_000, description: 'Voucher' });
    const changed = await stripe.paymentLinks.update(link.id, {
      line_items: [{ id: String(line?.id), quantity: 3 }],
      custom_fields: [
        { key: 'to', type: 'text', label: { type: 'custom', custom: 'For whom' }, optional: true },
      ],
      shipping_address_collection: { allowed_countries: ['BA'] },
      after_completion: { type: 'redirect', redirect: { url: 'https://diva.example/thanks' } },
      inactive_message: 'The campaign is over.',
      metadata: { a: 'b' },
    });
    expect(changed).toMatchObject({
      submit_type: 'donate',
      custom_fields: [{ key: 'to', optional: true }],
      shipping_address_collection: { allowed_countries: ['BA'] },
      after_completion: { type: 'redirect', redirect: { url: 'https://diva.example/thanks' } },
      metadata: { a: 'b' },
    });
    const session = await stripe.checkout.sessions.retrieve(await follow(link.url));
    expect(session).toMatchObject({
      amount_total: 7_500,
      success_url: 'https://diva.example/thanks',
      shipping_address_collection: { allowed_countries: ['BA'] },
    });
    await stripe.paymentLinks.update(link.id, { active: false });
    const off = await fetch(link.url);
    expect(off.status).toBe(410);
    expect(await off.text()).toContain('The campaign is over.');
    const active = await stripe.paymentLinks.list({ active: true });
    expect(active.data.map(({ id }) => id)).not.toContain(link.id);
    const [event] = (await stripe.events.list({ type: 'payment_link.updated' })).data;
    expect(event?.data.previous_attributes).toMatchObject({ active: true });
  });

  test('is paid only so often: who comes too late is charged nothing', async () => {
    const { stripe } = gateway;
    const link = await makeLink({ restrictions: { completed_sessions: { limit: 1 } } });
    const [first, late] = [await follow(link.url), await follow(link.url)];
    await pay(first);
    await until(async () => {
      const now = await stripe.paymentLinks.retrieve(link.id);
      return now.restrictions?.completed_sessions.count === 1;
    }, 'the link is counted');
    expect((await fetch(link.url)).status).toBe(410);
    const asked = gateway.acquirer.of('0100').length;
    expect((await pay(late)).headers.get('location')).toBe(`/c/${late}`);
    expect(gateway.acquirer.of('0100').length).toBe(asked);
    expect((await stripe.checkout.sessions.retrieve(late)).status).toBe('expired');
  });

  test('sells nothing that is sold no more', async () => {
    const { stripe } = gateway;
    const price = await stripe.prices.create({
      currency: 'bam',
      unit_amount: 900,
      product_data: { name: 'Old' },
    });
    const link = await stripe.paymentLinks.create({
      line_items: [{ price: price.id, quantity: 1 }],
    });
    expect(await follow(link.url)).toMatch(/^cs_/);
    await stripe.prices.update(price.id, { active: false });
    expect((await fetch(link.url)).status).toBe(410);
  });

  test.each<[Partial<Stripe.PaymentLinkCreateParams>, string]>([
    [{ allow_promotion_codes: true }, 'allow_promotion_codes'],
    [{ application_fee_amount: 10 }, 'application_fee_amount'],
    [{ payment_method_types: ['sepa_debit'] }, 'payment_method_types[0]'],
    [{ subscription_data: { trial_period_days: 1 } }, 'subscription_data'],
    [{ after_completion: { type: 'redirect' } }, 'after_completion'],
    [{ shipping_options: [{ shipping_rate: 'shr_none' }] }, 'shipping_options[0][shipping_rate]'],
  ])('with %j is refused at %s', async (params, param) => {
    const error = await errorOf(makeLink(params));
    expect(error).toMatchObject({ statusCode: 400, param });
    expect(error.code).not.toBe('parameter_unknown');
  });

  test('of another merchant, and one that never was, are the same', async () => {
    const { id } = await makeLink();
    const { other } = gateway;
    for (const call of [
      () => other.paymentLinks.retrieve(id),
      () => other.paymentLinks.update(id, { active: false }),
      async () => other.paymentLinks.listLineItems(id),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
    expect((await fetch(`${gateway.url}/pay/nobody-has-this-token-x`)).status).toBe(404);
  });
});

describe('an expired session', () => {
  test('that may be recovered is opened again by its address, in a fresh session', async () => {
    const { stripe } = gateway;
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://diva.example/done',
      after_expiration: { recovery: { enabled: true } },
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'bam', unit_amount: 700, product_data: { name: 'Soap' } },
        },
      ],
    });
    const early = await fetch(`${gateway.url}/c/${session.id}/recover`, { redirect: 'manual' });
    expect(early.headers.get('location')).toBe(`/c/${session.id}`);
    const expired = await stripe.checkout.sessions.expire(session.id);
    const url = String(expired.after_expiration?.recovery?.url);
    const fresh = await stripe.checkout.sessions.retrieve(await follow(url));
    expect(fresh).toMatchObject({
      status: 'open',
      recovered_from: session.id,
      amount_total: 700,
      after_expiration: { recovery: { enabled: true, url: null } },
    });
  });
});
