// Searching with the official client: what a merchant finds is what there is, at once.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, pay } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.acquirer.onAuthorization(() => ({ do: 'approve' })));

type Named = { readonly data: readonly { readonly id: string }[] };
const idsIn = ({ data }: Named) => data.map(({ id }) => id);

describe('a payment', () => {
  test('is found by what it is at each step, and its charge too', async () => {
    const { stripe } = gateway;
    const metadata = { order_id: '6735' };
    const intents = async (query: string) => idsIn(await stripe.paymentIntents.search({ query }));
    const charges = async (query: string) =>
      idsIn(await stripe.charges.search({ query: `metadata['order_id']:'6735' AND ${query}` }));

    const wish = { amount: 7_300, capture_method: 'manual', metadata } as const;
    const intent = await pay(gateway, wish);
    const charge = String(intent.latest_charge);
    const query = `metadata['order_id']:'6735'`;
    expect(await stripe.paymentIntents.search({ query })).toMatchObject({
      object: 'search_result',
      url: '/v1/payment_intents/search',
      has_more: false,
      next_page: null,
      data: [await stripe.paymentIntents.retrieve(intent.id)],
    });
    expect(await intents(`${query} status:"requires_capture" amount>7000`)).toEqual([intent.id]);
    expect(await charges('payment_method_details.card.last4:4242')).toEqual([charge]);
    expect(await charges('payment_method_details.card.brand:"VISA" currency:"bam"')).toEqual([
      charge,
    ]);
    expect(await charges('payment_method_details.card_present.last4:4242')).toEqual([]);
    expect(await charges('refunded:null')).toEqual([charge]);

    await stripe.paymentIntents.capture(intent.id);
    expect(await intents(`${query} status:"requires_capture"`)).toEqual([]);
    expect(await intents(`${query} status:"succeeded"`)).toEqual([intent.id]);

    await stripe.refunds.create({ payment_intent: intent.id, amount: 300 });
    expect(await charges('refunded:null')).toEqual([]);
    expect(await charges('refunded:"false"')).toEqual([charge]);
    await stripe.refunds.create({ payment_intent: intent.id });
    expect(await charges('refunded:"true"')).toEqual([charge]);
    expect(await charges('-refunded:"true"')).toEqual([]);

    await stripe.paymentIntents.update(intent.id, { metadata: { order_id: '6736' } });
    expect(await intents(query)).toEqual([]);
    expect(await intents(`metadata["order_id"]:"6736"`)).toEqual([intent.id]);
  });

  test('that was refused stands there as failed', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const error = await errorOf(pay(gateway, { amount: 31_337 }));
    const id = error.payment_intent?.id;
    const intents = await gateway.stripe.paymentIntents.search({
      query: 'amount:31337 status:"requires_payment_method"',
    });
    expect(idsIn(intents)).toEqual([id]);
    const charges = await gateway.stripe.charges.search({ query: 'amount:31337 status:"failed"' });
    expect(charges.data[0]?.payment_intent).toBe(id);
  });

  test('of another merchant is never found', async () => {
    await pay(gateway, { amount: 4_711 });
    const { stripe, other } = gateway;
    for (const query of ['amount:4711', '-status:"canceled"', 'created>0', '-metadata["x"]:"y"']) {
      expect((await stripe.paymentIntents.search({ query })).data).not.toEqual([]);
      expect((await other.paymentIntents.search({ query })).data).toEqual([]);
      expect((await other.charges.search({ query })).data).toEqual([]);
    }
  });

  test('is found the moment it is answered, however many are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        gateway.stripe.paymentIntents.create({
          amount: 100 + n,
          currency: 'bam',
          metadata: { batch: 'twelve', n: String(n) },
        }),
      ),
    );
    const found = await gateway.stripe.paymentIntents.search({
      query: 'metadata["batch"]:"twelve"',
      limit: 100,
    });
    expect(idsIn(found).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    const some = await gateway.stripe.paymentIntents.search({
      query: 'metadata["n"]:"3" OR metadata["n"]:"7" OR metadata["n"]:"x"',
    });
    expect(some.data.map(({ amount }) => amount).toSorted()).toEqual([103, 107]);
  });
});

describe('customers', () => {
  test('are found by name, e-mail and what they are to the merchant', async () => {
    const { stripe, other } = gateway;
    const email = 'Hana.Hodzic@mail.example';
    const { id } = await stripe.customers.create({ email, name: 'Hana Hodžić' });
    await other.customers.create({ email, name: 'Hana Hodžić' });
    const found = async (query: string) => idsIn(await stripe.customers.search({ query }));
    expect(await found('email:"hana.hodzic@mail.example"')).toEqual([id]);
    expect(await found('name~"HODŽ" AND phone:null')).toEqual([id]);
    await stripe.customers.update(id, { phone: '+38761222333', metadata: { vip: 'yes' } });
    expect(await found('phone:"+38761222333" -metadata["vip"]:null')).toEqual([id]);
    expect(await found('name~"hodž" AND phone:null')).toEqual([]);
    await stripe.customers.del(id);
    expect(await found('email:"hana.hodzic@mail.example"')).toEqual([]);
  });

  test('stand whole in a found payment when the search expands them', async () => {
    const { stripe } = gateway;
    const customer = await stripe.customers.create({ name: 'Whole' });
    const made = { amount: 555, currency: 'bam', customer: customer.id };
    await stripe.paymentIntents.create(made);
    const query = `customer:"${customer.id}"`;
    const expand = ['data.customer', 'total_count'];
    const found = await stripe.paymentIntents.search({ query, expand });
    expect(found).toMatchObject({ total_count: 1, data: [{ amount: 555, customer }] });
  });
});

