// The developers' pages over HTTP: who gets in, what they see, what they can do.

import { findPans } from '@kassa/secret';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { back, errorOf } from '../testing/paying.ts';
import {
  merchant,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from '../testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from '../testing/test-shop.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  const webhooks = [{ url: shop.url, secret: webhookSecret, events: ['product.created'] }];
  const restrictedKeys = [{ key: 'rk_test_diva', rights: {} }];
  const diva = { ...merchant('diva', 'BAM'), webhooks, restrictedKeys };
  gateway = await startTestGateway({ merchants: [diva, merchant('nordlys', 'NOK')] });
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});
beforeEach(() => shop.answer(200));

type Sent = { readonly cookie?: string; readonly headers?: Record<string, string> };

function look(path: string, { cookie = '', headers = {} }: Sent = {}) {
  return fetch(gateway.url + path, {
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', 'accept-language': 'en', ...headers },
  });
}

function act(path: string, form: Record<string, string>, { cookie = '', headers = {} }: Sent = {}) {
  return fetch(gateway.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', 'accept-language': 'en', ...headers },
    body: new URLSearchParams(form),
  });
}

async function logIn(key = 'sk_test_diva', next = '/developers'): Promise<string> {
  const answer = await act('/developers/log-in', { key, next });
  expect(answer.status).toBe(303);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function text(path: string, cookie: string): Promise<string> {
  const answer = await look(path, { cookie });
  expect(answer.status).toBe(200);
  return answer.text();
}

const drain = () => gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });

describe('the door', () => {
  test('asks everybody without a session for a key, and leads back', async () => {
    const answer = await look('/developers/requests/req_1');
    const page = await answer.text();
    expect(page).toContain('Secret key');
    expect(page).toContain('value="/developers/requests/req_1"');
    const cookie = await act('/developers/log-in', {
      key: 'sk_test_diva',
      next: '/developers/requests/req_1',
    });
    expect(cookie.headers.get('location')).toBe('/developers/requests/req_1');
    expect(cookie.headers.get('set-cookie')).toMatch(
      /^kassa_developer=v1\.[^;]+; Max-Age=3600; Path=\/developers; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie.headers.get('set-cookie')).not.toContain('sk_test');
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/developers\\evil',
    '/c/cs_1',
    '/developersx',
  ])('never leads to %s', async (next) => {
    const answer = await act('/developers/log-in', { key: 'sk_test_diva', next });
    expect(answer.headers.get('location')).toBe('/developers/requests');
  });

  test.each(['pk_test_diva', 'rk_test_diva', 'sk_test_nobody', ''])(
    'stays shut for %j',
    async (key) => {
      const answer = await act(
        '/developers/log-in',
        { key },
        { headers: { 'accept-language': 'bs' } },
      );
      expect(answer.status).toBe(401);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.text()).toContain('nije tajni ključ');
    },
  );

  test('is closed again by log-out, by time, and for a forged session', async () => {
    const cookie = await logIn();
    expect(await text('/developers/requests', cookie)).toContain('Log out');
    const out = await act('/developers/log-out', {}, { cookie });
    expect(out.headers.get('set-cookie')).toMatch(/^kassa_developer=; .*Path=\/developers/);
    const forged = `${cookie.slice(0, -3)}AAA`;
    expect(await text('/developers/requests', forged)).toContain('Secret key');
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_601_000);
    await drain();
    expect(await text('/developers/requests', cookie)).toContain('Secret key');
  });

  test('takes no form from another site', async () => {
    const cookie = await logIn();
    for (const path of [
      'log-in',
      'log-out',
      'endpoints',
      'endpoints/we_diva_1/close',
      'events/evt_1/send',
    ]) {
      const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      const answer = await act(`/developers/${path}`, { key: 'sk_test_diva' }, { cookie, headers });
      expect(answer.status).toBe(403);
    }
    expect(await gateway.stripe.webhookEndpoints.retrieve('we_diva_1')).toMatchObject({
      status: 'enabled',
    });
  });
});

