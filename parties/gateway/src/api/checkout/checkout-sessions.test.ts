// Checkout Sessions through the official client: what may be said of one, and what it costs then.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hana, pressPay } from '../../testing/hosted-page.ts';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, until, visa } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

type Params = Stripe.Checkout.SessionCreateParams;

const soap = {
  quantity: 2,
  price_data: {
    currency: 'bam',
    unit_amount: 4_500,
    tax_behavior: 'inclusive' as const,
    product_data: { name: 'Soap', metadata: { shelf: '7' } },
  },
};
const courier = (amount: number, display_name = 'Courier') => ({
  shipping_rate_data: {
    display_name,
    type: 'fixed_amount' as const,
    fixed_amount: { amount, currency: 'bam' },
    tax_behavior: 'inclusive' as const,
  },
});

function open(more: Params = {}) {
  return gateway.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
    line_items: [soap],
    ...more,
  });
}

const intentOf = (session: Stripe.Checkout.Session) =>
  gateway.stripe.paymentIntents.retrieve(String(session.payment_intent));

describe('the lines of a session', () => {
  test('are prices that are kept, or made for it with a product that shows when asked', async () => {
    const { stripe } = gateway;
    const cream = await stripe.products.create({
      name: 'Cream',
      default_price_data: {
        currency: 'eur',
        unit_amount: 2_100,
        currency_options: { bam: { unit_amount: 4_200, tax_behavior: 'inclusive' } },
      },
    });
    const session = await open({
      currency: 'bam',
      line_items: [soap, { price: String(cream.default_price), quantity: 1 }],
      expand: ['line_items.data.price.product'],
    });
    expect(session).toMatchObject({ amount_subtotal: 13_200, amount_total: 13_200 });
    expect(session.line_items?.data).toMatchObject([
      {
        description: 'Soap',
        quantity: 2,
        amount_total: 9_000,
        price: { unit_amount: 4_500, active: false, product: { metadata: { shelf: '7' } } },
      },
      { description: 'Cream', amount_total: 4_200, price: { product: { name: 'Cream' } } },
    ]);
    expect((await intentOf(session)).amount).toBe(13_200);
    const first = await stripe.checkout.sessions.listLineItems(session.id, { limit: 1 });
    expect(first).toMatchObject({ has_more: true, data: [{ description: 'Soap' }] });
    const after = first.data[0]?.id ?? '';
    const next = await stripe.checkout.sessions.listLineItems(session.id, {
      starting_after: after,
    });
    expect(next).toMatchObject({ has_more: false, data: [{ description: 'Cream' }] });
    // A price made for one line keeps no product from being deleted, and is in no list of prices.
    expect((await stripe.prices.list({ product: cream.id })).data).toHaveLength(1);
  });

  test('of a recurring price are no payment', async () => {
    const price = await gateway.stripe.prices.create({
      currency: 'bam',
      unit_amount: 900,
      product_data: { name: 'Monthly' },
      recurring: { interval: 'month' },
    });
    const error = await errorOf(open({ line_items: [{ price: price.id, quantity: 1 }] }));
    expect(error).toMatchObject({ statusCode: 400, param: 'line_items[0][price]' });
    expect(error.message).toContain('recurring price');
  });
});

