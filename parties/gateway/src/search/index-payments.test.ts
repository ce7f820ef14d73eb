// Payments in the index where it is not the plain way: a card that was changed, payments from before
// there was an index, and that a commit is still one round trip.

import { column } from '@kassa/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { back, errorOf, pay } from '../testing/paying.ts';
import { startTestGateway, type TestGateway, until, visa } from '../testing/test-gateway.ts';
import { changeDocument } from './store.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.acquirer.onAuthorization(() => ({ do: 'approve' })));

const charges = async (query: string) =>
  (await gateway.stripe.charges.search({ query, limit: 100 })).data.map(({ id }) => id);
const intents = async (query: string) =>
  (await gateway.stripe.paymentIntents.search({ query, limit: 100 })).data.map(({ id }) => id);

describe('a refused charge', () => {
  test('keeps its card in the index when another card is chosen and notes are changed', async () => {
    const { stripe } = gateway;
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '05' }));
    const error = await errorOf(pay(gateway, { metadata: { order: 'A' } }));
    const id = String(error.payment_intent?.id);
    const [refused] = await charges('metadata["order"]:"A"');
    const card = { ...visa(), number: '5555555555554444' };
    const { id: payment_method } = await stripe.paymentMethods.create({ type: 'card', card });
    await stripe.paymentIntents.update(id, { payment_method, metadata: { order: 'B' } });
    const last4 = 'payment_method_details.card.last4';
    expect(await charges(`metadata["order"]:"A" AND ${last4}:4242`)).toEqual([refused]);
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    const paid = await stripe.paymentIntents.confirm(id, { return_url: back });
    expect(await charges(`metadata["order"]:"B" AND ${last4}:4444`)).toEqual([paid.latest_charge]);
    await stripe.charges.update(String(refused), { metadata: { order: 'C' } });
    expect(await charges('metadata["order"]:"A"')).toEqual([]);
    expect(await charges('metadata["order"]:"C" AND status:"failed"')).toEqual([refused]);
  });
});

describe('who knows of a dispute only', () => {
  test('changes that field, and later steps leave it', async () => {
    const { stripe, db } = gateway;
    const { id, latest_charge } = await pay(gateway, { amount: 2_345 });
    const charge = await stripe.charges.retrieve(String(latest_charge));
    const atMs = await db.one(
      { text: 'select created_at from charge where id = $1', values: [charge.id] },
      (row) => column.integer(row, 'created_at'),
    );
    const key = { accountId: 'acct_diva', kind: 'charge', id: charge.id } as const;
    const about = { ...key, createdAtMs: atMs ?? 0 };
    const fields = { before: { disputed: false }, after: { disputed: true } };
    await db.commit(changeDocument({ ...about, ...fields }));
    await stripe.refunds.create({ payment_intent: id, amount: 5 });
    expect(await charges('amount:2345 disputed:"true" refunded:"false"')).toEqual([charge.id]);
    expect(await charges('amount:2345 disputed:"false"')).toEqual([]);
  });
});

describe('payments from before there was an index', () => {
  test('are found after the next start', async () => {
    const made = [await pay(gateway, { amount: 8_001 }), await pay(gateway, { amount: 8_002 })];
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '05' }));
    const error = await errorOf(pay(gateway, { amount: 8_003 }));
    const ids = [...made.map(({ id }) => id), error.payment_intent?.id].toReversed();
    expect(await intents('amount>8000 AND amount<8004')).toEqual(ids);
    const before = await charges('created>0');
    await gateway.db.exec('delete from search_document');
    expect(await intents('created>0')).toEqual([]);
    await gateway.restart();
    await until(async () => (await intents('amount>8000 AND amount<8004')).length === 3, 'indexed');
    expect(await intents('amount>8000 AND amount<8004')).toEqual(ids);
    expect(await charges('created>0')).toEqual(before);
    expect(await charges('status:"failed" amount:8003')).toHaveLength(1);
  });
});