describe('the log of requests', () => {
  test('shows the line that an error leads to, at once', async () => {
    const cookie = await logIn();
    const refused = await errorOf(gateway.stripe.products.retrieve('prod_none'));
    const address = new URL(JSON.parse(JSON.stringify(refused.raw)).request_log_url);
    const page = await text(address.pathname, cookie);
    for (const word of ['GET /v1/products/prod_none', 'resource_missing', 'products.retrieve']) {
      expect(page).toContain(word);
    }
    const list = await text('/developers/requests?outcome=refused', cookie);
    expect(list).toContain('/v1/products/prod_none');
    const others = await look(address.pathname, { cookie: await logIn('sk_test_nordlys') });
    expect(others.status).toBe(404);
    expect(await others.text()).not.toContain('prod_none');
  });

  test('has pages', async () => {
    const cookie = await logIn();
    for (let count = 0; count < 51; count++) await gateway.stripe.balance.retrieve();
    const first = await text('/developers/requests', cookie);
    const next = /href="(\/developers\/requests\?before=req_\w+)"/.exec(first)?.[1] ?? '';
    expect(await text(next, cookie)).toContain('Newest');
  });
});

describe('events and deliveries', () => {
  test('are shown whole, with every try, and can be sent again', async () => {
    const cookie = await logIn();
    shop.answer(500);
    const { id } = await gateway.stripe.products.create({ name: 'shown' });
    await drain();
    const list = await text('/developers/deliveries?state=waiting', cookie);
    const address = /href="(\/developers\/deliveries\/we_diva_1\/evt_\w+)"/.exec(list)?.[1] ?? '';
    const delivery = await text(address, cookie);
    for (const word of ['product.created', 'stripe-signature: t=', 'Waiting', '500', id]) {
      expect(delivery).toContain(word);
    }
    expect(delivery).not.toContain(webhookSecret);
    const inVain = await act(`${address}/resend`, {}, { cookie });
    expect(await text(inVain.headers.get('location') ?? '', cookie)).toContain('not taken');
    shop.answer(200);
    const again = await act(`${address}/resend`, {}, { cookie });
    const after = await text(again.headers.get('location') ?? '', cookie);
    expect(after).toContain('Sent again, and taken.');
    expect(after).toContain('by hand');
    expect(after).toContain('Delivered');
    const foreign = { cookie: await logIn('sk_test_nordlys') };
    expect((await look(address, foreign)).status).toBe(404);
    const told = shop.told.length;
    await act(`${address}/resend`, {}, foreign);
    expect(shop.told).toHaveLength(told);
  });

  test('that was told to nobody can be sent to an endpoint', async () => {
    const cookie = await logIn();
    const { id } = await gateway.stripe.customers.create({ name: 'Hana' });
    const { data } = await gateway.stripe.events.list({ type: 'customer.created', limit: 1 });
    const path = `/developers/events/${data[0]?.id}`;
    const page = await text(path, cookie);
    expect(page).toContain(id);
    expect(page).toContain('No endpoint has wished for it.');
    const sent = await act(`${path}/send`, { endpoint: 'we_diva_1' }, { cookie });
    // By hand, or by the job that was a moment faster.
    const delivery = sent.headers.get('location')?.split('?')[0] ?? '';
    await until(async () => (await text(delivery, cookie)).includes('Delivered'), 'it is taken');
    expect(shop.told.filter(({ body }) => body.includes(id))).toHaveLength(1);
    const foreign = await look(path, { cookie: await logIn('sk_test_nordlys') });
    expect(foreign.status).toBe(404);
  });
});

