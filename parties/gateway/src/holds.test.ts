// Holds that grow and are captured in parts, by the official client, over the real line.

import { decodeAdditionalData, decodeReplacementAmount } from '@kassa/iso8583';
import { unwrap } from '@kassa/result';
import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, pay, rrnOf } from './testing/paying.ts';
import { startTestGateway, type TestGateway, until } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
afterEach(async () => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
});

const flexible = {
  capture_method: 'manual',
  payment_method_options: {
    card: {
      request_incremental_authorization: 'if_available',
      request_multicapture: 'if_available',
    },
  },
} as const;

/** 100.00 held; the intent, and the RRN by which the bank knows it. */
async function held(more: Partial<Stripe.PaymentIntentCreateParams> = flexible) {
  const { id } = await pay(gateway, more);
  return { id, rrn: await rrnOf(gateway, id) };
}

const chargeOf = async (id: string): Promise<Stripe.Charge> => {
  const expand = ['latest_charge'];
  const { latest_charge: charge } = await gateway.stripe.paymentIntents.retrieve(id, { expand });
  if (typeof charge !== 'object' || charge === null) throw new Error('no charge');
  return charge;
};

const typesOf = async (...ids: string[]): Promise<string[]> => {
  const { data } = await gateway.stripe.events.list({ limit: 100 });
  return data
    .filter(({ data: { object } }) => 'id' in object && ids.includes(String(object.id)))
    .map(({ type }) => type)
    .reverse();
};

