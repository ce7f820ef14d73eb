// Over capacity on the wire: one seat at the only provider, real requests of merchants and of buyers.

import { column } from '@kassa/database';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hana, postForm, pressPay, seenOn, whereTo } from '../testing/hosted-page.ts';
import { errorOf } from '../testing/paying.ts';
import {
  acquirerAt,
  merchant,
  startTestGateway,
  type TestGateway,
  until,
} from '../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  const zelena = { ...acquirerAt(gateway.acquirer.port), inFlightMax: 1, timeoutMs: 60_000 };
  const nordlys = merchant('nordlys', 'NOK');
  await gateway.restart({
    acquirers: [zelena, { ...zelena, name: 'crvena', inFlightMax: 64 }],
    merchants: [
      merchant('diva', 'BAM'),
      { ...nordlys, acquirer: { ...nordlys.acquirer, provider: 'crvena' } },
    ],
    capacity: { confirmsMax: 3, waitingMax: 3 },
  });
  await until(async () => {
    const { providers } = Object(await gateway.control('routing'));
    return providers.every((one: { isConnected: boolean }) => one.isConnected);
  }, 'the line is up');
});
afterAll(() => gateway.close());
afterEach(async () => {
  gateway.directory.onCard(() => 'Y');
  await letGo();
});

const sent = () => gateway.acquirer.of('0100').length;

/** Takes the only seat until `letGo`. */
async function takeSeat(): Promise<{ readonly done: Promise<Stripe.PaymentIntent> }> {
  await until(async () => {
    const { providers } = Object(await gateway.control('routing'));
    return providers.every((one: { inFlight: number }) => one.inFlight === 0);
  }, 'nothing is under way');
  gateway.acquirer.onAuthorization(() => ({ do: 'late' }));
  const before = sent();
  const done = pay(gateway.stripe);
  await until(() => sent() === before + 1, 'the bank is asked');
  return { done };
}

async function letGo(): Promise<void> {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.answerLate();
}

const pay = (stripe: Stripe, more: Stripe.RequestOptions = {}) =>
  stripe.paymentIntents.create(
    {
      ...{ amount: 500, currency: 'bam', payment_method: 'pm_card_visa' },
      ...{ confirm: true, return_url: 'https://shop.example/back' },
    },
    more,
  );

const openSession = () =>
  gateway.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/done',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'bam', unit_amount: 900, product_data: { name: 'Soap' } },
      },
    ],
  });
const lookAt = (id: string, path = '') =>
  fetch(`${gateway.url}/c/${id}${path}`, { redirect: 'manual' });
const stateOf = async (id: string): Promise<{ state: string; ahead?: number }> =>
  JSON.parse(await (await lookAt(id, '/state')).text());
const asJson = { 'content-type': 'application/x-www-form-urlencoded' };

test('the API answers 503, keeps nothing of it, and the same key goes through later', async () => {
  const seat = await takeSeat();
  const intent = await gateway.stripe.paymentIntents.create({
    ...{ amount: 700, currency: 'bam', payment_method: 'pm_card_visa' },
  });
  const ask = (key: string) =>
    fetch(`${gateway.url}/v1/payment_intents/${intent.id}/confirm`, {
      method: 'POST',
      headers: { ...asJson, authorization: 'Bearer sk_test_diva', 'idempotency-key': key },
      body: new URLSearchParams({ return_url: 'https://shop.example/back' }),
    });
  const asked = sent();
  const answer = await ask('full-1');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('stripe-should-retry')).toBe('true');
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await answer.json()).toMatchObject({
    error: { type: 'api_error', code: 'over_capacity' },
  });
  expect(sent()).toBe(asked);
  const now = await gateway.stripe.paymentIntents.retrieve(intent.id);
  expect(now).toMatchObject({ status: 'requires_confirmation', last_payment_error: null });
  // Created and confirmed at once: there is no payment at all.
  const error = await errorOf(pay(gateway.stripe, { idempotencyKey: 'full-2' }));
  expect(error).toMatchObject({ statusCode: 503, code: 'over_capacity' });
  // A payment that is over says so first, however full it is.
  const canceled = await gateway.stripe.paymentIntents.cancel(
    (await gateway.stripe.paymentIntents.create({ amount: 100, currency: 'bam' })).id,
  );
  const again = gateway.stripe.paymentIntents.confirm(canceled.id, {
    payment_method: 'pm_card_visa',
  });
  expect(await errorOf(again)).toMatchObject({ code: 'payment_intent_unexpected_state' });
  await letGo();
  expect(await seat.done).toMatchObject({ status: 'succeeded' });
  expect(await (await ask('full-1')).json()).toMatchObject({ id: intent.id, status: 'succeeded' });
  const replayed = await ask('full-1');
  expect(replayed.headers.get('idempotent-replayed')).toBe('true');
  expect(await pay(gateway.stripe, { idempotencyKey: 'full-2' })).toMatchObject({
    status: 'succeeded',
  });
});

test('the official client comes back by itself, and pays once', async () => {
  const seat = await takeSeat();
  const { hostname, port } = new URL(gateway.url);
  const statuses: number[] = [];
  const httpClient = Stripe.createFetchHttpClient(async (...asked: Parameters<typeof fetch>) => {
    const answer = await fetch(...asked);
    statuses.push(answer.status);
    return answer;
  });
  const options = { host: hostname, port, protocol: 'http', maxNetworkRetries: 20 } as const;
  const client = new Stripe('sk_test_diva', { ...options, httpClient });
  const before = sent();
  const paying = pay(client);
  await until(() => statuses.includes(503), 'it was turned away');
  await letGo();
  await seat.done;
  expect(await paying).toMatchObject({ status: 'succeeded' });
  expect(sent()).toBe(before + 1);
});

