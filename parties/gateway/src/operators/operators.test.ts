// The operators' pages over HTTP: who gets in, what they see of a payment whose outcome is unknown,
// and what they may decide.

import { column } from '@kassa/database';
import { findPans } from '@kassa/secret';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, pay, rrnOf, statusOf } from '../testing/paying.ts';
import { startTestGateway, type TestGateway, until } from '../testing/test-gateway.ts';

const mirela = { email: 'mirela@kassa.example', password: 'mirela-at-the-desk' };
const tarik = { email: 'tarik@kassa.example', password: 'tarik-only-looks' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    adviceTriesMax: 2,
    operators: [
      { name: 'Mirela', role: 'operator', ...mirela },
      { name: 'Tarik', role: 'viewer', ...tarik },
    ],
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onInquiry(() => ({ do: 'approve' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
});

type Sent = { readonly cookie?: string; readonly headers?: Record<string, string> };

function ask(path: string, { cookie = '', headers = {} }: Sent = {}, form?: object) {
  const fields = form === undefined ? {} : { body: new URLSearchParams({ ...form }) };
  return fetch(gateway.url + path, {
    redirect: 'manual',
    method: form === undefined ? 'GET' : 'POST',
    headers: { cookie, accept: 'text/html', ...headers },
    ...fields,
  });
}

async function logIn(who: typeof mirela): Promise<string> {
  const answer = await ask('/operators/log-in', {}, who);
  expect(answer.status).toBe(303);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function page(path: string, cookie: string): Promise<string> {
  const answer = await ask(path, { cookie });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

describe('the door', () => {
  test('asks everybody without a session, and leads back', async () => {
    const answer = await ask('/operators/payments/pi_1');
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('value="/operators/payments/pi_1"');
    const next = '/operators/payments/pi_1';
    const entered = await ask('/operators/log-in', {}, { ...mirela, next });
    expect(entered.headers.get('location')).toBe(next);
    expect(entered.headers.get('set-cookie')).toMatch(
      /^kassa_operator=[\w-]{43}; Max-Age=28800; Path=\/operators; HttpOnly; SameSite=Strict$/,
    );
  });

  test.each(['https://evil.example', '//evil.example', '/operators\\evil', '/c/cs_1'])(
    'never leads to %s',
    async (next) => {
      const entered = await ask('/operators/log-in', {}, { ...mirela, next });
      expect(entered.headers.get('location')).toBe('/operators/payments');
    },
  );

  test('stays shut for a wrong password, and after ten of a day for the right one too', async () => {
    const wrong = { email: tarik.email, password: 'not-his-password' };
    for (let tries = 1; tries <= 10; tries += 1) {
      expect((await ask('/operators/log-in', {}, wrong)).status).toBe(401);
    }
    expect((await ask('/operators/log-in', {}, tarik)).status).toBe(429);
    await gateway.db.exec('delete from operator_wrong_try');
    expect((await ask('/operators/log-in', {}, tarik)).status).toBe(303);
  });

  test('takes no form of another site, and ends with the session', async () => {
    const cookie = await logIn(mirela);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await ask('/operators/log-out', { cookie, headers }, {})).status).toBe(403);
    expect((await ask('/operators/payments', { cookie })).status).toBe(200);
    await ask('/operators/log-out', { cookie }, {});
    expect((await ask('/operators/payments', { cookie })).status).toBe(401);
  });

  test('closes for who is no longer in the configuration', async () => {
    const cookie = await logIn(mirela);
    await gateway.restart({ operators: [{ name: 'Tarik', role: 'viewer', ...tarik }] });
    expect((await ask('/operators/payments', { cookie })).status).toBe(401);
    expect((await ask('/operators/log-in', {}, mirela)).status).toBe(401);
    await gateway.restart({
      operators: [
        { name: 'Mirela', role: 'operator', ...mirela },
        { name: 'Tarik', role: 'viewer', ...tarik },
      ],
    });
    const stored = await gateway.db.query(
      { text: 'select password_hash from operator order by email' },
      (row) => column.text(row, 'password_hash'),
    );
    expect(stored.every((one) => one.startsWith('$argon2id$'))).toBe(true);
  });
});

describe('a payment', () => {
  test('is one story: events, routing, messages, advice, book, requests', async () => {
    const intent = await pay(gateway, { description: 'Order 1042' });
    const cookie = await logIn(tarik);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    const story = await page(`/operators/payments/${intent.id}`, cookie);
    const order = [
      'POST /v1/payment_intents',
      'Payment created',
      'Attempt opened with zelena',
      'AReq authentication request',
      '0100 authorization request',
      '0110 authorization answer',
      'Approved',
      'Captured',
      'Stored: capture advice',
      '0220 financial advice',
      'Acknowledged: capture advice',
    ];
    const line = story.slice(story.indexOf('What happened'));
    const places = order.map((words) => line.indexOf(words));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);
    for (const words of [
      'Order 1042',
      'contract 1; well',
      'primary account number (PAN)',
      'merchant:pending',
    ]) {
      expect(story).toContain(words);
    }
    expect(findPans(story.replaceAll(/datetime="[^"]*"/gi, ''))).toEqual([]);
  });

  test('is found by every name it has', async () => {
    const intent = await pay(gateway, { amount: 7_725 });
    const cookie = await logIn(tarik);
    const rrn = await rrnOf(gateway, intent.id);
    const day = new Date(gateway.clock.nowMs()).toISOString().slice(0, 10);
    const charge = String(intent.latest_charge);
    for (const q of [intent.id, charge, rrn, `${rrn.slice(6)} ${day}`, `4242 77.25 ${day}`]) {
      const answer = await ask(`/operators/payments?${new URLSearchParams({ q })}`, { cookie });
      expect([q, answer.headers.get('location')]).toEqual([q, `/operators/payments/${intent.id}`]);
    }
    expect(await page('/operators/payments?q=nonsense', cookie)).toContain('nothing to search by');
  });
});

describe('a payment whose outcome is unknown', () => {
  async function unknownPayment() {
    gateway.acquirer.onAuthorization(() => ({ do: 'silence' }));
    gateway.acquirer.onInquiry(() => ({ do: 'silence' }));
    gateway.acquirer.onAdvice(() => ({ do: 'decline', code: '96' }));
    const { id, status } = await pay(gateway);
    expect(status).toBe('processing');
    await until(
      async () => (await page('/operators/queue', await cookieOf())).includes(id.slice(-8)),
      'it waits for a person',
    );
    return id;
  }
  let cookie = '';
  const cookieOf = async () => {
    cookie ||= await logIn(mirela);
    return cookie;
  };
  const adviceOf = (intentId: string) =>
    gateway.db.one(
      { text: 'select id from advice where intent_id = $1', values: [intentId] },
      (row) => column.text(row, 'id'),
    );

  test('is drawn as unknown, and listed so', async () => {
    const id = await unknownPayment();
    const story = await page(`/operators/payments/${id}`, await cookieOf());
    expect(story).toContain('Nobody knows, for');
    expect(story).toContain('is-unknown');
    expect(story).toContain('No answer to 0100 authorization request');
    expect(story).toContain('Handed to people: reversal advice');
    expect(await page('/operators/payments?state=unknown', await cookieOf())).toContain(id);
  });

  test('is decided by who may act, once, after a page that says what will happen', async () => {
    const id = await unknownPayment();
    const advice = await adviceOf(id);
    const path = `/operators/queue/${advice}`;
    const decision = { do: 'correct', outcome: 'reversed', why: 'Zelena says: not held' };
    const viewer = await logIn(tarik);
    expect((await ask(`${path}/act`, { cookie: viewer }, decision)).status).toBe(403);
    const asked = await ask(`${path}/confirm`, { cookie: await cookieOf() }, decision);
    expect(await asked.text()).toContain('Zelena says: not held');
    expect(await statusOf(gateway, id)).toBe('processing');
    const mute = await ask(`${path}/act`, { cookie: await cookieOf() }, { ...decision, why: ' ' });
    expect(mute.status).toBe(422);
    const done = await ask(`${path}/act`, { cookie: await cookieOf() }, decision);
    expect(done.headers.get('location')).toBe(`${path}?news=recorded`);
    expect(await statusOf(gateway, id)).toBe('requires_payment_method');
    const again = await ask(`${path}/act`, { cookie: await cookieOf() }, decision);
    expect(again.status).toBe(422);
    const story = await page(`/operators/payments/${id}`, await cookieOf());
    expect(story).toContain('A person recorded: reversed');
    expect(story).toContain('by mirela@kassa.example: Zelena says: not held');
    expect(story).toContain('Nobody knew, for');
  });

  test('is told again', async () => {
    const id = await unknownPayment();
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    const path = `/operators/queue/${await adviceOf(id)}`;
    const decision = { do: 'tell', why: 'their line is repaired' };
    await ask(`${path}/act`, { cookie: await cookieOf() }, decision);
    await until(async () => (await statusOf(gateway, id)) !== 'processing', 'it is reversed');
  });
});

test('a refused payment says why', async () => {
  gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
  const { payment_intent: refused } = await errorOf(pay(gateway));
  const story = await page(`/operators/payments/${refused?.id}`, await logIn(tarik));
  expect(story).toContain('51 insufficient funds');
});