describe('VAT', () => {
  test('is within prices that include it, by the table of the merchant’s country', async () => {
    const session = await open({
      automatic_tax: { enabled: true },
      shipping_options: [courier(1_000)],
      expand: ['line_items'],
    });
    expect(session).toMatchObject({
      amount_subtotal: 9_000,
      amount_total: 10_000,
      automatic_tax: { enabled: true, status: 'complete', liability: { type: 'self' } },
      total_details: {
        amount_tax: 1_453,
        amount_shipping: 1_000,
        breakdown: {
          taxes: [
            {
              amount: 1_453,
              taxable_amount: 8_547,
              taxability_reason: 'standard_rated',
              rate: { country: 'BA', percentage: 17, inclusive: true },
            },
          ],
        },
      },
      shipping_cost: { amount_total: 1_000, amount_tax: 145 },
    });
    expect(session.line_items?.data[0]).toMatchObject({ amount_tax: 1_308, amount_total: 9_000 });
  });

  test('comes on top of prices without it, and the payment is that much larger', async () => {
    const price_data = { ...soap.price_data, tax_behavior: 'exclusive' as const };
    const session = await open({
      automatic_tax: { enabled: true },
      line_items: [{ quantity: 1, price_data }],
      expand: ['line_items', 'total_details.breakdown'],
    });
    expect(session).toMatchObject({
      amount_subtotal: 4_500,
      amount_total: 5_265,
      total_details: { amount_tax: 765 },
    });
    expect(session.line_items?.data[0]).toMatchObject({ amount_tax: 765, amount_total: 5_265 });
    expect((await intentOf(session)).amount).toBe(5_265);
  });

  test('is that of the place where the goods go, and nothing where we know none', async () => {
    const { stripe } = gateway;
    const session = await open({
      automatic_tax: { enabled: true },
      shipping_address_collection: { allowed_countries: ['BA', 'HR', 'US'] },
    });
    expect(session.automatic_tax.status).toBe('requires_location_inputs');
    const to = (country: string) =>
      stripe.checkout.sessions.update(session.id, {
        collected_information: {
          shipping_details: { name: 'Hana', address: { country, line1: 'Ulica 1', city: 'X' } },
        },
      });
    expect(await to('HR')).toMatchObject({
      amount_total: 9_000,
      total_details: { amount_tax: 1_800 },
      automatic_tax: { status: 'complete' },
      collected_information: { shipping_details: { name: 'Hana', address: { country: 'HR' } } },
    });
    expect(await to('US')).toMatchObject({ total_details: { amount_tax: 0 } });
    expect((await intentOf(session)).shipping?.address?.country).toBe('US');
  });
});