describe('an increment', () => {
  test('raises the hold to the new total, and the whole is captured at once', async () => {
    const { id, rrn } = await held();
    const before = await chargeOf(id);
    expect(before.payment_method_details?.card).toMatchObject({
      incremental_authorization: { status: 'available' },
      multicapture: { status: 'available' },
    });
    const raised = await gateway.stripe.paymentIntents.incrementAuthorization(id, {
      amount: 15_000,
      description: 'with breakfast',
      metadata: { nights: '3' },
    });
    expect(raised).toMatchObject({
      status: 'requires_capture',
      amount: 15_000,
      amount_capturable: 15_000,
      description: 'with breakfast',
      metadata: { nights: '3' },
    });
    expect(await chargeOf(id)).toMatchObject({ amount: 15_000, amount_captured: 0 });
    expect(gateway.acquirer.held.get(rrn)).toBe(15_000n);
    const captured = await gateway.stripe.paymentIntents.capture(id);
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 15_000 });
    await until(() => gateway.acquirer.taken.get(rrn) === 15_000n, 'the capture is told');
    expect(await typesOf(id)).toEqual([
      'payment_intent.created',
      'payment_intent.amount_capturable_updated',
      'payment_intent.amount_capturable_updated',
      'payment_intent.succeeded',
    ]);
    expect(await typesOf(before.id)).toEqual([
      'charge.succeeded',
      'charge.updated',
      'charge.captured',
    ]);
  });

  test('takes what is said with it, if it adds up to the new total', async () => {
    const { id, rrn } = await held();
    const raise = (unit_cost: number) =>
      gateway.stripe.paymentIntents.incrementAuthorization(id, {
        amount: 15_000,
        amount_details: {
          enforce_arithmetic_validation: true,
          line_items: [{ product_name: 'Night', quantity: 3, unit_cost }],
        },
        payment_details: { order_reference: 'room-7' },
      });
    const error = await errorOf(raise(4_000));
    expect(error).toMatchObject({ statusCode: 400, param: 'amount_details' });
    expect(gateway.acquirer.held.get(rrn)).toBe(10_000n);
    expect(await raise(5_000)).toMatchObject({
      amount: 15_000,
      payment_details: { order_reference: 'room-7' },
    });
    await gateway.stripe.paymentIntents.cancel(id);
  });

  test('that is refused changes nothing, not even what was said with it', async () => {
    const { id, rrn } = await held();
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const asked = { amount: 15_000, description: 'with breakfast' };
    const error = await errorOf(gateway.stripe.paymentIntents.incrementAuthorization(id, asked));
    expect(error).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    });
    expect(error.payment_intent).toMatchObject({
      id,
      status: 'requires_capture',
      amount: 10_000,
      description: null,
      last_payment_error: null,
    });
    expect(gateway.acquirer.held.get(rrn)).toBe(10_000n);
    const captured = await gateway.stripe.paymentIntents.capture(id);
    expect(captured.amount_received).toBe(10_000);
  });

  test('that nobody answers is undone by its own name; meanwhile only what is certain counts', async () => {
    const { id, rrn } = await held();
    const { paymentIntents } = gateway.stripe;
    gateway.acquirer.onAuthorization(() => ({ do: 'late' }));
    gateway.acquirer.onAdvice(() => ({ do: 'silence' }));
    const error = await errorOf(paymentIntents.incrementAuthorization(id, { amount: 15_000 }));
    expect(error).toMatchObject({ statusCode: 402, code: 'processing_error' });
    expect(error.message).toContain('What was held before is still held');
    expect(await paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 10_000,
    });
    const again = await errorOf(paymentIntents.incrementAuthorization(id, { amount: 12_000 }));
    expect(again.code).toBe('payment_intent_unexpected_state');
    expect(again.message).toContain('has not answered the last increment');
    const much = await errorOf(paymentIntents.capture(id, { amount_to_capture: 10_001 }));
    expect(much.code).toBe('amount_too_large');

    await until(() => gateway.acquirer.of('0420').length > 0, 'the reversal is told');
    const reversal = gateway.acquirer.of('0420').at(-1);
    const asked = gateway.acquirer.of('0100').at(-1);
    expect(reversal?.fields).toMatchObject({ 4: '000000005000', 37: asked?.fields[37] });
    expect(reversal?.fields[90]).toContain(`0100${asked?.fields[11]}`);
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    await until(async () => (await stateOf(id)) === 'reversed', 'the reversal is acknowledged');
    // The bank had not seen it in time, and says yes only now: that is taken back once more.
    gateway.acquirer.answerLate();
    const isTwice = () =>
      gateway.acquirer.received.filter(isReversalOf(asked?.fields[37])).length > 1;
    await until(isTwice, 'the late approval is reversed');
    await until(() => gateway.acquirer.held.get(rrn) === 10_000n, 'the old hold stands');

    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    const raised = await paymentIntents.incrementAuthorization(id, { amount: 12_000 });
    expect(raised.amount_capturable).toBe(12_000);
    await paymentIntents.cancel(id);
    await until(() => !gateway.acquirer.held.has(rrn), 'the whole is let go');
  });

  test.each<[string, Partial<Stripe.PaymentIntentCreateParams>, number, string]>([
    [
      'that was not wished for',
      { capture_method: 'manual' },
      15_000,
      'payment_intent_unexpected_state',
    ],
    ['of a payment that is paid', {}, 15_000, 'payment_intent_unexpected_state'],
    ['to the same amount', flexible, 10_000, 'parameter_invalid_integer'],
  ])('%s is refused', async (_, more, amount, code) => {
    const { id } = await held(more);
    const asked = gateway.stripe.paymentIntents.incrementAuthorization(id, { amount });
    expect(await errorOf(asked)).toMatchObject({ statusCode: 400, code });
  });

  test('of another merchant’s payment is not found', async () => {
    const { id } = await held();
    const asked = gateway.other.paymentIntents.incrementAuthorization(id, { amount: 15_000 });
    expect((await errorOf(asked)).statusCode).toBe(404);
  });

  test('asked ten times at once with one key is sent once', async () => {
    const { id, rrn } = await held();
    const before = gateway.acquirer.of('0100').length;
    const key = { idempotencyKey: `once-${id}` };
    const asked = Array.from({ length: 10 }, () =>
      gateway.stripe.paymentIntents.incrementAuthorization(id, { amount: 15_000 }, key).then(
        ({ amount }) => amount,
        (error: Stripe.errors.StripeError) => error.statusCode,
      ),
    );
    const answers = await Promise.all(asked);
    expect(answers.every((answer) => answer === 15_000 || answer === 409)).toBe(true);
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    expect(gateway.acquirer.held.get(rrn)).toBe(15_000n);
  });
});

