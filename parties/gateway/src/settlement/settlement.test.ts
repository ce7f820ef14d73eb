import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paymentPage } from '../operators/timeline/payment-page.tsx';
import { loadStory } from '../operators/timeline/store.ts';
import {
  acquirerAt,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from '../testing/test-gateway.ts';

/** A small settlement desk: what the acquirer would say of its payouts. */
const desk = openHttp({ name: 'settlement desk', log: silentLog });
const payouts: {
  status: string;
  items: unknown[];
  reserves?: unknown[];
  amountMinor: string;
  id: string;
}[] = [];
const full = (payout: (typeof payouts)[number]) => ({
  ...payout,
  currency: 'BAM',
  valueOn: '2026-11-24',
  createdAtMs: 1_790_000_000_000,
});
desk.get('/merchants/:mid/settlements', async (request) => {
  expect(request.headers.authorization).toBe('Bearer gateway-at-zelena');
  const isDiva = request.url.includes('DIVA');
  return { settlements: isDiva ? payouts.map(full) : [], hasMore: false };
});
/** One item a page. */
desk.get<{ Params: { id: string }; Querystring: { after?: string } }>(
  '/merchants/:mid/settlements/:id',
  async ({ params, query }) => {
    const found = payouts.map(full).find(({ id }) => id === params.id);
    const at = Number(query.after ?? 0);
    const next = found !== undefined && at + 1 < found.items.length ? String(at + 1) : null;
    return found && { ...found, items: found.items.slice(at, at + 1), next };
  },
);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  const url = await listen(desk, { host: '127.0.0.1', port: 0 });
  await gateway.restart({ acquirers: [acquirerAt(gateway.acquirer.port, url)] });
});
afterAll(async () => {
  await gateway.close();
  await desk.close();
});

async function operatorsPage(intentId: string): Promise<string | undefined> {
  const story = await loadStory(gateway.db, { accountId: 'acct_diva', intentId }, 1);
  const who = { email: 'mirela@kassa.example', name: 'Mirela', role: 'viewer' } as const;
  return story && paymentPage(who, { story, nowMs: gateway.clock.nowMs(), moreHref: null });
}

test('100 captured is 97 paid out and a fee of 3', async () => {
  const { stripe, acquirer } = gateway;
  const method = await stripe.paymentMethods.create({ type: 'card', card: visa() });
  const intent = await stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: 'https://shop.example/back',
  });
  const rrn = acquirer.of('0100').at(-1)?.fields[37] ?? '';
  await until(() => acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
  const pending = await stripe.balance.retrieve();
  expect(pending.pending).toMatchObject([{ amount: 10_000, currency: 'bam' }]);

  const item = { id: 'itm_1', kind: 'capture', rrn, currency: 'BAM' };
  const fee = { feeMinor: '300', interchangeMinor: '120', schemeFeeMinor: '30' };
  const amounts = { grossMinor: '10000', ...fee, netMinor: '9700' };
  payouts.push({
    id: 'pay_1',
    status: 'created',
    amountMinor: '9700',
    items: [{ ...item, ...amounts }],
  });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  const settled = await stripe.balance.retrieve();
  expect(settled.pending).toMatchObject([{ amount: 0 }]);
  expect(settled.available).toMatchObject([{ amount: 9_700, currency: 'bam' }]);
  const { data: transactions } = await stripe.balanceTransactions.list();
  expect(transactions).toMatchObject([
    { type: 'charge', amount: 10_000, fee: 300, net: 9_700, source: intent.latest_charge },
  ]);
  expect(transactions[0]?.fee_details).toMatchObject([
    { amount: 150, description: 'Merchant fee, kept by zelena' },
    { amount: 120, description: 'Interchange, kept by the cardholder’s bank' },
    { amount: 30, description: 'Scheme fee, kept by the card network' },
  ]);
  const page = await operatorsPage(intent.id);
  expect(page).toMatch(/BAM.1\.20 Interchange, kept by/);
  const charge = await stripe.charges.retrieve(String(intent.latest_charge));
  expect(charge.balance_transaction).toBe(transactions[0]?.id);
  await until(async () => {
    const { data } = await stripe.events.list({ type: 'charge.updated' });
    const [told] = data.map(({ data: { object, previous_attributes } }) => ({
      ...{ object, previous_attributes },
    }));
    if (told === undefined) return false;
    expect(told).toMatchObject({
      object: { id: charge.id, balance_transaction: charge.balance_transaction },
      previous_attributes: { balance_transaction: null },
    });
    return true;
  }, 'the balance transaction is told');
  expect((await stripe.payouts.list()).data).toMatchObject([
    { amount: 9_700, status: 'in_transit' },
  ]);

  const [payout] = payouts;
  if (payout) payout.status = 'paid';
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 0 });
  expect((await stripe.payouts.list()).data).toMatchObject([{ amount: 9_700, status: 'paid' }]);
  expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 0 }]);
  const paid = await stripe.events.list({ type: 'payout.paid' });
  expect(paid.data.length).toBe(1);
  expect(await gateway.control('prove')).toMatchObject({ ok: true });

  const story = await gateway.control(`trace/${rrn}`);
  const told = JSON.stringify(story);
  for (const word of ['attempt_opened', '3-D Secure', 'capture advice', 'settled', 'book']) {
    expect(told).toContain(word);
  }
  expect(await gateway.control('payments?limit=5')).toMatchObject({
    payments: [{ id: intent.id, status: 'succeeded', rrn, card: { last4: '4242' } }],
  });
});

