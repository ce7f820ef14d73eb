// The gateway's payments end to end: the official client in front, a real acquirer's line and a real
// directory server behind.

import { column } from '@kassa/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { back, errorOf, pay, rrnOf, statusOf } from './testing/paying.ts';
import { startTestGateway, type TestGateway, until, visa } from './testing/test-gateway.ts';

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

async function expectProved() {
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
}

describe('an approved payment', () => {
  test('is held, captured by an advice, and in the book', async () => {
    const intent = await pay(gateway);
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10_000 });
    const rrn = await rrnOf(gateway, intent.id);
    await until(() => gateway.acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
    const charge = await gateway.stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({ paid: true, captured: true, status: 'succeeded' });
    expect(charge.payment_method_details?.card?.checks?.cvc_check).toBe('pass');
    await expectProved();
  });

  test('carries what 3-D Secure has shown and never stores the CVC', async () => {
    const intent = await pay(gateway);
    const rrn = await rrnOf(gateway, intent.id);
    const asked = gateway.acquirer.received.find(({ mti, fields }) => {
      return mti === '0100' && fields[37] === rrn;
    });
    expect(asked?.fields[48]).toMatch(/^42020543.{30}.*6641.*9203314$/);
    const held = await gateway.db.query(
      { text: 'select row_to_json(m)::text as row from payment_method m' },
      (row) => column.text(row, 'row'),
    );
    expect(held.join()).not.toContain('4242424242424242');
    expect(held.join()).not.toContain('"cvc"');
  });

  test('needs three round trips', async () => {
    const counts: number[] = [];
    for (let run = 0; run < 5; run++) {
      const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
      // Held only: no job of ours joins the count; the sealer may, so the best run counts.
      const intent = await gateway.stripe.paymentIntents.create({
        amount: 100,
        currency: 'bam',
        capture_method: 'manual',
      });
      const before = gateway.roundTrips();
      const path = `${gateway.url}/v1/payment_intents/${intent.id}/confirm`;
      const answer = await fetch(path, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_diva' },
        body: new URLSearchParams({ payment_method: method.id, return_url: back }),
      });
      expect(answer.status).toBe(200);
      counts.push(gateway.roundTrips() - before);
    }
    expect(Math.min(...counts)).toBe(3);
  });
});

describe('a refusal', () => {
  test.each([
    ['05', 'card_declined', 'generic_decline'],
    ['51', 'card_declined', 'insufficient_funds'],
    ['54', 'expired_card', 'expired_card'],
    ['N7', 'incorrect_cvc', 'incorrect_cvc'],
    ['41', 'card_declined', 'lost_card'],
    ['43', 'card_declined', 'stolen_card'],
    ['91', 'processing_error', 'issuer_not_available'],
    ['ZZ', 'card_declined', 'generic_decline'],
  ])('%s is said as %s, %s', async (responseCode, code, decline_code) => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: responseCode }));
    const error = await errorOf(pay(gateway));
    expect(error).toMatchObject({ statusCode: 402, code, decline_code });
    expect(error.payment_intent?.status).toBe('requires_payment_method');
    expect(error.payment_intent?.last_payment_error?.code).toBe(code);
  });

  test('leaves the intent open for another card', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const error = await errorOf(pay(gateway));
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
    const intent = await gateway.stripe.paymentIntents.confirm(String(error.payment_intent?.id), {
      payment_method: method.id,
      return_url: back,
    });
    expect(intent.status).toBe('succeeded');
    await expectProved();
  });

  test('a wrong CVC that the bank lets pass is told on the charge', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'approve', cvcResult: 'N' }));
    const intent = await pay(gateway);
    const charge = await gateway.stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge.payment_method_details?.card?.checks?.cvc_check).toBe('fail');
  });

  test('a demand for authentication is stepped up once', async () => {
    gateway.acquirer.onAuthorization(({ fields }) =>
      fields[48]?.startsWith('420207') ? { do: 'decline', code: '1A' } : { do: 'approve' },
    );
    gateway.directory.onCard(({ threeDSRequestorChallengeInd }) =>
      threeDSRequestorChallengeInd === '04' ? 'Y' : 'U',
    );
    expect((await pay(gateway)).status).toBe('succeeded');
    gateway.directory.onCard(() => 'U');
    expect(await errorOf(pay(gateway))).toMatchObject({ code: 'authentication_required' });
    await expectProved();
  });
});