describe('several captures', () => {
  test('leave the intent as it is until the last, and each is an advice with its number', async () => {
    const { id, rrn } = await held();
    const { paymentIntents } = gateway.stripe;
    const part = { amount_to_capture: 3_000, final_capture: false };
    const first = await paymentIntents.capture(id, part);
    expect(first).toMatchObject({
      status: 'requires_capture',
      amount: 10_000,
      amount_capturable: 7_000,
      amount_received: 3_000,
    });
    expect(await chargeOf(id)).toMatchObject({
      captured: false,
      amount_captured: 3_000,
      amount_refunded: 0,
    });
    await paymentIntents.capture(id, { ...part, amount_to_capture: 2_000 });
    const last = await paymentIntents.capture(id, { amount_to_capture: 1_000 });
    expect(last).toMatchObject({
      status: 'succeeded',
      amount_capturable: 0,
      amount_received: 6_000,
    });
    const charge = await chargeOf(id);
    expect(charge).toMatchObject({ captured: true, amount_captured: 6_000, amount_refunded: 0 });
    await until(() => gateway.acquirer.taken.get(rrn) === 6_000n, 'the captures are told');
    const told = gateway.acquirer.of('0220').filter(({ fields }) => fields[37] === rrn);
    expect(
      told.map(({ fields }) => [fields[4], unwrap(decodeAdditionalData(fields[48] ?? ''))['65']]),
    ).toEqual([
      ['000000003000', '0100'],
      ['000000002000', '0200'],
      ['000000001000', '0303'],
    ]);
    expect(await typesOf(id)).toEqual([
      'payment_intent.created',
      'payment_intent.amount_capturable_updated',
      'payment_intent.amount_capturable_updated',
      'payment_intent.amount_capturable_updated',
      'payment_intent.amount_capturable_updated',
      'payment_intent.succeeded',
    ]);
    expect(await typesOf(charge.id)).toEqual([
      'charge.succeeded',
      'charge.updated',
      'charge.updated',
      'charge.captured',
      'charge.updated',
    ]);
  });

  test('end when all is captured', async () => {
    const { id } = await held();
    const { paymentIntents } = gateway.stripe;
    await paymentIntents.capture(id, { amount_to_capture: 6_000, final_capture: false });
    const all = await paymentIntents.capture(id, { final_capture: false });
    expect(all).toMatchObject({ status: 'succeeded', amount_received: 10_000 });
  });

  test.each([
    [
      'a capture of nothing more',
      async (id: string) =>
        gateway.stripe.paymentIntents.capture(id, { amount_to_capture: 0, final_capture: true }),
    ],
    ['a cancellation', async (id: string) => gateway.stripe.paymentIntents.cancel(id)],
  ])('%s lets the rest go, and the payment succeeds with what came', async (_, end) => {
    const { id, rrn } = await held();
    const { paymentIntents } = gateway.stripe;
    await paymentIntents.capture(id, { amount_to_capture: 3_000, final_capture: false });
    expect(await end(id)).toMatchObject({
      status: 'succeeded',
      amount_received: 3_000,
      amount_capturable: 0,
      canceled_at: null,
    });
    expect(await chargeOf(id)).toMatchObject({ captured: true, amount_captured: 3_000 });
    await until(() => gateway.acquirer.held.get(rrn) === 3_000n, 'the rest is let go');
    const told = gateway.acquirer.of('0400').at(-1);
    expect(decodeReplacementAmount(told?.fields[95])).toBe(3_000n);
    const more = await errorOf(paymentIntents.capture(id));
    expect(more.code).toBe('payment_intent_unexpected_state');
  });

  test('a rest that nobody captures expires; the payment succeeds with what came', async () => {
    const { id, rrn } = await held();
    const part = { amount_to_capture: 3_000, final_capture: false };
    await gateway.stripe.paymentIntents.capture(id, part);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() + 7 * 86_400_000 });
    await until(async () => {
      return (await gateway.stripe.paymentIntents.retrieve(id)).status === 'succeeded';
    }, 'the rest expires');
    await until(() => gateway.acquirer.held.get(rrn) === 3_000n, 'the bank is told');
  });

  test('may be refunded before the last, never above what came', async () => {
    const { id } = await held();
    const { paymentIntents, refunds } = gateway.stripe;
    await paymentIntents.capture(id, { amount_to_capture: 3_000, final_capture: false });
    const refund = await refunds.create({ payment_intent: id, amount: 2_000 });
    expect(refund.amount).toBe(2_000);
    const much = await errorOf(refunds.create({ payment_intent: id, amount: 1_001 }));
    expect(much.code).toBe('amount_too_large');
    await paymentIntents.capture(id, { amount_to_capture: 500 });
    const tries = Array.from({ length: 10 }, () =>
      refunds.create({ payment_intent: id, amount: 1_000 }).then(
        () => 1,
        () => 0,
      ),
    );
    const done = await Promise.all(tries);
    expect(done.reduce<number>((sum, one) => sum + one, 0)).toBe(1);
    const rest = await refunds.create({ payment_intent: id });
    expect(rest.amount).toBe(500);
    expect(await chargeOf(id)).toMatchObject({ amount_refunded: 3_500, refunded: true });
  });

  test('have to be wished for', async () => {
    const { id } = await held({ capture_method: 'manual' });
    const part = { amount_to_capture: 3_000, final_capture: false };
    const error = await errorOf(gateway.stripe.paymentIntents.capture(id, part));
    expect(error).toMatchObject({ statusCode: 400, param: 'final_capture' });
    const once = await gateway.stripe.paymentIntents.capture(id, { amount_to_capture: 3_000 });
    expect(once).toMatchObject({ status: 'succeeded', amount_received: 3_000 });
  });

  test('bar an increment from the first on', async () => {
    const { id } = await held();
    const { paymentIntents } = gateway.stripe;
    await paymentIntents.capture(id, { amount_to_capture: 3_000, final_capture: false });
    const error = await errorOf(paymentIntents.incrementAuthorization(id, { amount: 15_000 }));
    expect(error.message).toContain('cannot be incremented any more');
  });

  test('take what is said with them, and none of it if they are refused', async () => {
    const { id } = await held();
    const { paymentIntents } = gateway.stripe;
    const note = { metadata: { parcel: '1' } };
    await errorOf(paymentIntents.capture(id, { amount_to_capture: 10_001, ...note }));
    expect((await paymentIntents.retrieve(id)).metadata).toEqual({});
    const label = { statement_descriptor: 'PARCEL' };
    const error = await errorOf(paymentIntents.capture(id, { ...note, ...label }));
    expect(error).toMatchObject({ statusCode: 400, param: 'statement_descriptor' });

    const part = { amount_to_capture: 4_000, final_capture: false };
    const suffix = { statement_descriptor_suffix: 'PARCEL 1' };
    const first = await paymentIntents.capture(id, { ...part, ...note, ...suffix });
    expect(first).toMatchObject({ status: 'requires_capture', ...note, ...suffix });
    const over = { metadata: { parcel: '', over: 'yes' } };
    const last = await paymentIntents.capture(id, { amount_to_capture: 0, ...over });
    expect(last).toMatchObject({ status: 'succeeded', amount_received: 4_000 });
    expect(last.metadata).toEqual({ over: 'yes' });
  });

  test('many at once never take more than is held', async () => {
    const { id, rrn } = await held();
    const part = { amount_to_capture: 3_000, final_capture: false };
    const tries = Array.from({ length: 8 }, () =>
      gateway.stripe.paymentIntents.capture(id, part).then(
        () => 3_000n,
        () => 0n,
      ),
    );
    const sum = (await Promise.all(tries)).reduce((all, one) => all + one, 0n);
    expect(sum).toBe(9_000n);
    await until(() => gateway.acquirer.taken.get(rrn) === 9_000n, 'the captures are told');
  });
});

/** What has become of the last increment. */
async function stateOf(intentId: string): Promise<string | undefined> {
  const text =
    'select state from payment_increment where intent_id = $1 order by number desc limit 1';
  return gateway.db.one({ text, values: [intentId] }, (row) => String(row['state']));
}

const isReversalOf =
  (rrn: string | undefined) =>
  ({ mti, fields }: { mti: string; fields: Readonly<Record<number, string>> }) =>
    (mti === '0420' || mti === '0421') && fields[37] === rrn;
