// Charges: made by the older API, changed, captured, found; and their receipts.

import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, pay } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
let stripe: Stripe;
beforeAll(async () => {
  gateway = await startTestGateway();
  stripe = gateway.stripe;
});
afterAll(() => gateway.close());

const order = { amount: 2_000, currency: 'bam' };
const charged = (more: Stripe.ChargeCreateParams = {}) =>
  stripe.charges.create({ ...order, source: 'tok_visa', ...more });
const told = async (id: string) =>
  (await stripe.events.list({ limit: 100 })).data
    .filter(({ data }) => 'id' in data.object && data.object.id === id)
    .map(({ type, data }) => ({ type, previous: data.previous_attributes }));

describe('a charge of the older API', () => {
  test('takes the money, and shows no payment behind it', async () => {
    const charge = await charged({ description: 'Candles', receipt_email: 'hana@example.ba' });
    expect(charge).toMatchObject({
      ...{ object: 'charge', amount: 2_000, amount_captured: 2_000, captured: true, paid: true },
      ...{ status: 'succeeded', payment_intent: null, description: 'Candles' },
      source: { object: 'card', brand: 'Visa', last4: '4242' },
      outcome: { network_status: 'approved_by_network', type: 'authorized' },
      calculated_statement_descriptor: 'Diva shop',
    });
    expect(charge.payment_method).toMatch(/^card_/);
    const { data } = await stripe.paymentIntents.list({ limit: 100 });
    expect(data.map(({ latest_charge }) => latest_charge)).not.toContain(charge.id);
    const refund = await stripe.refunds.create({ charge: charge.id });
    expect(refund).toMatchObject({ charge: charge.id, payment_intent: null });
    expect(refund.payment_method).toBe(charge.payment_method);
    const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
    expect(types).toContain('charge.succeeded');
    expect(types.filter((type) => type.startsWith('payment_intent.'))).toEqual([]);
  });

  test('that the bank refuses is an error that names it', async () => {
    const error = await errorOf(charged({ source: 'tok_chargeDeclinedInsufficientFunds' }));
    expect(error).toMatchObject({
      ...{ statusCode: 402, type: 'StripeCardError', code: 'card_declined' },
      ...{ decline_code: 'insufficient_funds', payment_intent: undefined },
    });
    const id = String(error.charge);
    expect(await stripe.charges.retrieve(id)).toMatchObject({
      ...{ status: 'failed', paid: false, failure_code: 'card_declined', receipt_url: null },
      outcome: {
        ...{ network_status: 'declined_by_network', reason: 'insufficient_funds' },
        ...{ type: 'issuer_declined', network_decline_code: '51' },
      },
    });
  });

  test('asks nobody: where the bank must, it is refused', async () => {
    const error = await errorOf(charged({ source: 'tok_threeDSecure2Required' }));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });

  test('is a customer’s default card, or another of theirs', async () => {
    const { id: customer } = await stripe.customers.create({ source: 'tok_mastercard' });
    const second = await stripe.customers.createSource(customer, { source: 'tok_visa' });
    const charge = await stripe.charges.create({ ...order, customer });
    expect(charge).toMatchObject({ customer, source: { brand: 'MasterCard' } });
    const other = await stripe.charges.create({ ...order, customer, source: second.id });
    expect(other).toMatchObject({ customer, source: { id: second.id, brand: 'Visa' } });
    const { data } = await stripe.charges.list({ customer });
    expect(data.map(({ id }) => id)).toEqual([other.id, charge.id]);
    expect(await errorOf(charged({ customer }))).toMatchObject({ code: 'missing' });
    expect(await errorOf(charged({ source: second.id }))).toMatchObject({
      ...{ code: 'resource_missing', param: 'source' },
    });
    const { id: poor } = await stripe.customers.create();
    expect(await errorOf(stripe.charges.create({ ...order, customer: poor }))).toMatchObject({
      ...{ statusCode: 402, code: 'missing', param: 'card' },
      message: 'Cannot charge a customer that has no active card',
    });
    expect(await errorOf(stripe.charges.create(order))).toMatchObject({
      message: 'Must provide source or customer.',
    });
  });

  test('is held until it is captured, once', async () => {
    const held = await charged({ capture: false });
    expect(held).toMatchObject({ captured: false, amount_captured: 0, status: 'succeeded' });
    const captured = await stripe.charges.capture(held.id, {
      ...{ amount: 1_500, receipt_email: 'hana@example.ba' },
    });
    expect(captured).toMatchObject({
      ...{ captured: true, amount_captured: 1_500, receipt_email: 'hana@example.ba' },
      ...{ amount_refunded: 0, refunded: false },
    });
    expect(await errorOf(stripe.charges.capture(held.id))).toMatchObject({
      ...{ statusCode: 400, code: 'charge_already_captured' },
      message: `Charge ${held.id} has already been captured.`,
    });
    expect(await told(held.id)).toContainEqual({
      type: 'charge.captured',
      previous: expect.objectContaining({ amount_captured: 0, captured: false }),
    });
    const more = charged({ capture: false }).then(({ id }) =>
      stripe.charges.capture(id, { amount: 2_001 }),
    );
    expect(await errorOf(more)).toMatchObject({ code: 'amount_too_large', param: 'amount' });
  });
});

