// The versions through the door: header, pin, parameters, answers, errors and replays.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { back, pay } from '../../testing/paying.ts';
import { merchant, startTestGateway, type TestGateway, visa } from '../../testing/test-gateway.ts';
import { currentVersion } from './known-versions.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    merchants: [
      merchant('diva', 'BAM'),
      { ...merchant('nordlys', 'NOK'), apiVersion: '2024-06-20' },
    ],
  });
});
afterAll(() => gateway.close());

type Asked = {
  readonly version?: string;
  readonly form?: Record<string, string>;
  readonly key?: string;
  readonly by?: 'diva' | 'nordlys';
};

const anObject = z.record(z.string(), z.unknown());

async function ask(path: string, { version, form, key, by = 'diva' }: Asked = {}) {
  const answer = await fetch(`${gateway.url}/v1/${path}`, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer sk_test_${by}`,
      ...(version !== undefined && { 'stripe-version': version }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(form !== undefined && { body: new URLSearchParams(form) }),
  });
  const { status, headers } = answer;
  return { status, headers, body: anObject.parse(await answer.json()) };
}

describe('the version', () => {
  test('is the current one for who does not say, or the pinned one, and is told back', async () => {
    const plain = await ask('payment_intents', { form: { amount: '100', currency: 'bam' } });
    expect(plain.headers.get('stripe-version')).toBe(currentVersion);
    expect(plain.body).not.toHaveProperty('invoice');
    const form = { amount: '300', currency: 'nok' };
    const pinned = await ask('payment_intents', { form, by: 'nordlys' });
    expect(pinned.headers.get('stripe-version')).toBe('2024-06-20');
    expect(pinned.body).toHaveProperty('invoice', null);
    const said = await ask('payment_intents', { form, by: 'nordlys', version: currentVersion });
    expect(said.headers.get('stripe-version')).toBe(currentVersion);
    expect(said.body).not.toHaveProperty('invoice');
  });

  test('that is none is refused, even of a date between two', async () => {
    const refused = await ask('balance', { version: '2023-01-01' });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('stripe-version')).toBe(currentVersion);
    expect(refused.body).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining('2023-01-01') },
    });
  });

  test('of before endive takes a list of methods, and lets such a payment be confirmed by hand', async () => {
    const methods = { 'payment_method_types[]': 'card', confirmation_method: 'manual' };
    const form = { amount: '100', currency: 'bam', ...methods };
    const made = await ask('payment_intents', { version: '2026-08-26.dahlia', form });
    expect(made.body).toMatchObject({
      ...{ automatic_payment_methods: null, confirmation_method: 'manual' },
      payment_method_types: ['card'],
    });
  });

  test('of before 2022-11-15 holds the charges, and their refunds, also inside expansions', async () => {
    const paid = await pay(gateway);
    await gateway.stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
    const version = '2022-08-01';
    const one = await ask(`payment_intents/${paid.id}`, { version });
    const charge = {
      object: 'charge',
      refunds: { object: 'list', data: [{ object: 'refund', amount: 100 }] },
      invoice: null,
      destination: null,
    };
    expect(one.body).toMatchObject({ charges: { object: 'list', data: [charge] } });
    const many = await ask('payment_intents?limit=1&expand[]=data.charges.data.payment_method', {
      version,
    });
    expect(many.body).toMatchObject({
      data: [{ charges: { data: [{ ...charge, payment_method: { object: 'payment_method' } }] } }],
    });
    const expanded = await ask(`payment_intents/${paid.id}?expand[]=latest_charge`, { version });
    expect(expanded.body).toMatchObject({ latest_charge: charge });
    const today = await ask(`payment_intents/${paid.id}?expand[]=charges`);
    expect(today.status).toBe(400);
  });

  test('is kept inside an error too, and a replay speaks that of its own request', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
    const form = {
      ...{ amount: '100', currency: 'bam', confirm: 'true', return_url: back },
      payment_method: method.id,
    };
    const old = { form, version: '2022-08-01', key: 'declined-once' };
    const first = await ask('payment_intents', old);
    const declined = { charges: { data: [{ object: 'charge', status: 'failed' }] }, invoice: null };
    expect(first).toMatchObject({ status: 402, body: { error: { payment_intent: declined } } });
    const replay = await ask('payment_intents', { form, key: 'declined-once' });
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect(replay.body).toMatchObject({ error: { code: 'card_declined' } });
    expect(JSON.stringify(replay.body)).not.toContain('"invoice"');
    const again = await ask('payment_intents', old);
    expect(again.body).toEqual(first.body);
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  });

  test('decides what parameters are called', async () => {
    const form = { amount: '100', currency: 'bam', 'payment_method_types[]': 'card' };
    const old = await ask('payment_intents', { form, version: '2026-08-26.dahlia' });
    expect(old.body).toMatchObject({ status: 'requires_payment_method' });
    expect(old.body).toHaveProperty('automatic_payment_methods', null);
    const today = await ask('payment_intents', { form });
    expect(today.body).toMatchObject({
      error: { code: 'payment_method_types_no_longer_supported', param: 'payment_method_types' },
    });
    const older = { amount: '100', currency: 'bam' };
    const cardsOnly = await ask('payment_intents', { form: older, version: '2022-11-15' });
    expect(cardsOnly.body).toHaveProperty('automatic_payment_methods', null);
    const automatic = await ask('payment_intents', { form: older, version: '2023-08-16' });
    expect(automatic.body).toMatchObject({ automatic_payment_methods: { enabled: true } });
    const wrong = { ...form, 'payment_method_types[]': 'sepa_debit' };
    const refused = await ask('payment_intents', { form: wrong, version: '2024-06-20' });
    expect(refused.body).toMatchObject({ error: { param: 'payment_method_types[0]' } });
  });

  test('is written on the events that are shown', async () => {
    const events = await ask('events?limit=1', { version: '2024-06-20' });
    expect(events.body).toMatchObject({ data: [{ object: 'event', api_version: '2024-06-20' }] });
  });
});