describe('endpoints', () => {
  test('are made with a secret that is shown once', async () => {
    const cookie = await logIn();
    const refused = await act('/developers/endpoints', { url: 'ftp://x', types: '' }, { cookie });
    expect(refused.status).toBe(422);
    const types = 'customer.updated\ncustomer.deleted';
    const made = await act('/developers/endpoints', { url: shop.url, types }, { cookie });
    const secret = /whsec_[\w-]+/.exec(await made.text())?.[0] ?? '';
    const [endpoint] = (await gateway.stripe.webhookEndpoints.list()).data;
    expect(endpoint).toMatchObject({ enabled_events: ['customer.updated', 'customer.deleted'] });
    const { id } = await gateway.stripe.customers.create({});
    await gateway.stripe.customers.update(id, { name: 'told' });
    await drain();
    const { body = '', signature = '', atMs = 0 } = shop.told.at(-1) ?? {};
    const checked = [secret, undefined, undefined, atMs] as const;
    const event = gateway.stripe.webhooks.constructEvent(body, signature, ...checked);
    expect(event.type).toBe('customer.updated');
    const shown = await text(`/developers/endpoints/${endpoint?.id}`, cookie);
    expect(shown).toContain('customer.deleted');
    expect(shown).not.toContain('whsec_');
    await gateway.stripe.webhookEndpoints.del(String(endpoint?.id));
  });

  test('get a new secret, beside which the old one signs for a while', async () => {
    const cookie = await logIn();
    const path = '/developers/endpoints/we_diva_1';
    const rolled = await act(`${path}/roll`, { overlap: 'hour', number: '1' }, { cookie });
    const secret = /whsec_[\w-]+/.exec(await rolled.text())?.[0] ?? '';
    expect(secret).not.toBe('');
    const again = await act(`${path}/roll`, { overlap: 'none', number: '1' }, { cookie });
    expect(again.headers.get('location')).toBe(`${path}?news=rolledAlready`);
    const signedFor = async () => {
      await gateway.stripe.products.create({ name: 'signed' });
      await drain();
      const { body = '', signature = '', atMs = 0 } = shop.told.at(-1) ?? {};
      return [webhookSecret, secret].filter((one) => {
        try {
          const checked = [one, undefined, undefined, atMs] as const;
          return gateway.stripe.webhooks.constructEvent(body, signature, ...checked);
        } catch {
          return false;
        }
      });
    };
    expect(await signedFor()).toEqual([webhookSecret, secret]);
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_601_000);
    await drain();
    expect(await signedFor()).toEqual([secret]);
    await gateway.restart();
    expect(await signedFor()).toEqual([secret]);
  });

  test('are closed and opened, each merchant its own', async () => {
    const cookie = await logIn();
    const path = '/developers/endpoints/we_diva_1';
    const closed = await act(`${path}/close`, {}, { cookie });
    expect(await text(closed.headers.get('location') ?? '', cookie)).toContain('is closed');
    const foreign = { cookie: await logIn('sk_test_nordlys') };
    for (const what of ['open', 'close', 'roll']) {
      await act(`${path}/${what}`, { overlap: 'none', number: '2' }, foreign);
    }
    expect(await gateway.stripe.webhookEndpoints.retrieve('we_diva_1')).toMatchObject({
      status: 'disabled',
    });
    expect((await look(path, foreign)).status).toBe(404);
    await act(`${path}/open`, {}, { cookie });
    expect(await gateway.stripe.webhookEndpoints.retrieve('we_diva_1')).toMatchObject({
      status: 'enabled',
    });
  });
});

test('no page shows a card number, its code, or a secret', async () => {
  const cookie = await logIn();
  const { stripe } = gateway;
  const method = await stripe.paymentMethods.create({ type: 'card', card: visa('918') });
  await stripe.paymentIntents.create({
    amount: 4_200,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: back,
    metadata: { order: '7' },
  });
  await stripe.webhookEndpoints.create({ url: shop.url, enabled_events: ['*'] });
  await drain();
  const seen = new Set<string>();
  const next = [
    '/developers/requests',
    '/developers/events',
    '/developers/deliveries',
    '/developers/endpoints',
    '/developers/keys',
  ];
  for (let path = next.shift(); path !== undefined && seen.size < 60; path = next.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const page = await text(path, cookie);
    for (const link of page.matchAll(/href="(\/developers\/[^"?]+)"/g)) next.push(link[1] ?? '');
    const words = page.replaceAll(/<[^>]+>/g, ' ');
    expect({ path, found: findPans(words) }).toEqual({ path, found: [] });
    expect(words).not.toMatch(/whsec_|sk_test_[^…]|_secret_|(?<![\w.:-])918(?![\w:])/);
  }
  expect(seen.size).toBeGreaterThan(20);
});

test('too many tries to log in are stopped for a while', async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 35; count++) {
    statuses.push((await act('/developers/log-in', { key: 'sk_guess' })).status);
  }
  expect(statuses).toContain(429);
});
