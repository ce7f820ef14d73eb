// Races: whatever is asked many times at once has one effect.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { back, pay, rrnOf, statusOf } from './testing/paying.ts';
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
    expect(await statusOf(gateway, intent.id)).toBe('succeeded');
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

  test.each([
    [
      'captures',
      async () => {
        const { id } = await pay(gateway, { capture_method: 'manual' });
        return (idempotencyKey: string) =>
          gateway.stripe.paymentIntents.capture(id, { amount_to_capture: 400 }, { idempotencyKey });
      },
    ],
    [
      'refunds',
      async () => {
        const { id: payment_intent } = await pay(gateway);
        return (idempotencyKey: string) =>
          gateway.stripe.refunds.create({ payment_intent, amount: 400 }, { idempotencyKey });
      },
    ],
    [
      'charges',
      async () => (idempotencyKey: string) =>
        gateway.stripe.charges.create(
          { amount: 400, currency: 'bam', source: 'tok_visa' },
          { idempotencyKey },
        ),
    ],
  ])('a hundred %s with one key are one', async (what, making) => {
    const make = await making();
    const key = `hundred-${what}`;
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => make(key)));
    const done = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    expect(new Set(done).size).toBe(1);
    const replay = await make(key);
    expect(replay.id).toBe(done[0]);
    expect(replay.lastResponse.headers['idempotent-replayed']).toBe('true');
    await expectProved();
  });

  test('fifty refunds never give back more than was taken', async () => {
    const intent = await pay(gateway, { amount: 2_000 });
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        gateway.stripe.refunds.create({ payment_intent: intent.id, amount: 100 }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(20);
    const rrn = await rrnOf(gateway, intent.id);
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