describe('products', () => {
  test('are paged through by the client, while others are made', async () => {
    const { stripe } = gateway;
    const names = Array.from({ length: 250 }, (_, n) => `Soap of lavender ${n}`);
    for (let from = 0; from < names.length; from += 25) {
      await Promise.all(
        names.slice(from, from + 25).map((name) => stripe.products.create({ name })),
      );
    }
    const found: string[] = [];
    for await (const product of stripe.products.search({ query: 'name~"lavender"', limit: 50 })) {
      if (found.length === 60) await stripe.products.create({ name: 'Soap of lavender, late' });
      found.push(product.name);
    }
    expect(found.toSorted()).toEqual(names.toSorted());
    const counted = await stripe.products.search({
      query: 'name:"soap of lavender"',
      limit: 1,
      expand: ['total_count'],
    });
    expect(counted).toMatchObject({ total_count: 251, has_more: true });
    expect(counted.data[0]?.name).toBe('Soap of lavender, late');
  }, 60_000);

  test('are found as changed, and not at all when deleted', async () => {
    const { stripe } = gateway;
    const url = 'https://shop.example/dinosaur_swag';
    const { id } = await stripe.products.create({ name: 'Tooth brush', url, shippable: true });
    const found = async (query: string) => idsIn(await stripe.products.search({ query }));
    expect(await found('url~"/dinosaur_swag" shippable:"true" description:null')).toEqual([id]);
    await stripe.products.update(id, { description: 'Two t-shirts', active: false });
    expect(await found('description~"t-shirts" AND active:"false"')).toEqual([id]);
    expect(await found('url~"/dinosaur_swag" active:"true"')).toEqual([]);
    await stripe.products.del(id);
    expect(await found('url~"/dinosaur_swag"')).toEqual([]);
  });

  test('made along with a price are found like others, and the price by its key', async () => {
    const { stripe } = gateway;
    const product_data = { name: 'Candle of beeswax' };
    const wish = { currency: 'bam', unit_amount: 900, lookup_key: 'candle_monthly', product_data };
    const price = await stripe.prices.create(wish);
    const products = await stripe.products.search({ query: 'name~"beeswax"' });
    expect(idsIn(products)).toEqual([price.product]);
    const found = async (query: string) => idsIn(await stripe.prices.search({ query }));
    expect(await found(`product:"${price.product}" active:"true"`)).toEqual([price.id]);
    const next = await stripe.prices.create({
      ...{ currency: 'bam', unit_amount: 950, product: String(price.product) },
      ...{ lookup_key: 'candle_monthly', transfer_lookup_key: true },
    });
    expect(await found('lookup_key:"candle_monthly"')).toEqual([next.id]);
    expect(await found(`product:"${price.product}" lookup_key:null`)).toEqual([price.id]);
  });

  test('of a page cost two statements and their transaction, not one each', async () => {
    const ask = async (limit: number) => {
      const before = gateway.roundTrips();
      await gateway.stripe.products.search({ query: 'name~"lavender"', limit });
      return gateway.roundTrips() - before;
    };
    const counts: number[] = [];
    // The sealer may join a count, so the best run counts.
    await until(async () => counts.push(await ask(100)) > 3, 'four runs');
    expect(Math.min(...counts)).toBe(5);
  });
});

describe('a search that cannot be', () => {
  test.each([
    [{ query: 'foo:"bar"' }, 'query', /Field `foo` is an unsupported search field/],
    [{ query: 'asdf' }, 'query', /unsupported search field.*At character 1/],
    [{ query: 'status:succeeded' }, 'query', /We were unable to parse.*quotation marks.*8/],
    [{ query: '' }, 'query', /The query is empty/],
    [{ query: 'amount>1 AND amount<9 OR amount:4' }, 'query', /cannot be mixed/],
    [{ query: 'amount>1', page: 'nothing' }, 'page', /does not belong to this query/],
    [{ query: 'amount>1', limit: 101 }, 'limit', /at most 100/],
    [{ query: 'amount>1', starting_after: 'pi_1' }, 'starting_after', /unknown parameter/],
    [{}, 'query', /Missing required param: query/],
  ])('%j is refused by its %s', async (asked, param, message) => {
    const params = { query: '', ...asked };
    const call =
      'query' in asked
        ? gateway.stripe.paymentIntents.search(params)
        : gateway.stripe.rawRequest('GET', '/v1/payment_intents/search');
    const error = await errorOf(call);
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param });
    expect(error.message).toMatch(message);
  });
});
