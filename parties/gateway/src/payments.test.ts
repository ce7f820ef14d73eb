// The gateway's payments end to end: the official client in front, a real acquirer's line and a real
// directory server behind.

import { column } from '@kassa/database';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const back = 'https://shop.example/back';

async function pay(more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
  return gateway.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: back,
    ...more,
  });
}

async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error('the call did not fail with an error of the API', { cause: error });
}

const statusOf = async (id: string) => (await gateway.stripe.paymentIntents.retrieve(id)).status;

async function rrnOf(intentId: string): Promise<string> {
  const text = 'select rrn from payment_attempt where intent_id = $1 order by id desc limit 1';
  const rrn = await gateway.db.one({ text, values: [intentId] }, (row) => column.text(row, 'rrn'));
  return rrn ?? '';
}

async function expectProved() {
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
}

describe('an approved payment', () => {
  test('is held, captured by an advice, and in the book', async () => {
    const intent = await pay();
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10_000 });
    const rrn = await rrnOf(intent.id);
    await until(() => gateway.acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
    const charge = await gateway.stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({ paid: true, captured: true, status: 'succeeded' });
    expect(charge.payment_method_details?.card?.checks?.cvc_check).toBe('pass');
    await expectProved();
  });

  test('carries what 3-D Secure has shown and never stores the CVC', async () => {
    const intent = await pay();
    const rrn = await rrnOf(intent.id);
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
    const error = await errorOf(pay());
    expect(error).toMatchObject({ statusCode: 402, code, decline_code });
    expect(error.payment_intent?.status).toBe('requires_payment_method');
    expect(error.payment_intent?.last_payment_error?.code).toBe(code);
  });

  test('leaves the intent open for another card', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const error = await errorOf(pay());
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
    const intent = await pay();
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
    expect((await pay()).status).toBe('succeeded');
    gateway.directory.onCard(() => 'U');
    expect(await errorOf(pay())).toMatchObject({ code: 'authentication_required' });
    await expectProved();
  });
});

describe('no answer', () => {
  test('is unknown: nothing is tried again until the reversal is acknowledged', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'silence' }));
    gateway.acquirer.onAdvice(() => ({ do: 'silence' }));
    const intent = await pay();
    expect(intent.status).toBe('processing');
    const again = await errorOf(
      gateway.stripe.paymentIntents.confirm(intent.id, { return_url: back }),
    );
    expect(again.code).toBe('payment_intent_unexpected_state');
    expect((await errorOf(gateway.stripe.paymentIntents.cancel(intent.id))).code).toBe(
      'payment_intent_unexpected_state',
    );
    const rrn = await rrnOf(intent.id);
    const reversals = () =>
      gateway.acquirer.received.filter(
        ({ mti, fields }) => mti.startsWith('042') && fields[37] === rrn,
      );
    await until(() => reversals().length > 0, 'the reversal is told');
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    await until(async () => (await statusOf(intent.id)) === 'requires_payment_method', 'reversed');
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
    const intent = await pay();
    await until(async () => (await statusOf(intent.id)) === 'requires_payment_method', 'reversed');
    const rrn = await rrnOf(intent.id);
    gateway.acquirer.answerLate();
    expect(gateway.acquirer.held.has(rrn)).toBe(true);
    await until(() => !gateway.acquirer.held.has(rrn), 'the late approval is reversed');
    await expectProved();
  });

  test('a broken connection is unknown as well', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'disconnect' }));
    const intent = await pay();
    expect(intent.status).toBe('processing');
    await until(async () => (await statusOf(intent.id)) === 'requires_payment_method', 'reversed');
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    expect((await pay()).status).toBe('succeeded');
  });
});