describe('what is noted of a charge', () => {
  test('is its own after the payment, and is told with what it was', async () => {
    const intent = await pay(gateway, { description: 'Candles', metadata: { order: '1' } });
    const id = String(intent.latest_charge);
    const changed = await stripe.charges.update(id, {
      description: 'Two candles',
      metadata: { order: '2', seat: '4' },
      fraud_details: { user_report: 'safe' },
      receipt_email: 'hana@example.ba',
      transfer_group: 'order-1',
    });
    expect(changed).toMatchObject({
      ...{ description: 'Two candles', metadata: { order: '2', seat: '4' } },
      ...{ fraud_details: { user_report: 'safe' }, transfer_group: 'order-1' },
    });
    expect(await stripe.charges.retrieve(id)).toMatchObject({ description: 'Two candles' });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      ...{ description: 'Candles', metadata: { order: '1' } },
    });
    expect((await told(id))[0]).toEqual({
      type: 'charge.updated',
      previous: {
        ...{ description: 'Candles', metadata: { order: '1', seat: null } },
        ...{ fraud_details: { user_report: null }, receipt_email: null, transfer_group: null },
      },
    });
    const { data } = await stripe.charges.list({ transfer_group: 'order-1' });
    expect(data.map((one) => one.id)).toEqual([id]);
    const again = stripe.charges.update(id, { transfer_group: 'order-2' });
    expect(await errorOf(again)).toMatchObject({ code: 'charge_invalid_parameter' });
    const nobody = stripe.charges.update(id, { customer: 'cus_nobody' });
    expect(await errorOf(nobody)).toMatchObject({ code: 'resource_missing', param: 'customer' });
  });

  test('of one that was refused before can be changed as well', async () => {
    const intent = await stripe.paymentIntents.create({ ...order });
    const confirm = (payment_method: string) =>
      stripe.paymentIntents.confirm(intent.id, {
        ...{ payment_method, return_url: 'https://shop.example/back' },
      });
    const { charge } = await errorOf(confirm('pm_card_chargeDeclined'));
    const paid = await confirm('pm_card_visa');
    const changed = await stripe.charges.update(String(charge), { metadata: { why: 'poor' } });
    expect(changed).toMatchObject({ id: charge, status: 'failed', metadata: { why: 'poor' } });
    expect((await stripe.charges.retrieve(String(charge))).metadata).toEqual({ why: 'poor' });
    expect(paid.latest_charge).not.toBe(charge);
    expect((await stripe.charges.retrieve(String(paid.latest_charge))).metadata).toEqual({});
  });

  test('is that it is fraudulent, when it is given back for that', async () => {
    const { latest_charge } = await pay(gateway);
    await stripe.refunds.create({ charge: String(latest_charge), reason: 'fraudulent' });
    const { fraud_details } = await stripe.charges.retrieve(String(latest_charge));
    expect(fraud_details).toEqual({ user_report: 'fraudulent' });
  });
});

describe('a list of charges', () => {
  test('begins where there is one, and is narrowed by time', async () => {
    const { id, created } = await charged();
    const { data } = await stripe.charges.list({ created: { gte: created }, limit: 100 });
    expect(data.map((one) => one.id)).toContain(id);
    const none = await stripe.charges.list({ created: { gt: created + 60 } });
    expect(none.data).toEqual([]);
    const nowhere = stripe.charges.list({ starting_after: 'ch_nowhere' });
    expect(await errorOf(nowhere)).toMatchObject({ code: 'resource_missing' });
  });
});

describe('a refund', () => {
  test('has notes of its own, told with what they were', async () => {
    const { latest_charge } = await pay(gateway);
    const charge = String(latest_charge);
    const made = await stripe.refunds.create({ charge, amount: 500, metadata: { order: '1' } });
    const noted = await stripe.refunds.update(made.id, { metadata: { order: '2' } });
    expect(noted.metadata).toEqual({ order: '2' });
    const types = (await told(made.id)).filter(({ previous }) =>
      JSON.stringify(previous ?? {}).includes('order'),
    );
    expect(types).toEqual([
      { type: 'charge.refund.updated', previous: { metadata: { order: '1' } } },
      { type: 'refund.updated', previous: { metadata: { order: '1' } } },
    ]);
    const tooMuch = stripe.refunds.create({ charge, amount: 9_600 });
    expect(await errorOf(tooMuch)).toMatchObject({
      param: 'amount',
      message: 'Refund amount (96.00 BAM) is greater than unrefunded amount on charge (95.00 BAM)',
    });
    await stripe.refunds.create({ charge });
    expect(await errorOf(stripe.refunds.create({ charge }))).toMatchObject({
      ...{ code: 'charge_already_refunded' },
      message: `Charge ${charge} has already been refunded.`,
    });
  });

  test('of what is only held is refused', async () => {
    const { id } = await pay(gateway, { capture_method: 'manual' });
    const error = await errorOf(stripe.refunds.create({ payment_intent: id }));
    expect(error).toMatchObject({
      ...{ statusCode: 400, param: 'payment_intent' },
      message: `This PaymentIntent (${id}) does not have a successful charge to refund.`,
    });
  });
});

describe('a receipt', () => {
  test('is read by whoever has its address, and by nobody else', async () => {
    const { id, receipt_url } = await charged({ description: 'Two candles' });
    await stripe.refunds.create({ charge: id, amount: 500 });
    const page = await fetch(String(receipt_url));
    expect(page.status).toBe(200);
    const text = await page.text();
    for (const word of ['Diva', 'Two candles', 'Visa •••• 4242', id]) expect(text).toContain(word);
    const guessed = String(receipt_url).replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    expect((await fetch(guessed)).status).toBe(404);
  });
});

describe('a hold', () => {
  test('that nobody captures expires, and says so', async () => {
    const held = await charged({ capture: false });
    const { clock } = gateway;
    clock.setOffsetMs(clock.offsetMs() + 7 * 86_400_000 + 1);
    await gateway.control('clock', { offsetMs: clock.offsetMs() });
    expect((await told(held.id))[0]?.type).toBe('charge.expired');
    expect(await errorOf(stripe.charges.capture(held.id))).toMatchObject({
      code: 'charge_expired_for_capture',
    });
  });
});
