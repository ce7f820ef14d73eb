// kill -9 between any two steps: a real gateway is killed before and after each commit of a request,
// started again, and asked the same with the same key. There is one effect, whatever the moment.

import { openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prove } from './operators/prove.ts';
import { filledIn } from './testing/connected.ts';
import { type DatabaseLine, type Moment, openDatabaseLine } from './testing/database-line.ts';
import { openSurroundings, type Program, type Surroundings } from './testing/gateway-program.ts';
import { back } from './testing/paying.ts';
import { controlKey, until, visa } from './testing/test-gateway.ts';

let surroundings: Surroundings;
let line: DatabaseLine;
let program: Program;
beforeAll(async () => {
  surroundings = await openSurroundings();
  line = await openDatabaseLine(surroundings.databaseUrl);
  program = await surroundings.start({ databaseUrl: line.url });
});
afterAll(async () => {
  await surroundings[Symbol.asyncDispose]();
  await line[Symbol.asyncDispose]();
});

type Options = { readonly idempotencyKey: string };

type Deed<Before> = {
  /** What must be there; `word` is of this attempt alone. */
  readonly before: (stripe: Stripe, word: string) => Promise<Before>;
  readonly act: (stripe: Stripe, before: Before, options: Options) => Promise<unknown>;
  /** How often it was done. */
  readonly effects: (stripe: Stripe, before: Before) => Promise<number>;
};

/** A deed with its tests: only here is known what `before` hands to the others. */
const deed =
  <Before>(one: Deed<Before>) =>
  (moment: Moment): Promise<void> =>
    killAtEach(one, moment);

const cardOf = (stripe: Stripe) => stripe.paymentMethods.create({ type: 'card', card: visa() });

async function paid(stripe: Stripe, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { id: payment_method } = await cardOf(stripe);
  const intent = {
    amount: 5_000,
    currency: 'bam',
    payment_method,
    confirm: true,
    return_url: back,
  };
  return stripe.paymentIntents.create({ ...intent, ...more });
}

const deeds = {
  'a payment': deed({
    before: async (stripe, word) => ({ method: (await cardOf(stripe)).id, word }),
    act: (stripe, { method, word }, options) => {
      const wish = { amount: amountOf(word), currency: 'bam', payment_method: method };
      const params = { ...wish, confirm: true, return_url: back, metadata: { word } };
      return stripe.paymentIntents.create(params, options);
    },
    effects: async (stripe, { word }) => {
      const { data } = await stripe.paymentIntents.list({ limit: 100 });
      const own = data.filter(({ metadata }) => metadata['word'] === word);
      // What the bank holds is what the payment says: nothing is held for one that has not succeeded.
      const held = () => surroundings.acquirer.of('0100').filter(isHeldFor(amountOf(word))).length;
      const meant = own.filter(({ status }) => status === 'succeeded').length;
      await until(() => held() === meant, 'the bank holds what was paid');
      return own.length;
    },
  }),
  'a capture': deed({
    before: (stripe) => paid(stripe, { capture_method: 'manual' }),
    act: (stripe, { id }, options) =>
      stripe.paymentIntents.capture(id, { amount_to_capture: 2_000 }, options),
    effects: async (stripe, { id }) => {
      const { amount_received: received } = await stripe.paymentIntents.retrieve(id);
      return received / 2_000;
    },
  }),
  'a refund': deed({
    before: (stripe) => paid(stripe),
    act: (stripe, { id: payment_intent }, options) =>
      stripe.refunds.create({ payment_intent, amount: 1_000 }, options),
    effects: async (stripe, { id: payment_intent }) =>
      (await stripe.refunds.list({ payment_intent })).data.length,
  }),
  'a setup': deed({
    before: async (stripe) => {
      const { id: payment_method } = await cardOf(stripe);
      const { id: customer } = await stripe.customers.create({});
      return stripe.setupIntents.create({ payment_method, customer });
    },
    act: (stripe, { id }, options) =>
      stripe.setupIntents.confirm(id, { return_url: back }, options),
    // A verification that nobody heard the end of keeps no card, and says so.
    effects: async (stripe, { id, customer }) => {
      const { status } = await stripe.setupIntents.retrieve(id);
      const kept = await stripe.customers.listPaymentMethods(String(customer));
      return 1 + kept.data.length - (status === 'succeeded' ? 1 : 0);
    },
  }),
  'a customer': deed({
    before: async (_, word) => ({ email: `${word}@shop.example` }),
    act: (stripe, before, options) => stripe.customers.create(before, options),
    effects: async (stripe, before) => (await stripe.customers.list(before)).data.length,
  }),
  'a transfer': deed({
    before: async (stripe) => {
      const { latest_charge: source } = await paid(stripe);
      const { id: destination } = await stripe.accounts.create(filledIn);
      return { destination, source_transaction: String(source) };
    },
    act: (stripe, to, options) =>
      stripe.transfers.create({ amount: 1_000, currency: 'bam', ...to }, options),
    effects: async (stripe, { destination }) =>
      (await stripe.transfers.list({ destination })).data.length,
  }),
};

let words = 0;
const amountOf = (word: string) => 7_000 + Number(word.replace(/\D/g, ''));

describe.each(Object.entries(deeds))('%s', (_, one) => {
  test.each(['before', 'after'] as const)(
    'killed %s each of its commits is made once',
    one,
    240_000,
  );
});

async function killAtEach<Before>(one: Deed<Before>, moment: Moment): Promise<void> {
  for (let count = 1; ; count += 1) {
    words += 1;
    const word = `run${words}`;
    const options = { idempotencyKey: `key-${word}` };
    const before = await one.before(program.stripe, word);
    await quiet();
    let killed: Promise<void> | undefined;
    line.callAt(count, moment, () => {
      killed ??= program.kill();
    });
    const answer = await one.act(program.stripe, before, options).then(
      () => 'answered',
      (error: unknown) => error,
    );
    line.release();
    if (killed === undefined) {
      expect(answer).toBe('answered');
      expect(await one.effects(program.stripe, before)).toBe(1);
      process.stdout.write(`killed ${moment} a commit ${count - 1}×: done once each time\n`);
      expect(count, 'there was a commit to be killed at').toBeGreaterThan(1);
      return expectBalanced();
    }
    await killed;
    program = await surroundings.start({ databaseUrl: line.url });
    await retried(() => one.act(program.stripe, before, options));
    expect(await one.effects(program.stripe, before)).toBe(1);
  }
}

/** As the official client does: again with the same key while the first is not settled. */
async function retried(act: () => Promise<unknown>): Promise<void> {
  await until(
    () =>
      act().then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Stripe.errors.StripeError)) throw error;
          return error.statusCode !== 409;
        },
      ),
    'the retry is answered',
  );
}

/** What goes on by itself is done, so that the next commits are those of the request. */
async function quiet(): Promise<void> {
  const answer = await fetch(`${program.url}/_kassa/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ offsetMs: 0 }),
  });
  expect(answer.status).toBe(200);
}

function isHeldFor(amount: number) {
  const { held } = surroundings.acquirer;
  return ({ fields }: { readonly fields: { readonly [field: number]: string | undefined } }) =>
    Number(fields[4]) === amount && held.has(fields[37] ?? '');
}

async function expectBalanced(): Promise<void> {
  const url = surroundings.databaseUrl;
  await using db = openDatabase({ url, schema: 'gateway', log: silentLog, name: 'test' });
  expect((await prove(db)).findings).toEqual([]);
}