test('a payout that comes back is the merchant’s again', async () => {
  const [payout] = payouts;
  if (payout) payout.status = 'returned';
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  const { available } = await gateway.stripe.balance.retrieve();
  expect(available).toMatchObject([{ amount: 9_700 }]);
  expect(await gateway.control('prove')).toMatchObject({ ok: true });
});

test('every capture of a charge settles by itself, in whatever payout it comes', async () => {
  const { stripe, acquirer } = gateway;
  const card = { request_multicapture: 'if_available' } as const;
  const { id, latest_charge: source } = await stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: (await stripe.paymentMethods.create({ type: 'card', card: visa() })).id,
    payment_method_options: { card },
    capture_method: 'manual',
    confirm: true,
    return_url: 'https://shop.example/back',
  });
  const rrn = acquirer.of('0100').at(-1)?.fields[37] ?? '';
  const more = { final_capture: false };
  await stripe.paymentIntents.capture(id, { amount_to_capture: 3_000, ...more });
  await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, ...more });
  await stripe.paymentIntents.capture(id, { amount_to_capture: 1_000 });
  await until(() => acquirer.taken.get(rrn) === 6_000n, 'the captures are told');

  const item = (part: number, gross: number) => {
    const [grossMinor, feeMinor, netMinor] = [gross, gross * 0.03, gross * 0.97].map(String);
    const amounts = { grossMinor, feeMinor, netMinor, currency: 'BAM' };
    return { id: `itm_part_${part}`, kind: 'capture', rrn, part, ...amounts };
  };
  const settle = (name: string, amountMinor: string, items: readonly unknown[]) => {
    payouts.push({ id: name, status: 'created', amountMinor, items: [...items] });
    return gateway.control('settlements/import', {});
  };
  const transactions = async () =>
    (await stripe.balanceTransactions.list({ source: String(source) })).data.map(
      ({ amount, fee, net }) => [amount, fee, net],
    );
  expect(await settle('pay_b', '1940', [item(2, 2_000)])).toEqual({ imported: 1 });
  expect(await transactions()).toEqual([[2_000, 60, 1_940]]);
  // The second comes once more, as after a payout that failed, together with the other two.
  const all = [item(1, 3_000), item(2, 2_000), item(3, 1_000)];
  expect(await settle('pay_c', '5820', all)).toEqual({ imported: 1 });
  expect((await transactions()).sort()).toEqual([
    [1_000, 30, 970],
    [2_000, 60, 1_940],
    [3_000, 90, 2_910],
  ]);
  expect((await stripe.balance.retrieve()).pending).toMatchObject([{ amount: 0 }]);
  expect(await gateway.control('prove')).toMatchObject({ ok: true });
});

