// Advices that nobody acknowledges: they come to people, who have them told again or say what they have
// found out; and what that does to the payment, its book and its merchant.

import { column } from '@kassa/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pay, rrnOf, statusOf } from './testing/paying.ts';
import type { Behaviour } from './testing/test-acquirer.ts';
import { startTestGateway, type TestGateway, until } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ adviceTriesMax: 2 });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onInquiry(() => ({ do: 'lost' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
});
afterEach(async () => {
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
});

const account = 'acct_diva';
const selma = { account, by: 'Selma', why: 'Zelena has looked it up: ticket 7' };

type Queued = { readonly id: string; readonly intentId: string; readonly kind: string };
type Listed = Queued & Readonly<Record<string, unknown>>;

async function queue(): Promise<readonly Listed[]> {
  const answer = await gateway.control('advices?state=manual');
  const isList = typeof answer === 'object' && answer !== null && 'advices' in answer;
  if (!isList || !Array.isArray(answer.advices)) throw new Error('no list of advices');
  return answer.advices;
}

async function queuedOf(intentId: string): Promise<Listed> {
  const found = async () => (await queue()).find((one) => one.intentId === intentId);
  await until(async () => (await found()) !== undefined, `an advice of ${intentId} is queued`);
  const advice = await found();
  if (advice === undefined) throw new Error('it has left the queue');
  return advice;
}

/** A payment whose end nobody knows; its reversal goes as told. */
async function unknown(advice: Behaviour, more = {}): Promise<Listed> {
  gateway.acquirer.onAuthorization(() => ({ do: 'unanswered' }));
  gateway.acquirer.onAdvice(() => advice);
  const { id, status } = await pay(gateway, more);
  expect(status).toBe('processing');
  const queued = await queuedOf(id);
  expect(await statusOf(gateway, id)).toBe('processing');
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  return queued;
}

const correct = ({ id }: Queued, outcome: string, more = {}) =>
  gateway.control(`advices/${id}/correct`, { ...selma, outcome, ...more });

async function forcedIn(intentId: string): Promise<unknown[]> {
  const text = `select type, data -> 'forced' ->> 'by' as by from payment_event
    where intent_id = $1 and data ? 'forced' order by seq limit 10`;
  return gateway.db.query({ text, values: [intentId] }, (row) =>
    [column.text(row, 'type'), column.text(row, 'by')].join(' by '),
  );
}

async function bookOf(rrn: string): Promise<string[]> {
  const text = `select description from ledger_transaction where reference = $1 limit 50`;
  const found = await gateway.db.query({ text, values: [rrn] }, (row) =>
    column.text(row, 'description'),
  );
  return found.sort();
}

async function toldOf(intentId: string): Promise<string[]> {
  const { data } = await gateway.stripe.events.list({ limit: 100 });
  return data
    .filter(({ data: { object } }) => JSON.stringify(object).includes(intentId))
    .map(({ type }) => type);
}

describe('a reversal', () => {
  test('that is never acknowledged waits for people, who have it told again', async () => {
    const queued = await unknown({ do: 'lost' });
    expect(queued).toMatchObject({ kind: 'reversal', tries: 2, responseCode: null, account });
    await gateway.control(`advices/${queued.id}/tell`, selma);
    const { intentId } = queued;
    await until(
      async () => (await statusOf(gateway, intentId)) === 'requires_payment_method',
      'it is acknowledged now',
    );
    expect(await forcedIn(intentId)).toEqual([]);
    expect(gateway.acquirer.held.has(await rrnOf(gateway, intentId))).toBe(false);
  });

  test('loses none of its tries to those who look at the payment', async () => {
    const told = new Map<string, number>();
    gateway.acquirer.onAuthorization(() => ({ do: 'unanswered' }));
    gateway.acquirer.onAdvice(({ fields }) => {
      const rrn = fields[37] ?? '';
      told.set(rrn, (told.get(rrn) ?? 0) + 1);
      return { do: 'lost' };
    });
    const counts: (number | undefined)[] = [];
    // The job may come before who looks, and then nobody has looked: another payment shows it.
    while (!counts.includes(3) && counts.length < 5) {
      const { id } = await pay(gateway);
      await statusOf(gateway, id);
      expect(await queuedOf(id)).toMatchObject({ tries: 2 });
      counts.push(told.get(await rrnOf(gateway, id)));
    }
    expect(counts).toContain(3);
  });

  test('that is refused can be said to have been done', async () => {
    const queued = await unknown({ do: 'decline', code: '12' });
    expect(queued).toMatchObject({ kind: 'reversal', responseCode: '12' });
    // Only of one of the two it counts: whoever is second is told so.
    const both = await Promise.allSettled([
      correct(queued, 'reversed'),
      correct(queued, 'reversed'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { intentId } = queued;
    expect(await statusOf(gateway, intentId)).toBe('requires_payment_method');
    expect(await forcedIn(intentId)).toEqual(['reversal_forced by Selma']);
    expect(await toldOf(intentId)).toContain('payment_intent.payment_failed');
    expect((await queue()).filter((one) => one.intentId === intentId)).toEqual([]);
    const traced = JSON.stringify(await gateway.control(`trace/${intentId}`));
    expect(traced).toContain('waits for people; refused, 12');
    expect(traced).toContain(`corrected by Selma: ${selma.why}`);
    expect(traced).toContain('reversal_forced by Selma');
  });

  test.each([
    ['automatic', 'succeeded', ['capture', 'authorization, forced by hand']],
    ['manual', 'requires_capture', ['authorization, forced by hand']],
  ])('of what was approved after all (%s capture) makes it %s', async (method, status, book) => {
    const queued = await unknown({ do: 'decline', code: '12' }, { capture_method: method });
    await correct(queued, 'approved', { authorizationCode: 'A1B2C3' });
    const { intentId } = queued;
    expect(await statusOf(gateway, intentId)).toBe(status);
    expect(await forcedIn(intentId)).toEqual(['approval_forced by Selma']);
    const rrn = await rrnOf(gateway, intentId);
    expect(await bookOf(rrn)).toEqual([...book].sort());
    expect(await toldOf(intentId)).toContain('charge.succeeded');
    if (status === 'succeeded') {
      await until(() => gateway.acquirer.taken.get(rrn) === 10_000n, 'its capture is told');
    }
  });
});

test('a capture that is refused holds back its refund until people have looked', async () => {
  gateway.acquirer.onAdvice(() => ({ do: 'decline', code: '25' }));
  const { id } = await pay(gateway);
  const queued = await queuedOf(id);
  expect(queued).toMatchObject({ kind: 'capture', responseCode: '25' });
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  const refund = await gateway.stripe.refunds.create({ payment_intent: id, amount: 4_000 });
  // Comes back when all that is due has been done.
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
  expect(await gateway.stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'pending' });
  await expect(correct(queued, 'refunded')).rejects.toThrow(/409/);
  await correct(queued, 'done');
  await until(
    async () => (await gateway.stripe.refunds.retrieve(refund.id)).status === 'succeeded',
    'the refund is told',
  );
});

test.each([
  ['refund_failed', 'failed', 'refund.failed', 10_000],
  ['refunded', 'succeeded', 'refund.updated', 6_000],
])('a refund that nobody acknowledges is %s by hand', async (outcome, status, told, kept) => {
  const { id } = await pay(gateway);
  const rrn = await rrnOf(gateway, id);
  await until(() => gateway.acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
  gateway.acquirer.onAdvice(() => ({ do: 'lost' }));
  const refund = await gateway.stripe.refunds.create({ payment_intent: id, amount: 4_000 });
  await correct(await queuedOf(id), outcome);
  expect(await gateway.stripe.refunds.retrieve(refund.id)).toMatchObject({ status });
  expect(await toldOf(refund.id)).toContain(told);
  expect(await bookOf(rrn)).toContain(
    `refund ${status === 'failed' ? 'refused' : 'acknowledged'}, forced by hand`,
  );
  const { latest_charge: charge } = await gateway.stripe.paymentIntents.retrieve(id, {
    expand: ['latest_charge'],
  });
  if (typeof charge !== 'object' || charge === null) throw new Error('no charge');
  expect(charge.amount - charge.amount_refunded).toBe(kept);
});

test('a refund that is refused has failed: it needs nobody', async () => {
  const { id } = await pay(gateway);
  const rrn = await rrnOf(gateway, id);
  await until(() => gateway.acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
  gateway.acquirer.onAdvice(() => ({ do: 'decline', code: '13' }));
  const refund = await gateway.stripe.refunds.create({ payment_intent: id });
  await until(async () => (await toldOf(refund.id)).includes('refund.failed'), 'it has failed');
  expect((await queue()).filter(({ intentId }) => intentId === id)).toEqual([]);
});

test.each([
  ['of nothing we know', 'advices/adv_none/tell', selma, /404/],
  ['without a name', 'advices/adv_none/tell', { account, why: 'so' }, /400.*by/],
  ['without the bank’s code', 'advices/adv_none/correct', { ...selma, outcome: 'approved' }, /400/],
])('a decision %s is refused', async (_, path, body, error) => {
  await expect(gateway.control(path, body)).rejects.toThrow(error);
});

test('nobody without the control key sees or decides anything', async () => {
  const seen = await fetch(`${gateway.url}/_kassa/advices`);
  expect(seen.status).toBe(401);
});
