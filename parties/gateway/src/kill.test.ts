// kill -9 in the middle of a payment: a real process dies between its two commits, another starts,
// and nothing is charged twice, lost, or left unexplained.

import { column, openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prove } from './operators/prove.ts';
import { openSurroundings, type Surroundings } from './testing/gateway-program.ts';
import type { TestAcquirer } from './testing/test-acquirer.ts';
import { until, visa } from './testing/test-gateway.ts';

let surroundings: Surroundings;
let acquirer: TestAcquirer;
beforeAll(async () => {
  surroundings = await openSurroundings();
  acquirer = surroundings.acquirer;
});
afterAll(() => surroundings[Symbol.asyncDispose]());

const openOwn = () =>
  openDatabase({
    url: surroundings.databaseUrl,
    ...{ schema: 'gateway', log: silentLog, name: 'test' },
  });

const params = (paymentMethod: string) => ({
  amount: 5_000,
  currency: 'bam',
  payment_method: paymentMethod,
  confirm: true,
  return_url: 'https://shop.example/back',
});

/** The bank has approved, and the gateway was killed before it could write that down. */
async function cutOff(options: { readonly idempotencyKey: string }) {
  acquirer.onAuthorization(() => ({ do: 'late' }));
  const first = await surroundings.start();
  const method = await first.stripe.paymentMethods.create({ type: 'card', card: visa() });
  const before = acquirer.of('0100').length;
  const end = first.stripe.paymentIntents.create(params(method.id), options).then(
    () => 'answered',
    () => 'cut off',
  );
  await until(() => acquirer.of('0100').length === before + 1, 'the bank is asked');
  first.child.kill('SIGKILL');
  expect(await end).toBe('cut off');
  acquirer.onAuthorization(() => ({ do: 'approve' }));
  acquirer.answerLate();
  const rrn = acquirer.of('0100').at(-1)?.fields[37] ?? '';
  expect(acquirer.held.has(rrn)).toBe(true);
  return { method, rrn, asked: before + 1 };
}

async function statusOf(rrn: string): Promise<{ id: string; status: string } | undefined> {
  await using db = openOwn();
  const text = `select i.id, i.status from payment_intent i
    join payment_attempt a on a.intent_id = i.id where a.rrn = $1`;
  return db.one({ text, values: [rrn] }, (row) => ({
    id: column.text(row, 'id'),
    status: column.text(row, 'status'),
  }));
}

async function expectProved() {
  await using db = openOwn();
  expect((await prove(db)).findings).toEqual([]);
}

test('a payment cut off between its commits is found at the bank, and paid once', async () => {
  const options = { idempotencyKey: 'order-1' };
  const { method, rrn, asked } = await cutOff(options);
  const second = await surroundings.start();
  await until(async () => (await statusOf(rrn))?.status === 'succeeded', 'it is found');
  // The merchant's own retry with the same key: what became of it, and no second effect.
  const retried = await second.stripe.paymentIntents.create(params(method.id), options);
  expect(retried).toMatchObject({ id: (await statusOf(rrn))?.id, status: 'succeeded' });
  expect(acquirer.of('0100').length).toBe(asked);
  await until(() => acquirer.taken.get(rrn) === 5_000n, 'the capture is told');
  await expectProved();
  second.child.kill('SIGKILL');
}, 60_000);

test('one that the bank will not speak of is reversed, and then paid once', async () => {
  const options = { idempotencyKey: 'order-2' };
  const { method, rrn, asked } = await cutOff(options);
  acquirer.onInquiry(() => ({ do: 'lost' }));
  const second = await surroundings.start();
  await until(() => !acquirer.held.has(rrn), 'the reversal is told');
  const isOver = async () => (await statusOf(rrn))?.status === 'requires_payment_method';
  await until(isOver, 'resolved');
  acquirer.onInquiry(() => ({ do: 'approve' }));
  const { id = '' } = (await statusOf(rrn)) ?? {};
  const error: unknown = await second.stripe.paymentIntents
    .create(params(method.id), options)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Stripe.errors.StripeError);
  expect(error).toMatchObject({ code: 'processing_error', payment_intent: { id } });
  expect(acquirer.of('0100').length).toBe(asked);

  const paid = await second.stripe.paymentIntents.confirm(id, {
    payment_method: method.id,
    return_url: 'https://shop.example/back',
  });
  expect(paid.status).toBe('succeeded');
  expect(acquirer.of('0100').length).toBe(asked + 1);
  await expectProved();
  second.child.kill('SIGKILL');
}, 60_000);

test('an increment cut off between its commits is undone; the hold is captured as it was', async () => {
  const first = await surroundings.start();
  const method = await first.stripe.paymentMethods.create({ type: 'card', card: visa() });
  const { id } = await first.stripe.paymentIntents.create({
    amount: 5_000,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: 'https://shop.example/back',
    capture_method: 'manual',
    payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
  });
  const rrn = acquirer.of('0100').at(-1)?.fields[37] ?? '';
  const asked = acquirer.of('0100').length;
  acquirer.onAuthorization(() => ({ do: 'late' }));
  const options = { idempotencyKey: 'increment-1' };
  const params = { amount: 7_000 };
  const cutOff = first.stripe.paymentIntents.incrementAuthorization(id, params, options).then(
    () => 'answered',
    () => 'cut off',
  );
  await until(() => acquirer.of('0100').length > asked, 'the bank is asked');
  first.child.kill('SIGKILL');
  expect(await cutOff).toBe('cut off');
  acquirer.onAuthorization(() => ({ do: 'approve' }));
  acquirer.answerLate();
  expect(acquirer.held.get(rrn)).toBe(7_000n);

  const second = await surroundings.start();
  await until(() => acquirer.held.get(rrn) === 5_000n, 'what it added is given back');
  const { paymentIntents } = second.stripe;
  const retry = () =>
    paymentIntents.incrementAuthorization(id, params, options).then(
      () => 'raised',
      (error: Stripe.errors.StripeError) => error.statusCode,
    );
  // 409 while nobody knows, then what became of it: the bank was not asked again.
  await until(async () => (await retry()) === 402, 'the key says what became of it');
  expect(acquirer.of('0100').length).toBe(asked + 1);
  expect(await paymentIntents.retrieve(id)).toMatchObject({ amount_capturable: 5_000 });
  const captured = await paymentIntents.capture(id);
  expect(captured).toMatchObject({ status: 'succeeded', amount_received: 5_000 });
  const db = openOwn();
  expect((await prove(db)).findings).toEqual([]);
  second.child.kill('SIGKILL');
  await db.close();
}, 60_000);
