// A list costs as many round trips with ten rows as with two, whatever is expanded in it, and at an older
// version too, whose answers hold more inside.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { pay } from '../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const rows = 10;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  for (let row = 0; row < rows; row += 1) await makeOneOfEach(row);
});
afterAll(() => gateway.close());

async function makeOneOfEach(row: number): Promise<void> {
  const { stripe } = gateway;
  const customer = await stripe.customers.create({ email: `hana${row}@example.com` });
  const paid = await pay(gateway, { customer: customer.id });
  await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
  await stripe.setupIntents.create({ customer: customer.id });
  const price = await stripe.prices.create({
    ...{ currency: 'bam', unit_amount: 900, product_data: { name: `Soap ${row}` } },
    currency_options: { eur: { unit_amount: 450 } },
  });
  await stripe.products.update(String(price.product), { default_price: price.id });
  await stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 1 }] });
  await stripe.checkout.sessions.create({
    ...{ mode: 'payment', success_url: 'https://shop.example/thanks' },
    line_items: [{ price: price.id, quantity: 1 }],
  });
  const png = Buffer.from('89504e470d0a1a0a', 'hex');
  const file = await stripe.files.create({
    purpose: 'dispute_evidence',
    file: { data: png, name: 'proof.png', type: 'image/png' },
  });
  await stripe.fileLinks.create({ file: file.id });
}

type Case = {
  readonly list: string;
  readonly expand: readonly string[];
  readonly version?: string;
};

const cases: readonly Case[] = [
  { list: 'payment_intents', expand: [] },
  {
    list: 'payment_intents',
    expand: [
      ...['data.latest_charge.refunds', 'data.latest_charge.balance_transaction'],
      ...['data.payment_method', 'data.customer'],
    ],
  },
  { list: 'payment_intents', expand: [], version: '2022-08-01' },
  { list: 'charges', expand: ['data.refunds', 'data.payment_intent.customer', 'data.customer'] },
  { list: 'charges', expand: [], version: '2022-08-01' },
  { list: 'refunds', expand: ['data.charge.refunds', 'data.payment_intent'] },
  { list: 'refunds', expand: ['data.charge'], version: '2022-08-01' },
  { list: 'customers', expand: [] },
  { list: 'setup_intents', expand: ['data.customer', 'data.payment_method'] },
  { list: 'checkout/sessions', expand: ['data.line_items.data.price.product'] },
  { list: 'checkout/sessions', expand: ['data.payment_intent.latest_charge'] },
  { list: 'payment_links', expand: ['data.line_items.data.price'] },
  { list: 'products', expand: ['data.default_price.product'] },
  { list: 'prices', expand: ['data.currency_options', 'data.tiers', 'data.product'] },
  { list: 'files', expand: [] },
  { list: 'file_links', expand: ['data.file'] },
  { list: 'events', expand: [] },
  { list: 'balance_transactions', expand: ['data.source'] },
  { list: 'payouts', expand: [] },
  { list: 'disputes', expand: [] },
];

async function ask({ list, expand, version }: Case, limit: number): Promise<number> {
  const query = [`limit=${limit}`, ...expand.map((path) => `expand[]=${path}`)].join('&');
  const before = gateway.roundTrips();
  const answer = await fetch(`${gateway.url}/v1/${list}?${query}`, {
    headers: {
      authorization: 'Bearer sk_test_diva',
      ...(version !== undefined && { 'stripe-version': version }),
    },
  });
  const spent = gateway.roundTrips() - before;
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"data"')]);
  return spent;
}

test.each(cases)('$list with $expand at $version', async (one) => {
  // Jobs and the sealer may join a count, so the best of a few runs counts.
  const best = async (limit: number) => {
    const counts: number[] = [];
    for (let run = 0; run < 5; run += 1) counts.push(await ask(one, limit));
    return Math.min(...counts);
  };
  const few = await best(2);
  expect(await best(rows)).toBe(few);
});
