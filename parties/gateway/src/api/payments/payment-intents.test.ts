// What a merchant may say of a PaymentIntent and what it comes to, by the official client.

import type Stripe from 'stripe';
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

const plain = { amount: 2_000, currency: 'bam' } as const;
const paying = { ...plain, confirm: true, payment_method: 'pm_card_visa', return_url: back };
type Params = Stripe.PaymentIntentCreateParams;
const create = (more: Partial<Params> = {}) => stripe.paymentIntents.create({ ...plain, ...more });

describe('an intent repeats what its merchant said', () => {
  test('and shows what it was not told as the original does', async () => {
    expect(await create()).toMatchObject({
      amount_details: { tip: {} },
      automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
      cancellation_reason: null,
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      excluded_payment_method_types: null,
      payment_method_options: { card: { request_three_d_secure: 'automatic' } },
      payment_method_types: ['card'],
      statement_descriptor: null,
    });
  });

  test('word for word', async () => {
    const card = {
      capture_method: 'manual',
      network: 'visa',
      request_incremental_authorization: 'if_available',
      request_multicapture: 'if_available',
      request_overcapture: 'never',
      request_three_d_secure: 'challenge',
      setup_future_usage: 'none',
    } as const;
    const said = {
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      capture_method: 'automatic',
      excluded_payment_method_types: ['klarna', 'paypal'],
      payment_details: { customer_reference: 'K-7', order_reference: 'O-9' },
      receipt_email: 'hana@example.ba',
      setup_future_usage: 'off_session',
      statement_descriptor: 'DIVA SARAJEVO',
      statement_descriptor_suffix: 'ORDER 9',
    } as const;
    const more = { payment_method_options: { card } };
    const intent = await create({
      ...said,
      ...more,
      excluded_payment_method_types: [...said.excluded_payment_method_types],
    });
    expect(intent).toMatchObject({ ...said, ...more });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toEqual(intent);
  });

  test('until an update says otherwise, or an empty string unsets it', async () => {
    const { id } = await create({
      description: 'Candles',
      receipt_email: 'hana@example.ba',
      payment_method_options: { card: { request_three_d_secure: 'any' } },
    });
    const updated = await stripe.paymentIntents.update(id, {
      amount: 2_500,
      currency: 'eur',
      receipt_email: '',
      payment_method_options: { card: { setup_future_usage: 'off_session' } },
    });
    expect(updated).toMatchObject({
      ...{ amount: 2_500, currency: 'eur', receipt_email: null, description: 'Candles' },
      payment_method_options: {
        card: { request_three_d_secure: 'any', setup_future_usage: 'off_session' },
      },
    });
  });

  test('its amount line by line, and says if they do not make it up', async () => {
    const candle = { product_name: 'Candle', quantity: 2, unit_cost: 500 };
    const rose = {
      ...{ product_name: 'Rose', product_code: 'R1', quantity: 3, unit_cost: 250 },
      tax: { total_tax_amount: 50 },
    };
    const made = await create({
      amount_details: {
        ...{ line_items: [candle, rose], shipping: { amount: 200 } },
        enforce_arithmetic_validation: true,
      },
    });
    expect(made.amount_details).toMatchObject({ shipping: { amount: 200 } });
    expect(made.amount_details).not.toHaveProperty('error');
    const lines = await stripe.paymentIntents.listAmountDetailsLineItems(made.id, { limit: 1 });
    expect(lines).toMatchObject({ has_more: true, data: [{ product_name: 'Candle' }] });
    const rest = await stripe.paymentIntents.listAmountDetailsLineItems(made.id, {
      starting_after: String(lines.data[0]?.id),
    });
    expect(rest).toMatchObject({
      ...{ has_more: false, data: [{ product_name: 'Rose', tax: { total_tax_amount: 50 } }] },
    });
    const wrong = await stripe.paymentIntents.update(made.id, { amount: 2_100 });
    expect(wrong.amount_details?.error?.code).toBe('amount_details_amount_mismatch');
    const error = await errorOf(
      stripe.paymentIntents.confirm(made.id, {
        payment_method: 'pm_card_visa',
        return_url: back,
      }),
    );
    expect(error).toMatchObject({ code: 'amount_details_amount_mismatch', statusCode: 400 });
  });
});

