// A merchant's developer points the official client at the gateway, and the rest of the world
// answers: issuers decide by how the account stands.

import Stripe from 'stripe';
import { describe, expect, inject, test } from 'vitest';
import './setup.ts';

const clientFor = (key: string, port: number) =>
  new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });

const gatewayPort = inject('place').port + 1;
const stripe = clientFor('sk_test_diva', gatewayPort);
const nordlys = clientFor('sk_test_nordlys', gatewayPort);

const cardOf = (number: string) => ({ number, exp_month: 12, exp_year: 2034, cvc: '314' });

const methodOf = (number: string) =>
  stripe.paymentMethods.create({ type: 'card', card: cardOf(number) });

async function pay(number: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const method = await methodOf(number);
  return stripe.paymentIntents.create({
    amount: 2_000,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: 'https://example.com/back',
    ...more,
  });
}

/** The error of a call that must fail. */
async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error('the call did not fail with an error of the API', { cause: error });
}

describe('the official client', () => {
  test('a payment method is made from a number and shows brand and last four only', async () => {
    const method = await methodOf('4242424242424242');
    expect(method.card).toMatchObject({ brand: 'visa', last4: '4242', exp_month: 12 });
    expect(JSON.stringify(method)).not.toContain('4242424242424242');
    expect(JSON.stringify(method)).not.toContain('314');
  });

  test.each(['4242424242424242', '5555555555554444'])('%s pays', async (number) => {
    const intent = await pay(number);
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 2_000, currency: 'bam' });
    const charge = await stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({ paid: true, captured: true, status: 'succeeded' });
  });

  test('a payment in another currency than the card is converted by the issuer alone', async () => {
    const intent = await pay('4242424242424242', { currency: 'usd', amount: 1_099 });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1_099, currency: 'usd' });
  });

  test('what is captured later is only held until then, and may be less', async () => {
    const held = await pay('4242424242424242', { capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2_000 });
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1_500 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 1_500 });
  });

  test('what is held can be given up, and then not captured', async () => {
    const held = await pay('4242424242424242', { capture_method: 'manual' });
    expect((await stripe.paymentIntents.cancel(held.id)).status).toBe('canceled');
    const error = await errorOf(stripe.paymentIntents.capture(held.id));
    expect(error).toMatchObject({
      type: 'StripeInvalidRequestError',
      code: 'payment_intent_unexpected_state',
    });
  });

  test.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000009987', 'card_declined', 'lost_card'],
    ['4000000000009979', 'card_declined', 'stolen_card'],
    ['4000000000000069', 'expired_card', 'expired_card'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
  ])('%s is refused with %s, %s', async (number, code, declineCode) => {
    const error = await errorOf(pay(number));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
    expect(error.decline_code ?? declineCode).toBe(declineCode);
    expect(error.payment_intent?.status).toBe('requires_payment_method');
    expect(error.payment_intent?.last_payment_error?.code).toBe(code);
  });

  test('a card whose CVC never matches, but whose bank does not mind, pays and says so', async () => {
    const intent = await pay('4000000000000101', { expand: ['latest_charge'] });
    expect(intent.status).toBe('succeeded');
    const charge = intent.latest_charge;
    if (charge === null || typeof charge === 'string') throw new Error('the charge is not there');
    expect(charge.payment_method_details?.card?.checks?.cvc_check).toBe('fail');
  });

  test.each(['4000002760003184', '4000000000003220', '4000008260003178'])(
    '%s must first be authenticated, by a redirect',
    async (number) => {
      const intent = await pay(number);
      expect(intent.status).toBe('requires_action');
      expect(intent.next_action?.type).toBe('redirect_to_url');
      const page = await fetch(String(intent.next_action?.redirect_to_url?.url));
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/text\/html/);
    },
  );

  test('a checkout session has a page that opens', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://example.com/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://example.com/cart',
      line_items: [
        {
          quantity: 2,
          price_data: { currency: 'bam', unit_amount: 1_250, product_data: { name: 'Candle' } },
        },
      ],
    });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 2_500,
    });
    const page = await fetch(String(session.url));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Candle');
  });

  test('a refund gives back what was captured, never more', async () => {
    const intent = await pay('4242424242424242');
    const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 500 });
    expect(part.amount).toBe(500);
    expect(['pending', 'succeeded']).toContain(part.status);
    await stripe.refunds.create({ payment_intent: intent.id });
    const charge = await stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({ amount_refunded: 2_000, refunded: true });
    const error = await errorOf(stripe.refunds.create({ payment_intent: intent.id }));
    expect(error).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
  });

  test('fifty refunds at once never give back more than was taken', async () => {
    const intent = await pay('4242424242424242');
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        stripe.refunds.create({ payment_intent: intent.id, amount: 100 }),
      ),
    );
    const given = tries.filter((tried) => tried.status === 'fulfilled').length;
    expect(given).toBe(20);
    const charge = await stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge.amount_refunded).toBe(2_000);
  });

  test('one key is one wish: fifty requests at once charge once and answer alike', async () => {
    const method = await methodOf('4242424242424242');
    const idempotencyKey = `wish-${method.id}`;
    const wish = () =>
      stripe.paymentIntents.create(
        {
          amount: 3_000,
          currency: 'bam',
          payment_method: method.id,
          confirm: true,
          return_url: 'https://example.com/back',
        },
        { idempotencyKey },
      );
    const tries = await Promise.allSettled(Array.from({ length: 50 }, wish));
    const busy = tries.filter(
      (tried) => tried.status === 'rejected' && tried.reason?.statusCode === 409,
    );
    const ids = new Set(
      tries.flatMap((tried) => (tried.status === 'fulfilled' ? [tried.value.id] : [])),
    );
    expect(ids.size).toBe(1);
    expect(busy.length + tries.filter((tried) => tried.status === 'fulfilled').length).toBe(50);
    expect(ids.has((await wish()).id)).toBe(true);
    const other = await errorOf(
      stripe.paymentIntents.create({ amount: 1, currency: 'bam' }, { idempotencyKey }),
    );
    expect(other.type).toBe('StripeIdempotencyError');
  });

  test('what is wrong is said with its place', async () => {
    const missing = await errorOf(stripe.paymentIntents.retrieve('pi_nothing'));
    expect(missing).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    const number = await errorOf(methodOf('4242424242424241'));
    expect(number).toMatchObject({ statusCode: 402, code: 'incorrect_number' });
    const unknown = await errorOf(
      stripe.paymentIntents.create(
        JSON.parse('{"amount": 100, "currency": "bam", "colour": "red"}'),
      ),
    );
    expect(unknown).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'colour' });
    const key = await errorOf(clientFor('sk_test_wrong', gatewayPort).balance.retrieve());
    expect(key).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
  });

  test.each(['javascript:alert(1)', 'mailto:a@b.example', 'https://*/', 'nonsense'])(
    'a buyer is never sent to %s',
    async (address) => {
      const error = await errorOf(
        stripe.checkout.sessions.create({
          mode: 'payment',
          success_url: address,
          line_items: [
            {
              quantity: 1,
              price_data: { currency: 'bam', unit_amount: 500, product_data: { name: 'Soap' } },
            },
          ],
        }),
      );
      expect(error).toMatchObject({ statusCode: 400, param: 'success_url' });
    },
  );

  test('a page after an object that is not there is refused, not guessed', async () => {
    const error = await errorOf(stripe.paymentIntents.list({ starting_after: 'x' }));
    expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing' });
  });

  test("one merchant never sees another's payment", async () => {
    const intent = await pay('4242424242424242');
    const error = await errorOf(nordlys.paymentIntents.retrieve(intent.id));
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });
});
