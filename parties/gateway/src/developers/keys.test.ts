// The keys of a merchant on the developers' pages: made, used, replaced and taken back.

import { column } from '@kassa/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey } from '../merchants/key-store.ts';
import { merchant, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const hourMs = 3_600_000;
const path = '/developers/keys';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    merchants: [merchant('diva', 'BAM'), merchant('nordlys', 'NOK')],
  });
});
afterAll(() => gateway.close());

function act(address: string, form: Record<string, string>, cookie = '', more: object = {}) {
  return fetch(gateway.url + address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', 'accept-language': 'en', ...more },
    body: new URLSearchParams(form),
  });
}

async function page(address: string, cookie: string): Promise<string> {
  const headers = { cookie, accept: 'text/html', 'accept-language': 'en' };
  return (await fetch(gateway.url + address, { headers })).text();
}

async function logIn(key = 'sk_test_diva'): Promise<string> {
  const answer = await act('/developers/log-in', { key });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const statusWith = async (key: string, address = '/v1/balance') =>
  (await fetch(gateway.url + address, { headers: { authorization: `Bearer ${key}` } })).status;

const keyOn = (text: string) => /[spr]k_test_[0-9A-Za-z]{32}/.exec(text)?.[0] ?? '';

async function made(cookie: string, form: Record<string, string> = {}): Promise<string> {
  const answer = await act(path, { name: 'Warehouse', kind: 'secret', ...form }, cookie);
  expect(answer.status).toBe(200);
  const key = keyOn(await answer.text());
  expect(key).not.toBe('');
  return key;
}

async function idsOf(where: string): Promise<string[]> {
  const text = `select id from merchant_key where ${where}`;
  return gateway.db.query({ text }, (row) => column.text(row, 'id'));
}
const addressOf = async (key: string) => {
  const [id] = await idsOf(`key_hash = '${hashKey(key)}'`);
  return `${path}/${id}`;
};

test('another merchant’s key is as unknown as none, and stays in use', async () => {
  const own = await made(await logIn());
  const address = await addressOf(own);
  const other = 'sk_test_of_nordlys_alone';
  await gateway.db.exec(
    `insert into merchant_key (account_id, key_hash, kind, rights, created_at)
     values ('acct_nordlys', $1, 'secret', '{}', 0)`,
    [hashKey(other)],
  );
  const cookie = await logIn(other);
  for (const deed of ['roll', 'revoke']) {
    const answer = await act(`${address}/${deed}`, { overlap: 'none' }, cookie);
    expect([deed, answer.status]).toEqual([deed, 404]);
  }
  expect(await page(address, cookie)).toContain('There is no such key');
  expect(await statusWith(own)).toBe(200);
});

test('a form of another site does nothing', async () => {
  const site = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const form = { name: 'x', kind: 'secret' };
  expect((await act(path, form, await logIn(), site)).status).toBe(403);
});

describe('a key', () => {
  test('that is made is shown once, acts at once, and is known by its last letters', async () => {
    const cookie = await logIn();
    const key = await made(cookie);
    expect(await statusWith(key)).toBe(200);
    const listed = await page(path, cookie);
    expect(listed).toContain(`sk_test_…${key.slice(-4)}`);
    expect(listed).toContain('Warehouse');
    expect(listed + (await page(await addressOf(key), cookie))).not.toContain(key);
    // Of one as short as those of the demo nothing is given away.
    expect(listed).toContain('<code>sk_test_…</code>');
  });

  test('that is restricted may do what its lines say', async () => {
    const cookie = await logIn();
    const key = await made(cookie, { kind: 'restricted', rights: 'balance: read\nrefunds: write' });
    expect(await statusWith(key)).toBe(200);
    expect(await statusWith(key, '/v1/charges')).toBe(403);
    expect(await page(await addressOf(key), cookie)).toContain('balance: read, refunds: write');
  });

  test.each([
    [{ name: '' }, 'Give it a name'],
    [{ kind: 'restricted' }, 'without rights'],
    [{ kind: 'restricted', rights: 'balance read' }, 'is no right'],
    [{ kind: 'restricted', rights: 'moons: read' }, 'There is no resource “moons”'],
  ])('is not made of %j', async (form, words) => {
    const cookie = await logIn();
    const answer = await act(path, { name: 'Till', kind: 'secret', ...form }, cookie);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
  });

  test('that is replaced goes on as long as was said, and is replaced once', async () => {
    const cookie = await logIn();
    const old = await made(cookie);
    const rolled = await act(`${await addressOf(old)}/roll`, { overlap: 'hour' }, cookie);
    const next = keyOn(await rolled.text());
    expect([await statusWith(old), await statusWith(next)]).toEqual([200, 200]);
    const again = await act(`${await addressOf(old)}/roll`, { overlap: 'hour' }, cookie);
    expect([again.status, await again.text()]).toEqual([
      422,
      expect.stringContaining('cannot be replaced again'),
    ]);
    gateway.clock.advanceTo(gateway.clock.nowMs() + hourMs + 1);
    expect([await statusWith(old), await statusWith(next)]).toEqual([401, 200]);
  });

  test('that is revoked is refused from the answer on, by its session too, and stays so', async () => {
    const key = await made(await logIn());
    const cookie = await logIn(key);
    expect(await page(await addressOf(key), cookie)).toContain('logged in with this key');
    const revoked = await act(`${await addressOf(key)}/revoke`, {}, cookie);
    expect(await revoked.text()).toContain('The key is revoked');
    expect(await statusWith(key)).toBe(401);
    expect(await page(path, cookie)).toContain('name="key"');
    const twice = await act(`${await addressOf(key)}/revoke`, {}, await logIn());
    expect(twice.status).toBe(303);
    await gateway.restart();
    expect(await statusWith(key)).toBe(401);
  });

  test('of the configuration that was revoked does not come back with the next start', async () => {
    await made(await logIn('sk_test_nordlys'));
    const cookie = await logIn('sk_test_nordlys');
    await act(`${await addressOf('sk_test_nordlys')}/revoke`, {}, cookie);
    await gateway.restart();
    expect(await statusWith('sk_test_nordlys')).toBe(401);
  });

  test('that is the last secret one cannot be revoked, nor can both of two at the same time', async () => {
    const cookie = await logIn();
    const listed = await idsOf(
      `account_id = 'acct_diva' and kind = 'secret' and revoked_at is null and expires_at is null`,
    );
    expect(listed.length).toBeGreaterThan(1);
    const answers = await Promise.all(listed.map((id) => act(`${path}/${id}/revoke`, {}, cookie)));
    const refused = answers.filter(({ status }) => status === 422);
    expect(refused).toHaveLength(1);
    expect(await refused[0]?.text()).toContain('Make another one first');
  });
});