test('at cost a fee is what the acquirer reports, and what it holds back is no balance until it is released', async () => {
  const { stripe, acquirer } = gateway;
  const method = await stripe.paymentMethods.create({ type: 'card', card: visa() });
  const asked = { amount: 10_000, currency: 'bam', confirm: true } as const;
  const intent = await stripe.paymentIntents.create({
    ...{ ...asked, payment_method: method.id, return_url: 'https://shop.example/back' },
  });
  const rrn = acquirer.of('0100').at(-1)?.fields[37] ?? '';
  await until(() => acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
  const charge = String(intent.latest_charge);
  // Not settled is not priced: there is no line with a fee that might turn out to be another.
  expect((await stripe.charges.retrieve(charge)).balance_transaction).toBeNull();
  const refund = await stripe.refunds.create({ charge, amount: 3_000 });
  const toldBack = () => acquirer.of('0220').find(({ fields }) => fields[3] === '200000');
  await until(
    async () =>
      toldBack() !== undefined && (await stripe.refunds.retrieve(refund.id)).status === 'succeeded',
    'the refund is told',
  );
  const back = toldBack()?.fields[37] ?? '';
  const before = (await stripe.balance.retrieve()).available[0]?.amount ?? 0;
  const item = (kind: string, of: string, [gross, fee, interchange, scheme]: number[]) => ({
    ...{ id: `itm_${kind}_plus`, kind, rrn: of, currency: 'BAM', grossMinor: String(gross) },
    ...{ feeMinor: String(fee), interchangeMinor: String(interchange) },
    ...{ schemeFeeMinor: String(scheme), netMinor: String((gross ?? 0) - (fee ?? 0)) },
  });
  const hold = {
    ...{ id: 'rsv_1', holdId: 'rsv_1', kind: 'hold', currency: 'BAM', netMinor: '-1000' },
    releaseOn: '2026-12-01',
  };
  const paid = { status: 'created', amountMinor: '5861' };
  payouts.push({
    ...{ ...paid, id: 'pay_plus', reserves: [hold] },
    items: [
      item('capture', rrn, [10_000, 175, 120, 30]),
      item('refund', back, [-3_000, -36, -36, 0]),
    ],
  });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  const linesOf = async (source: string) =>
    (await stripe.balanceTransactions.list({ source })).data.map(({ fee, fee_details, net }) => {
      return [fee, net, fee_details.map(({ amount }) => amount)];
    });
  expect(await linesOf(charge)).toEqual([[175, 9_825, [25, 120, 30]]]);
  expect(await linesOf(refund.id)).toEqual([[-36, -2_964, [-36]]]);
  const held = await stripe.balanceTransactions.list({ type: 'reserve_hold' });
  expect(held.data).toMatchObject([
    { amount: -1_000, reporting_category: 'risk_reserved_funds', source: null },
  ]);
  expect(held.data[0]?.description).toBe('Held in reserve until 2026-12-01');
  const available = async () => (await stripe.balance.retrieve()).available[0]?.amount;
  expect(await available()).toBe(before + 5_861);

  // That payout came back: sale and hold come again in the next, and are booked already.
  const release = { ...hold, id: 'rsv_2', kind: 'release', netMinor: '1000' };
  payouts.push({
    ...paid,
    id: 'pay_more',
    amountMinor: '1000',
    reserves: [hold, release],
    items: [],
  });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  expect(await available()).toBe(before + 6_861);
  expect(await gateway.control('prove')).toMatchObject({ ok: true });
});

test('money for a payment that nobody here made is kept, and said until it is looked into', async () => {
  expect(await gateway.control('health')).toMatchObject({ details: { settlementsUnknown: 0 } });
  const item = { id: 'itm_9', kind: 'capture', rrn: '999999999999', currency: 'BAM' };
  const amounts = { grossMinor: '5000', feeMinor: '150', netMinor: '4850' };
  const stray = { status: 'created', amountMinor: '4850', items: [{ ...item, ...amounts }] };
  payouts.push({ ...stray, id: 'pay_2' });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  // The bank sent that payout back, and its items come again in another one.
  payouts.push({ ...stray, id: 'pay_3' });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 0 });
  const kept = await gateway.db.query(
    { text: 'select item_id, rrn, reference, net from settlement_stray' },
    (row) => row,
  );
  expect(kept).toEqual([{ item_id: 'itm_9', rrn: '999999999999', reference: 'pay_2', net: 4850n }]);
  expect(await gateway.control('health')).toMatchObject({
    ok: false,
    details: { settlementsUnknown: 1 },
  });
  const proof = await gateway.control('prove');
  expect(proof).toMatchObject({ ok: false });
  expect(proof).toHaveProperty(
    'findings',
    expect.arrayContaining([
      expect.objectContaining({
        what: 'settled_and_unknown',
        where: 'acct_diva 999999999999',
        detail: 'capture itm_9 in pay_2 of zelena, 4850 BAM net',
      }),
    ]),
  );

  // A second capture of a charge that was captured once: the payment is ours, that part is not.
  const rrn = gateway.acquirer.of('0100')[0]?.fields[37];
  const items = [{ ...item, ...amounts, id: 'itm_10', rrn, part: 2 }];
  payouts.push({ ...stray, id: 'pay_4', items });
  expect(await gateway.control('settlements/import', {})).toEqual({ imported: 1 });
  expect(await gateway.control('health')).toMatchObject({ details: { settlementsUnknown: 2 } });
});