test('beyond so many confirms the gateway as a whole answers at once', async () => {
  gateway.acquirer.onAuthorization(() => ({ do: 'late' }));
  const before = sent();
  // At a provider with seats enough; the other one has nothing to do.
  const paying = [0, 1, 2].map(() => pay(gateway.other));
  await until(() => sent() === before + 3, 'the bank is asked');
  const error = await errorOf(pay(gateway.stripe));
  expect(error).toMatchObject({ statusCode: 503, code: 'over_capacity' });
  await letGo();
  for (const one of await Promise.all(paying)) expect(one.status).toBe('succeeded');
});

test('buyers keep their places, in order, without typing their cards again', async () => {
  const seat = await takeSeat();
  const [first, second, third, fourth] = await Promise.all([0, 1, 2, 3].map(openSession));
  if (!first || !second || !third || !fourth) throw new Error('four sessions');
  const before = sent();
  expect(whereTo(await pressPay(gateway, first.id))).toBe(`/c/${first.id}/wait`);
  expect(whereTo(await pressPay(gateway, second.id))).toBe(`/c/${second.id}/wait`);
  // A second tab has shown the form before, and a double click is no second place either.
  const clicks = await Promise.all([pressPay(gateway, third.id), pressPay(gateway, third.id)]);
  expect(clicks.map(whereTo)).toEqual([`/c/${third.id}/wait`, `/c/${third.id}/wait`]);
  const states = await Promise.all([first, second, third].map(({ id }) => stateOf(id)));
  expect(states).toEqual([0, 1, 2].map((ahead) => ({ state: 'queued', ahead })));
  const page = await (await lookAt(third.id, '/wait')).text();
  for (const text of ['You have not been charged', 'In front of you: 2', 'noscript']) {
    expect(page).toContain(text);
  }
  expect(page).not.toContain('name="number"');
  // The room is full.
  expect(whereTo(await pressPay(gateway, fourth.id))).toBe(`/c/${fourth.id}`);
  expect(await (await lookAt(fourth.id)).text()).toContain('Too many people were paying at once');
  // The second gives up.
  expect(whereTo(await postForm(gateway, `${second.id}/leave`, {}))).toBe(`/c/${second.id}`);
  expect(await (await lookAt(second.id)).text()).toContain('name="number"');
  const cards = await cardsStored();
  gateway.acquirer.onAuthorization(() => ({ do: 'late' }));
  gateway.acquirer.answerLate();
  await seat.done;
  await until(() => sent() === before + 1, 'the first is let in');
  await until(async () => (await stateOf(third.id)).ahead === 0, 'the third is next');
  // Who waits has a card in memory alone; who is let in, in the vault.
  expect(await cardsStored()).toBe(cards + 1);
  await letGo();
  for (const { id } of [first, third]) {
    await until(async () => (await stateOf(id)).state === 'decided', 'both have paid');
  }
  for (const { id } of [first, third]) {
    expect(whereTo(await lookAt(id, '/wait?was=queued'))).toBe('https://shop.example/done');
  }
  expect(sent()).toBe(before + 2);
  const orders = gateway.acquirer.of('0100').slice(before);
  expect(orders.map(({ fields }) => fields[4])).toEqual(['000000000900', '000000000900']);
  const left = await gateway.stripe.checkout.sessions.retrieve(second.id);
  expect(left).toMatchObject({ status: 'open', payment_status: 'unpaid' });
});

test('who would wait too long is told so, and may pay again', async () => {
  const seat = await takeSeat();
  const session = await openSession();
  const seen = await seenOn(gateway, session.id);
  expect(whereTo(await pressPay(gateway, session.id))).toBe(`/c/${session.id}/wait`);
  const before = sent();
  gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 120_001);
  await until(async () => (await stateOf(session.id)).state === 'decided', 'it is sent away');
  expect(whereTo(await lookAt(session.id, '/wait?was=queued'))).toBe(`/c/${session.id}`);
  const page = await (await lookAt(session.id)).text();
  expect(page).toContain('Too many people were paying at once');
  expect(page).toContain('You have not been charged.');
  await letGo();
  await seat.done;
  const paid = await postForm(gateway, `${session.id}/pay`, { seen, ...hana });
  expect(whereTo(paid)).toBe('https://shop.example/done');
  expect(sent()).toBe(before + 1);
});

test('a challenge is met when it is their turn', async () => {
  const seat = await takeSeat();
  const session = await openSession();
  gateway.directory.onCard(() => 'C');
  await pressPay(gateway, session.id);
  await letGo();
  await seat.done;
  await until(async () => (await stateOf(session.id)).state === 'decided', 'the bank asks');
  expect(whereTo(await lookAt(session.id, '/wait?was=queued'))).toMatch(/\/3ds\/redirect\/auth_/);
});

test('a place that was lost with its process is not passed over in silence', async () => {
  const seat = await takeSeat();
  const session = await openSession();
  await pressPay(gateway, session.id);
  const before = sent();
  const restarting = gateway.restart();
  const isOpen = () =>
    stateOf(session.id).then(
      ({ state }) => state === 'queued',
      () => false,
    );
  await until(async () => !(await isOpen()), 'the door is closed');
  await letGo();
  await seat.done;
  await restarting;
  expect(sent()).toBe(before);
  const page = await (await lookAt(session.id, '/wait?was=queued')).text();
  expect(page).toContain('You have not been charged.');
  expect(page).toContain('name="number"');
});

async function cardsStored(): Promise<number> {
  const text = 'select count(*) from payment_method';
  return (await gateway.db.one({ text }, (row) => column.integer(row, 'count'))) ?? 0;
}