describe('3-D Secure', () => {
  test.each([
    ['N', 'payment_intent_authentication_failure'],
    ['R', 'payment_intent_authentication_failure'],
    ['silence', 'payment_intent_authentication_failure'],
  ] as const)('%s refuses, and the bank is not asked', async (answer, code) => {
    gateway.directory.onCard(() => answer);
    const before = gateway.acquirer.of('0100').length;
    expect(await errorOf(pay())).toMatchObject({ code });
    expect(gateway.acquirer.of('0100').length).toBe(before);
  });

  test.each([
    ['Y', '05'],
    ['A', '06'],
    ['U', '07'],
  ] as const)('%s goes on with ECI %s', async (answer, eci) => {
    gateway.directory.onCard(() => answer);
    expect((await pay()).status).toBe('succeeded');
    expect(gateway.acquirer.of('0100').at(-1)?.fields[48]?.slice(0, 6)).toBe(`4202${eci}`);
  });

  test('off session nobody is challenged', async () => {
    const intent = await pay({ off_session: true });
    expect(intent.status).toBe('succeeded');
    expect(gateway.directory.requests.at(-1)?.deviceChannel).toBe('03');
    gateway.directory.onCard(() => 'U');
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '1A' }));
    const error = await errorOf(pay({ off_session: true }));
    expect(error).toMatchObject({ code: 'authentication_required' });
  });

  async function challenged() {
    gateway.directory.onCard(() => 'C');
    const intent = await pay();
    expect(intent.status).toBe('requires_action');
    const url = String(intent.next_action?.redirect_to_url?.url);
    return { intent, url };
  }

  const notify = () =>
    fetch(`${gateway.url}/3ds/notify`, {
      method: 'POST',
      body: new URLSearchParams({ cres: gateway.directory.cres() }),
      redirect: 'manual',
    });

  test('a challenge hands over to the bank, and its result goes on to the bank once', async () => {
    const { intent, url } = await challenged();
    const page = await fetch(url);
    const html = await page.text();
    expect(html).toContain('name="creq"');
    expect(html).toContain(gateway.directory.challenge().acsURL);
    expect(page.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${new URL(gateway.directory.url).origin}`,
    );
    const before = gateway.acquirer.of('0100').length;
    const [result, again, ...returns] = await Promise.all([
      gateway.directory.sendResult('Y'),
      gateway.directory.sendResult('Y'),
      notify(),
      notify(),
    ]);
    expect(result).toMatchObject({ messageType: 'RRes', resultsStatus: '01' });
    expect(again).toMatchObject({ messageType: 'RRes' });
    for (const answer of returns) {
      expect(answer.status).toBe(303);
      const to = new URL(answer.headers.get('location') ?? '');
      expect(to.origin + to.pathname).toBe(back);
      expect(to.searchParams.get('payment_intent')).toBe(intent.id);
      expect(to.searchParams.get('redirect_status')).toBe('succeeded');
    }
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    expect(await statusOf(intent.id)).toBe('succeeded');
    await expectProved();
  });

  test('the browser alone is not believed', async () => {
    const { intent } = await challenged();
    const before = gateway.acquirer.of('0100').length;
    const answer = await notify();
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('http-equiv="refresh"');
    expect(await statusOf(intent.id)).toBe('requires_action');
    expect(gateway.acquirer.of('0100').length).toBe(before);
  }, 15_000);

  test('a failed challenge is an honest refusal', async () => {
    const { intent } = await challenged();
    await gateway.directory.sendResult('N', '19');
    const answer = await notify();
    expect(answer.headers.get('location')).toContain('redirect_status=failed');
    const now = await gateway.stripe.paymentIntents.retrieve(intent.id);
    expect(now).toMatchObject({ status: 'requires_payment_method' });
    expect(now.last_payment_error?.code).toBe('payment_intent_authentication_failure');
  });

  test('the result alone finishes the payment when the buyer has gone', async () => {
    const { intent } = await challenged();
    await gateway.directory.sendResult('Y');
    await until(async () => (await statusOf(intent.id)) === 'succeeded', 'paid without a browser');
  });

  test('a challenge that nobody answers expires after an hour', async () => {
    const { intent } = await challenged();
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_600_001);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    expect(await statusOf(intent.id)).toBe('requires_payment_method');
    await gateway.directory.sendResult('Y');
    expect(await statusOf(intent.id)).toBe('requires_payment_method');
    await expectProved();
  });
});

describe('many at once', () => {
  test('twenty confirms of one intent are one attempt', async () => {
    const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
    const intent = await gateway.stripe.paymentIntents.create({ amount: 700, currency: 'bam' });
    const before = gateway.acquirer.of('0100').length;
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        gateway.stripe.paymentIntents.confirm(intent.id, {
          payment_method: method.id,
          return_url: back,
        }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    expect(await statusOf(intent.id)).toBe('succeeded');
  });

  test('fifty requests with one key are one payment', async () => {
    const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
    const idempotencyKey = `wish-${method.id}`;
    const wish = () =>
      gateway.stripe.paymentIntents.create(
        {
          amount: 900,
          currency: 'bam',
          payment_method: method.id,
          confirm: true,
          return_url: back,
        },
        { idempotencyKey },
      );
    const before = gateway.acquirer.of('0100').length;
    const tries = await Promise.allSettled(Array.from({ length: 50 }, wish));
    const done = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    expect(new Set(done).size).toBe(1);
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    const replay = await wish();
    expect(replay.id).toBe(done[0]);
    expect(replay.lastResponse.headers['idempotent-replayed']).toBe('true');
  });

  test('fifty refunds never give back more than was taken', async () => {
    const intent = await pay({ amount: 2_000 });
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        gateway.stripe.refunds.create({ payment_intent: intent.id, amount: 100 }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(20);
    const rrn = await rrnOf(intent.id);
    await until(() => gateway.acquirer.taken.get(rrn) === 0n, 'all refunds are told');
    const refunds = await gateway.stripe.refunds.list({ payment_intent: intent.id, limit: 50 });
    await until(async () => {
      const now = await gateway.stripe.refunds.list({ payment_intent: intent.id, limit: 50 });
      return now.data.every(({ status }) => status === 'succeeded');
    }, 'all refunds are acknowledged');
    expect(refunds.data.length).toBe(20);
    await expectProved();
  });
});

describe('manual capture', () => {
  test('holds, captures in part, and tells the acquirer', async () => {
    const held = await pay({ capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000 });
    const captured = await gateway.stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 6_000,
    });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 6_000 });
    const rrn = await rrnOf(held.id);
    await until(() => gateway.acquirer.taken.get(rrn) === 6_000n, 'the capture is told');
    await expectProved();
  });

  test('a hold that is given up is reversed', async () => {
    const held = await pay({ capture_method: 'manual' });
    expect((await gateway.stripe.paymentIntents.cancel(held.id)).status).toBe('canceled');
    const rrn = await rrnOf(held.id);
    await until(() => !gateway.acquirer.held.has(rrn), 'the hold is reversed');
    await expectProved();
  });

  test('a hold that nobody captures is given up after seven days', async () => {
    const held = await pay({ capture_method: 'manual' });
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 7 * 86_400_000 + 1_000);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    const now = await gateway.stripe.paymentIntents.retrieve(held.id);
    expect(now).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' });
  });
});