describe('an intent is refused', () => {
  type Wrong = readonly [what: string, params: object, code: string | undefined, param: string];
  const cases: readonly Wrong[] = [
    ['too small an amount', { amount: 49, currency: 'usd' }, 'amount_too_small', 'amount'],
    ['too large an amount', { amount: 100_000_000 }, 'amount_too_large', 'amount'],
    ['no amount', { amount: 0 }, 'parameter_invalid_integer', 'amount'],
    ['a negative amount', { amount: -5 }, 'parameter_invalid_integer', 'amount'],
    ['a currency that is none', { currency: 'xxx' }, 'invalid_currency', 'currency'],
    ['an unknown customer', { customer: 'cus_none' }, 'resource_missing', 'customer'],
    ['an unknown card', { payment_method: 'pm_none' }, 'resource_missing', 'payment_method'],
    [
      'an e-mail address that is none',
      { receipt_email: 'hana' },
      'parameter_invalid',
      'receipt_email',
    ],
    ['what only a confirm may say', { off_session: true }, 'parameter_invalid', 'off_session'],
    [
      'a descriptor with marks',
      { statement_descriptor_suffix: 'A*B' },
      'parameter_invalid',
      'statement_descriptor_suffix',
    ],
    [
      'a descriptor without letters',
      { statement_descriptor_suffix: '123' },
      'parameter_invalid',
      'statement_descriptor_suffix',
    ],
    ...['javascript:alert(1)', 'https://a.example/\r\nX: y', 'https://shop.example@a.example/'].map(
      (address): Wrong => [
        `a way back to ${JSON.stringify(address)}`,
        { ...paying, return_url: address },
        ...(['url_invalid', 'return_url'] as const),
      ],
    ),
    [
      'too long a text in metadata',
      { metadata: { a: 'x'.repeat(501) } },
      'parameter_invalid',
      'metadata[a]',
    ],
    ['no way to come back', { ...paying, return_url: undefined }, undefined, 'return_url'],
    [
      'a descriptor for a card',
      { ...paying, statement_descriptor: 'DIVA SHOP' },
      'payment_intent_invalid_parameter',
      'statement_descriptor',
    ],
    [
      'two ways to pay at once',
      { payment_method: 'pm_card_visa', payment_method_data: { type: 'card' } },
      'parameter_invalid',
      'payment_method_data',
    ],
    [
      'cards excluded',
      { excluded_payment_method_types: ['card'] },
      'payment_intent_invalid_parameter',
      'excluded_payment_method_types',
    ],
    [
      'other methods',
      { allowed_payment_method_types: ['ideal'] },
      'parameter_invalid',
      'allowed_payment_method_types[0]',
    ],
    [
      'instalments',
      { payment_method_options: { card: { installments: { enabled: true } } } },
      'feature_not_available',
      'payment_method_options[card][installments]',
    ],
    [
      'other methods’ options',
      { payment_method_options: { ideal: { setup_future_usage: 'none' } } },
      'feature_not_available',
      'payment_method_options[ideal]',
    ],
    ['Radar', { radar_options: { session: 'rse_1' } }, 'feature_not_available', 'radar_options'],
  ];
  test.each(cases)('with %s', async (_, params, code, param) => {
    const error = await errorOf(stripe.paymentIntents.create({ ...plain, ...params } as Params));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param });
    expect(error.code).toBe(code);
  });

  test('with metadata beyond its limits, at once or by and by', async () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 'v']));
    const long = { metadata: { ['k'.repeat(41)]: 'v' } };
    for (const more of [{ metadata: many }, long, { metadata: { k: 'v'.repeat(501) } }]) {
      expect(await errorOf(create(more))).toMatchObject({ statusCode: 400 });
    }
    const { k50: _, ...fifty } = many;
    const made = await create({ metadata: fifty });
    const error = await errorOf(
      stripe.paymentIntents.update(made.id, { metadata: { one: 'more' } }),
    );
    expect(error).toMatchObject({ param: 'metadata', statusCode: 400 });
    const swapped = { metadata: { one: 'more', k0: '' } };
    expect(
      Object.keys((await stripe.paymentIntents.update(made.id, swapped)).metadata),
    ).toHaveLength(50);
  });
});