describe('a session says again what it was told', () => {
  test('about its page', async () => {
    const session = await open({
      after_expiration: { recovery: { enabled: true } },
      billing_address_collection: 'required',
      consent_collection: { terms_of_service: 'required', promotions: 'auto' },
      custom_fields: [
        { key: 'engraving', label: { type: 'custom', custom: 'Engraving' }, type: 'text' },
        {
          key: 'size',
          label: { type: 'custom', custom: 'Size' },
          type: 'dropdown',
          optional: true,
          dropdown: { options: [{ label: 'Small', value: 's' }] },
        },
      ],
      custom_text: { submit: { message: 'We send within a day.' } },
      customer_creation: 'always',
      customer_email: 'hana@example.ba',
      locale: 'hr',
      metadata: { a: 'b' },
      name_collection: { individual: { enabled: true, optional: true } },
      phone_number_collection: { enabled: true },
      saved_payment_method_options: { payment_method_save: 'disabled' },
      shipping_address_collection: { allowed_countries: ['BA'] },
      shipping_options: [courier(700), courier(1_500, 'Express')],
      submit_type: 'book',
      payment_method_options: { card: { request_three_d_secure: 'challenge' } },
    });
    expect(session).toMatchObject({
      after_expiration: { recovery: { enabled: true, url: null } },
      billing_address_collection: 'required',
      consent_collection: { terms_of_service: 'required', promotions: 'auto' },
      custom_fields: [
        { key: 'engraving', type: 'text', optional: false, text: { value: null } },
        { key: 'size', dropdown: { options: [{ label: 'Small', value: 's' }], value: null } },
      ],
      custom_text: { submit: { message: 'We send within a day.' }, after_submit: null },
      customer: null,
      customer_creation: 'always',
      customer_details: { email: 'hana@example.ba', tax_exempt: 'none' },
      locale: 'hr',
      name_collection: { individual: { enabled: true, optional: true } },
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ['BA'] },
      shipping_options: [{ shipping_amount: 700 }, { shipping_amount: 1_500 }],
      shipping_cost: { amount_total: 700 },
      submit_type: 'book',
      payment_method_options: { card: { request_three_d_secure: 'challenge' } },
      ui_mode: 'hosted_page',
      payment_status: 'unpaid',
    });
  });

  const refused: readonly [Params, string][] = [
    [{ allow_promotion_codes: true }, 'allow_promotion_codes'],
    [{ discounts: [{ coupon: 'x' }] }, 'discounts'],
    [{ mode: 'subscription' }, 'mode'],
    [{ ui_mode: 'embedded_page' }, 'ui_mode'],
    [{ subscription_data: { description: 'x' } }, 'subscription_data'],
    [{ tax_id_collection: { enabled: true } }, 'tax_id_collection[enabled]'],
    [{ invoice_creation: { enabled: true } }, 'invoice_creation[enabled]'],
    [{ optional_items: [{ price: 'x', quantity: 1 }] }, 'optional_items'],
    [{ branding_settings: { display_name: 'x' } }, 'branding_settings'],
    [{ allowed_payment_method_types: ['sepa_debit'] }, 'allowed_payment_method_types[0]'],
    [
      { payment_method_options: { alipay: { setup_future_usage: 'none' } } },
      'payment_method_options[alipay]',
    ],
    [{ line_items: [{ ...soap, tax_rates: ['txr_1'] }] }, 'line_items[0][tax_rates]'],
    [{ customer: 'cus_none' }, 'customer'],
    [{ customer: 'cus_1', customer_email: 'a@b.c' }, 'customer_email'],
    [{ line_items: [{ price: 'price_none', quantity: 1 }] }, 'line_items[0][price]'],
    [{ line_items: [] }, 'line_items'],
    [{ shipping_options: [{ shipping_rate: 'shr_none' }] }, 'shipping_options[0][shipping_rate]'],
    [
      { shipping_address_collection: { allowed_countries: ['QQ'] } },
      'shipping_address_collection[allowed_countries][0]',
    ],
    [{ expires_at: 1 }, 'expires_at'],
  ];
  test.each(refused)('%j is refused at %s', async (params, param) => {
    const error = await errorOf(open(params));
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param });
    expect(error.code).not.toBe('parameter_unknown');
  });
});

