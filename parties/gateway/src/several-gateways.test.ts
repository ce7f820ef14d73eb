// Two gateway processes on one database, behind one acquirer: whatever comes to both at once has one
// effect, and when one of them is killed the other, and its successor, leave nothing doubled or lost.

import { column, openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { prove } from './operators/prove.ts';
import { openSurroundings, type Program, type Surroundings } from './testing/gateway-program.ts';
import { merchant, until, visa } from './testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from './testing/test-shop.ts';

let surroundings: Surroundings;
let shop: TestShop;
let one: Program;
let other: Program;
const start = () => {
  const webhooks = [{ url: shop.url, secret: webhookSecret }];
  return surroundings.start({
    merchants: [{ ...merchant('diva', 'BAM'), webhooks }],
    webhooks: local,
  });
};
const local = { allowPrivateAddresses: true };

beforeAll(async () => {
  surroundings = await openSurroundings();
  shop = await startTestShop(Date.now);
  // At the same moment, both under the name that they have by default.
  [one, other] = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await surroundings[Symbol.asyncDispose]();
  await shop.close();
});
beforeEach(() => surroundings.acquirer.onAuthorization(() => ({ do: 'approve' })));

const both = () => [one.stripe, other.stripe];

async function rows(text: string): Promise<string[]> {
  await using db = openDatabase({
    ...{ url: surroundings.databaseUrl, schema: 'gateway', log: silentLog, name: 'test' },
  });
  return db.query({ text }, (row) => column.text(row, 'said'));
}

async function expectProved() {
  await using db = openDatabase({
    ...{ url: surroundings.databaseUrl, schema: 'gateway', log: silentLog, name: 'test' },
  });
  expect((await prove(db)).findings).toEqual([]);
}

const toldOf = (type: string) =>
  shop.events.filter((event) => event.type === type).map(({ id }) => id);

/** Until an answer comes, with one key; whoever is there is asked. */
async function insist<T>(ask: (at: Stripe) => Promise<T>): Promise<T> {
  let answer: T | undefined;
  let turn = 0;
  await until(async () => {
    turn += 1;
    const at = both()[turn % 2];
    answer = at && (await ask(at).catch(unlessUnanswered));
    return answer !== undefined;
  }, 'an answer');
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** Nobody is there, or another request with this key is at work. */
function unlessUnanswered(error: unknown): undefined {
  const { statusCode } = error as Stripe.errors.StripeError;
  if (statusCode === undefined || statusCode === 409) return undefined;
  throw error;
}

/** A payment whose message may never have left is ended, uncharged; the answer names it. */
function uncharged(error: unknown): { readonly id: string } {
  const { statusCode, payment_intent } = error as Stripe.errors.StripeError;
  if (statusCode !== 402 || payment_intent === undefined) throw error;
  return payment_intent;
}

const paying = async (number: number, amount = 5_000) => {
  const method = await insist((at) => at.paymentMethods.create({ type: 'card', card: visa() }));
  const params = {
    ...{ amount, currency: 'bam', payment_method: method.id, confirm: true },
    return_url: 'https://shop.example/back',
  };
  const idempotencyKey = `order-${number}-${method.id}`;
  return (at: Stripe) => at.paymentIntents.create(params, { idempotencyKey });
};

test('each has a name of its own, by which it finds what it left', async () => {
  await Promise.all(both().map(async (at) => (await paying(0))(at)));
  const owners = await rows('select distinct owner as said from payment_attempt order by 1');
  expect(owners).toEqual(['gateway-1', 'gateway-1+2']);
});

test('one key at both at once is one payment, told once', async () => {
  const asked = surroundings.acquirer.of('0100').length;
  const wishes = await Promise.all(Array.from({ length: 10 }, (_, at) => paying(at)));
  await Promise.allSettled(wishes.flatMap((wish) => both().map(wish)));
  const paid: string[] = [];
  for (const wish of wishes) {
    const [here, there] = [await insist(wish), await insist(wish)];
    expect(there).toMatchObject({ id: here.id, status: 'succeeded' });
    paid.push(here.id);
  }
  expect(surroundings.acquirer.of('0100').length - asked).toBe(wishes.length);
  await until(() => {
    const told = shop.events.flatMap((event) =>
      event.type === 'payment_intent.succeeded' ? [event.data.object.id] : [],
    );
    return paid.every((id) => told.includes(id));
  }, 'all are told');
  expect(new Set(shop.events.map(({ id }) => id)).size).toBe(shop.events.length);
  await expectProved();
});

test('refunds that race at both give back no more than was taken', async () => {
  const paid = await insist(await paying(30));
  const tries = await Promise.allSettled(
    Array.from({ length: 12 }, (_, at) =>
      both()[at % 2]?.refunds.create({ payment_intent: paid.id, amount: 900 }),
    ),
  );
  const done = tries.filter(({ status }) => status === 'fulfilled').length;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThanOrEqual(5);
  const [rrn] = await rows(
    `select rrn as said from payment_attempt where intent_id = '${paid.id}'`,
  );
  const left = 5_000n - 900n * BigInt(done);
  await until(() => surroundings.acquirer.taken.get(rrn ?? '') === left, 'the bank is told');
  await expectProved();
});

test('one that is killed in the middle leaves nothing doubled and nothing lost', async () => {
  const { acquirer } = surroundings;
  const before = acquirer.of('0100').length;
  let asked = 0;
  // Some answers come only when their asker is no more.
  acquirer.onAuthorization(() => {
    asked += 1;
    return { do: asked % 5 === 0 && asked < 20 ? 'late' : 'approve' };
  });
  const orders = Array.from({ length: 30 }, async (_, at) => {
    const wish = await paying(100 + at);
    return insist((there) => wish(there).catch(uncharged));
  });
  await until(() => asked >= 15, 'half of them are on their way');
  await other.kill();
  acquirer.onAuthorization(() => ({ do: 'approve' }));
  acquirer.answerLate();
  other = await start();
  const ends = await Promise.all(orders);
  expect(new Set(ends.map(({ id }) => id)).size).toBe(30);
  // Its successor asked the bank about what it had left.
  expect(acquirer.of('0600').length).toBeGreaterThan(0);
  const isNone = async (text: string) => (await rows(text)).length === 0;
  const underWay = `select id as said from payment_attempt where state in ('open', 'unknown')`;
  await until(() => isNone(underWay), 'every attempt has ended');
  const told = acquirer.of('0100').slice(before);
  for (const field of [11, 37] as const) {
    expect(new Set(told.map(({ fields }) => fields[field])).size).toBe(told.length);
  }
  const paid = await rows(`
    select a.rrn as said
    from payment_intent i
    join payment_attempt a on a.account_id = i.account_id and a.id = i.attempt_id
    where i.status = 'succeeded'
    order by 1`);
  expect(paid.length).toBeGreaterThan(20);
  await until(() => paid.every((rrn) => acquirer.taken.has(rrn)), 'what is paid is taken');
  await until(() => acquirer.held.size === paid.length, 'and nothing else is held');
  expect([...acquirer.held.keys()].sort()).toEqual(paid);
  const waiting = `select event_id as said from webhook_delivery where state = 'waiting'`;
  await until(() => isNone(waiting), 'all is told');
  // Only what the killed one was sending may have come twice, and then under the same name.
  const succeeded = `select id as said from event where type = 'payment_intent.succeeded' order by 1`;
  const heard = new Set(toldOf('payment_intent.succeeded'));
  expect([...heard].sort()).toEqual(await rows(succeeded));
  expect(heard.size).toBe(paid.length);
  await expectProved();
}, 90_000);