describe('no answer', () => {
  test('is unknown: nothing is tried again until the reversal is acknowledged', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'silence' }));
    gateway.acquirer.onAdvice(() => ({ do: 'silence' }));
    const intent = await pay(gateway);
    expect(intent.status).toBe('processing');
    const again = await errorOf(
      gateway.stripe.paymentIntents.confirm(intent.id, { return_url: back }),
    );
    expect(again.code).toBe('payment_intent_unexpected_state');
    expect((await errorOf(gateway.stripe.paymentIntents.cancel(intent.id))).code).toBe(
      'payment_intent_unexpected_state',
    );
    const rrn = await rrnOf(gateway, intent.id);
    const reversals = () =>
      gateway.acquirer.received.filter(
        ({ mti, fields }) => mti.startsWith('042') && fields[37] === rrn,
      );
    await until(() => reversals().length > 0, 'the reversal is told');
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    await until(
      async () => (await statusOf(gateway, intent.id)) === 'requires_payment_method',
      'reversed',
    );
    expect(reversals().map(({ mti }) => mti)).toEqual([
      '0420',
      ...Array(reversals().length - 1).fill('0421'),
    ]);
    expect(new Set(reversals().map(({ fields }) => fields[11])).size).toBe(1);
    const now = await gateway.stripe.paymentIntents.retrieve(intent.id);
    expect(now.last_payment_error?.message).toMatch(/reversed/);
    await expectProved();
  });

  test('a late approval is reversed too', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'late' }));
    const { payment_intent: intent } = await errorOf(pay(gateway));
    expect(intent?.status).toBe('requires_payment_method');
    const rrn = await rrnOf(gateway, intent?.id ?? '');
    gateway.acquirer.answerLate();
    expect(gateway.acquirer.held.has(rrn)).toBe(true);
    await until(() => !gateway.acquirer.held.has(rrn), 'the late approval is reversed');
    await expectProved();
  });

  test('on a broken connection is unknown too, until the bank says that it has nothing', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'disconnect' }));
    gateway.acquirer.onInquiry(() => ({ do: 'silence' }));
    gateway.acquirer.onAdvice(() => ({ do: 'silence' }));
    const intent = await pay(gateway);
    expect(intent.status).toBe('processing');
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    await until(
      async () => (await statusOf(gateway, intent.id)) === 'requires_payment_method',
      'reversed',
    );
    gateway.acquirer.onInquiry(() => ({ do: 'approve' }));
    const refused = await errorOf(pay(gateway));
    expect(refused.message).toMatch(/could not be reached/);
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    expect((await pay(gateway)).status).toBe('succeeded');
  });
});

describe('manual capture', () => {
  test('holds, captures in part, and tells the acquirer', async () => {
    const held = await pay(gateway, { capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000 });
    const captured = await gateway.stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 6_000,
    });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 6_000 });
    const rrn = await rrnOf(gateway, held.id);
    await until(() => gateway.acquirer.taken.get(rrn) === 6_000n, 'the capture is told');
    await expectProved();
  });

  test('a hold that is given up is reversed', async () => {
    const held = await pay(gateway, { capture_method: 'manual' });
    expect((await gateway.stripe.paymentIntents.cancel(held.id)).status).toBe('canceled');
    const rrn = await rrnOf(gateway, held.id);
    await until(() => !gateway.acquirer.held.has(rrn), 'the hold is reversed');
    await expectProved();
  });

  test('a hold that nobody captures is given up after seven days', async () => {
    const held = await pay(gateway, { capture_method: 'manual' });
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 7 * 86_400_000 + 1_000);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    const now = await gateway.stripe.paymentIntents.retrieve(held.id);
    expect(now).toMatchObject({ status: 'canceled', cancellation_reason: 'expired' });
    const { data } = await gateway.stripe.events.list({ type: 'charge.expired' });
    const expired = data.map(({ data: { object } }) => 'id' in object && object.id);
    expect(expired).toContain(now.latest_charge);
    const late = await errorOf(gateway.stripe.paymentIntents.capture(held.id));
    expect(late).toMatchObject({ code: 'payment_intent_unexpected_state', statusCode: 400 });
    expect(late.message).toMatch(/canceled/);
    const rrn = await rrnOf(gateway, held.id);
    await until(() => !gateway.acquirer.held.has(rrn), 'the acquirer has let it go too');
    expect(gateway.acquirer.taken.has(rrn)).toBe(false);
  });
});