describe('an open session', () => {
  test('takes another order, and its payment another amount, in one commit', async () => {
    const { stripe } = gateway;
    const session = await open({ shipping_options: [courier(700)], expand: ['line_items'] });
    const id = session.line_items?.data[0]?.id ?? '';
    const changed = await stripe.checkout.sessions.update(session.id, {
      line_items: [
        { id, quantity: 1 },
        { quantity: 1, price_data: { ...soap.price_data, unit_amount: 100 } },
      ],
      shipping_options: [courier(1_500, 'Express')],
      metadata: { changed: 'yes' },
      payment_intent_data: { description: 'Changed' },
    });
    expect(changed).toMatchObject({
      amount_subtotal: 4_600,
      amount_total: 6_100,
      metadata: { changed: 'yes' },
    });
    expect(await intentOf(session)).toMatchObject({ amount: 6_100, description: 'Changed' });
    const unknown = stripe.checkout.sessions.update(session.id, { line_items: [{ id: 'li_x' }] });
    expect(await errorOf(unknown)).toMatchObject({ param: 'line_items[0][id]' });
  });

  test('of another merchant is as unknown as one that never was', async () => {
    const { id } = await open();
    const { other } = gateway;
    for (const call of [
      () => other.checkout.sessions.retrieve(id),
      () => other.checkout.sessions.update(id, { metadata: { a: 'b' } }),
      () => other.checkout.sessions.expire(id),
      async () => other.checkout.sessions.listLineItems(id),
    ]) {
      expect(await errorOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });

  test('is found by its customer, its buyer’s e-mail, its payment and its state', async () => {
    const { stripe } = gateway;
    const customer = await stripe.customers.create({ email: 'amra@example.ba' });
    const session = await open({ customer: customer.id });
    expect(session.customer_details?.email).toBe('amra@example.ba');
    const found = async (params: Stripe.Checkout.SessionListParams) =>
      (await stripe.checkout.sessions.list(params)).data.map(({ id }) => id);
    expect(await found({ customer: customer.id })).toEqual([session.id]);
    expect(await found({ customer_details: { email: 'amra@example.ba' } })).toEqual([session.id]);
    expect(await found({ payment_intent: String(session.payment_intent) })).toEqual([session.id]);
    await stripe.checkout.sessions.expire(session.id);
    expect(await found({ customer: customer.id, status: 'open' })).toEqual([]);
    const late = stripe.checkout.sessions.update(session.id, { shipping_options: '' });
    expect(await errorOf(late)).toMatchObject({ param: 'session' });
    expect(
      await stripe.checkout.sessions.update(session.id, { metadata: { late: 'yes' } }),
    ).toMatchObject({ metadata: { late: 'yes' }, status: 'expired' });
  });
});

describe('the payment of a session', () => {
  test('changes its amount with the session alone', async () => {
    const session = await open();
    const { stripe } = gateway;
    const call = stripe.paymentIntents.update(String(session.payment_intent), { amount: 100 });
    expect(await errorOf(call)).toMatchObject({ statusCode: 400, param: 'amount' });
    expect((await intentOf(session)).amount).toBe(session.amount_total);
  });

  // As the official command line plays a checkout; no reference names these routes.
  const page = (path: string, form?: Record<string, string>, key = 'sk_test_diva') =>
    fetch(`${gateway.url}/v1/payment_pages/${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}` },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });

  test('may be confirmed by a program, for the amount that it expects', async () => {
    const { stripe } = gateway;
    const session = await open({ payment_intent_data: { transfer_group: 'ORDER_1' } });
    expect(await intentOf(session)).toMatchObject({ transfer_group: 'ORDER_1' });
    expect((await page(session.id)).status).toBe(200);
    expect((await page(session.id, undefined, 'sk_test_nordlys')).status).toBe(404);
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: visa(),
      billing_details: {
        name: 'Jenny Rosen',
        email: 'jenny@example.com',
        address: { country: 'US', line1: '354 Oyster Point Blvd' },
      },
    });
    const press = (amount: string) =>
      page(`${session.id}/confirm`, { payment_method: method.id, expected_amount: amount });
    expect((await press('100')).status).toBe(400);
    expect(await (await press('9000')).json()).toMatchObject({ status: 'complete' });
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      customer_details: {
        name: 'Jenny Rosen',
        email: 'jenny@example.com',
        address: { country: 'US' },
      },
    });
    expect((await press('9000')).status).toBe(400);
  });

  test('tells the customer who is there already what its buyer has told, where that is wished', async () => {
    const { stripe } = gateway;
    const customer = await stripe.customers.create({ email: 'amra@example.ba', name: 'Amra' });
    const session = await open({
      customer: customer.id,
      customer_update: { name: 'auto', shipping: 'auto' },
      shipping_address_collection: { allowed_countries: ['BA'] },
    });
    await pressPay(gateway, session.id, {
      ...hana,
      ship_name: 'Amra Hadžić',
      ship_country: 'BA',
      ship_line1: 'Ferhadija 1',
      ship_postal: '71000',
      ship_city: 'Sarajevo',
    });
    const now = () => stripe.customers.retrieve(customer.id);
    await until(async () => {
      const { data } = await stripe.events.list({ type: 'customer.updated' });
      return data.some(({ data: { object } }) => 'id' in object && object.id === customer.id);
    }, 'the customer is changed');
    expect(await now()).toMatchObject({
      name: hana.name,
      email: 'amra@example.ba',
      address: null,
      shipping: { name: 'Amra Hadžić', address: { city: 'Sarajevo', postal_code: '71000' } },
    });
  });
});
