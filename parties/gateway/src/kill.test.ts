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

test('a payment cut off between its commits is reversed, and then paid once', async () => {
  acquirer.onAuthorization(() => ({ do: 'late' }));
  const first = await surroundings.start();
  const method = await first.stripe.paymentMethods.create({ type: 'card', card: visa() });
  const params = {
    amount: 5_000,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: 'https://shop.example/back',
  };
  const options = { idempotencyKey: 'order-1' };
  const cutOff = first.stripe.paymentIntents.create(params, options).then(
    () => 'answered',
    () => 'cut off',
  );
  await until(() => acquirer.of('0100').length === 1, 'the bank is asked');
  first.child.kill('SIGKILL');
  expect(await cutOff).toBe('cut off');
  acquirer.onAuthorization(() => ({ do: 'approve' }));
  acquirer.answerLate();
  const rrn = acquirer.of('0100')[0]?.fields[37] ?? '';
  expect(acquirer.held.has(rrn)).toBe(true);

  const second = await surroundings.start();
  await until(() => !acquirer.held.has(rrn), 'the reversal is told');
  const db = openOwn();
  const status = () =>
    db.one({ text: 'select id, status from payment_intent' }, (row) => ({
      id: column.text(row, 'id'),
      status: column.text(row, 'status'),
    }));
  await until(async () => (await status())?.status === 'requires_payment_method', 'resolved');
  const id = (await status())?.id ?? '';

  // The merchant's own retry with the same key: what became of it, and no second effect.
  const retried = await second.stripe.paymentIntents.create(params, options).then(
    (intent) => intent,
    (error: unknown) => error,
  );
  expect(retried).toBeInstanceOf(Stripe.errors.StripeError);
  expect(retried).toMatchObject({ code: 'processing_error', payment_intent: { id } });
  expect(acquirer.of('0100').length).toBe(1);

  const paid = await second.stripe.paymentIntents.confirm(id, {
    payment_method: method.id,
    return_url: 'https://shop.example/back',
  });
  expect(paid.status).toBe('succeeded');
  expect(acquirer.held.size).toBe(1);
  const proof = await prove(db);
  expect(proof.findings).toEqual([]);
  second.child.kill('SIGKILL');
  await db.close();
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