describe('the state of an intent', () => {
  test('refuses what it does not allow, and is shown with the refusal', async () => {
    const paid = await stripe.paymentIntents.create(paying);
    const { paymentIntents } = stripe;
    const refused = async (call: Promise<unknown>, message: string) => {
      const error = await errorOf(call);
      expect(error).toMatchObject({
        ...{ code: 'payment_intent_unexpected_state', statusCode: 400 },
        payment_intent: { id: paid.id, status: 'succeeded' },
      });
      expect(error.message).toContain(message);
    };
    await refused(
      paymentIntents.confirm(paid.id, { payment_method: 'pm_card_visa' }),
      'because it has already succeeded after being previously confirmed',
    );
    await refused(paymentIntents.capture(paid.id), 'it has already been captured');
    await refused(
      paymentIntents.cancel(paid.id),
      'You cannot cancel this PaymentIntent because it has a status of succeeded.',
    );
    await refused(
      paymentIntents.update(paid.id, { amount: 900 }),
      "This PaymentIntent's amount could not be updated",
    );
    await refused(paymentIntents.applyCustomerBalance(paid.id), 'customer balance');
    await refused(paymentIntents.verifyMicrodeposits(paid.id), 'microdeposits');
  });

  test('is what the bank made of it when nobody may be asked', async () => {
    const declined = await errorOf(
      stripe.paymentIntents.create({
        ...paying,
        payment_method: 'pm_card_authenticationRequired',
        off_session: true,
      }),
    );
    expect(declined).toMatchObject({
      ...{ statusCode: 402, code: 'authentication_required' },
      payment_intent: { status: 'requires_payment_method' },
      payment_method: { card: { last4: '3184' } },
    });
    const unhandled = await errorOf(
      stripe.paymentIntents.create({
        ...paying,
        payment_method: 'pm_card_threeDSecure2Required',
        error_on_requires_action: true,
      }),
    );
    expect(unhandled).toMatchObject({
      ...{ code: 'card_declined', decline_code: 'authentication_not_handled' },
    });
  });

  test('asks for the cardholder by a redirect, or by a script of the page', async () => {
    const asked = { ...paying, payment_method: 'pm_card_threeDSecure2Required' };
    const redirected = await stripe.paymentIntents.create(asked);
    expect(redirected.next_action).toMatchObject({
      ...{ type: 'redirect_to_url', redirect_to_url: { return_url: back } },
    });
    const scripted = await stripe.paymentIntents.create({ ...asked, use_stripe_sdk: true });
    expect(scripted.next_action).toMatchObject({
      type: 'use_stripe_sdk',
      use_stripe_sdk: { type: 'three_d_secure_redirect' },
    });
  });
});

describe('a customer’s card', () => {
  test('pays for its customer only', async () => {
    const [hana, selma] = [await stripe.customers.create(), await stripe.customers.create()];
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: hana.id });
    const mine = await stripe.paymentIntents.create({
      ...{ ...paying, payment_method: card.id, customer: hana.id },
    });
    expect(mine).toMatchObject({ status: 'succeeded', customer: hana.id });
    const nobodys = await errorOf(
      stripe.paymentIntents.create({ ...paying, payment_method: card.id }),
    );
    expect(nobodys).toMatchObject({ statusCode: 400, param: 'customer' });
    expect(nobodys.message).toContain(`belongs to the Customer ${hana.id}`);
    const another = await errorOf(
      stripe.paymentIntents.create({ ...paying, payment_method: card.id, customer: selma.id }),
    );
    expect(another).toMatchObject({ code: 'resource_missing', param: 'payment_method' });
    await stripe.paymentMethods.detach(card.id);
    const gone = await errorOf(
      stripe.paymentIntents.create({ ...paying, payment_method: card.id, customer: hana.id }),
    );
    expect(gone.message).toContain('was detached from a Customer');
  });
});

describe('a card that is to be used again', () => {
  test('is its customer’s with the payment, and then pays without them', async () => {
    const { id: customer } = await stripe.customers.create();
    const setup_future_usage = 'off_session';
    const paid = await stripe.paymentIntents.create({ ...paying, customer, setup_future_usage });
    const id = String(paid.payment_method);
    expect((await stripe.paymentMethods.retrieve(id)).customer).toBe(customer);
    const [event] = (await stripe.events.list({ type: 'payment_method.attached', limit: 1 })).data;
    expect(event?.data.object).toMatchObject({ id, customer });
    const later = await stripe.paymentIntents.create({
      ...{ ...paying, payment_method: id, customer },
      off_session: true,
    });
    expect(later.status).toBe('succeeded');
  });

  test('stays nobody’s when it is refused, or when cards are excepted', async () => {
    const { id: customer } = await stripe.customers.create();
    const wish = { ...paying, customer, setup_future_usage: 'off_session' } as const;
    await errorOf(
      stripe.paymentIntents.create({ ...wish, payment_method: 'pm_card_chargeDeclined' }),
    );
    await stripe.paymentIntents.create({
      ...wish,
      payment_method_options: { card: { setup_future_usage: 'none' } },
    });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  });
});
