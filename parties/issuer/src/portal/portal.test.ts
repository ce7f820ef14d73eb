import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authorizationRequest } from '../authorization/test-messages.ts';
import { hana, monday } from '../test-bank.ts';
import { keys, lookInto, openTestWorld, type TestWorld } from '../test-world.ts';
import { readLimits, typedAmount } from './limits-form.ts';

const diva = {
  id: 'diva',
  number: '20002002',
  kind: 'business' as const,
  name: 'Diva d.o.o.',
  password: 'plava-diva-1',
  accounts: [
    {
      id: 'diva-current',
      iban: 'BA391290079401028400',
      name: 'Poslovni račun',
      currency: 'BAM',
      balanceMinor: 97_00,
    },
  ],
};

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld({ customers: [hana.seed, diva] });
});
afterAll(() => world.close());
beforeEach(() => resetTries());

async function resetTries() {
  const look = lookInto(world);
  await look.exec('delete from wrong_login');
  await look.close();
}

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

function logIn(number: string, password: string, headers = {}) {
  const body = new URLSearchParams({ number, password }).toString();
  return world.post('/log-in', body, { ...formType, ...headers });
}

/** The cookie of somebody logged in. */
async function enter(number = '10001001', password = 'plava-hana-1'): Promise<string> {
  const answer = await logIn(number, password);
  expect(answer.status).toBe(303);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
  return cookie.split(';')[0] ?? '';
}

async function read(path: string, cookie: string, language = 'en'): Promise<string> {
  const headers = { cookie, 'accept-language': language, accept: 'text/html' };
  return (await fetch(world.bank.url + path, { headers })).text();
}

function submit(path: string, cookie: string, fields: Record<string, string>, headers = {}) {
  const body = new URLSearchParams(fields).toString();
  return world.post(path, body, { ...formType, cookie, ...headers });
}

describe('the door of the net-bank', () => {
  test('opens with number and password, and closes again', async () => {
    const cookie = await enter();
    expect(await read('/', cookie)).toContain('Hana Begić');
    expect((await submit('/log-out', cookie, {})).status).toBe(303);
    expect(await read('/', cookie)).toContain('Customer number');
  });

  test('after more than five wrong tries in a day stays shut until the next [U05]', async () => {
    const codes: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      codes.push((await logIn('10001001', 'wrong')).status);
    }
    expect(codes).toEqual([401, 401, 401, 401, 401, 401, 429]);
    const right = await logIn('10001001', 'plava-hana-1');
    expect(right.status).toBe(429);
    expect(await right.text()).toContain('Too many wrong tries');
    expect((await logIn('20002002', 'plava-diva-1')).status).toBe(303);
    await world.control('clock', { offsetMs: world.clock.offsetMs() + 86_400_000 });
    expect((await logIn('10001001', 'plava-hana-1')).status).toBe(303);
  });

  test('does not say whether a number exists, and takes no rubbish', async () => {
    const [unknown, wrong] = [await logIn('99', 'x'), await logIn('10001001', 'x')];
    expect(unknown.status).toBe(wrong.status);
    expect((await logIn('9'.repeat(300), 'x')).status).toBe(400);
    expect((await world.post('/log-in', 'number=1', formType)).status).toBe(400);
  });

  test('takes no form from another site', async () => {
    const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await logIn('10001001', 'plava-hana-1', foreign)).status).toBe(403);
    const cookie = await enter();
    const card = await cardOf(cookie);
    const frozen = await submit(`${card}/status`, cookie, { status: 'frozen' }, foreign);
    expect(frozen.status).toBe(403);
  });
});

async function cardOf(cookie: string): Promise<string> {
  return /href="(\/cards\/[^"]+)"/.exec(await read('/', cookie))?.[1] ?? '';
}

describe('an account', () => {
  test('shows what is booked with the balance after it, and apart what is reserved', async () => {
    const cookie = await enter();
    const page = await read('/accounts/hana-current', cookie);
    expect(page).toContain('Opening balance');
    // Newest first, with the balance after each: 580.40 less the five payments of the past.
    expect(
      [...page.matchAll(/Balance <span class="amount">BAM.([\d.]+)/g)].map((hit) => hit[1]),
    ).toEqual(['500.00', '508.00', '520.50', '535.50', '555.40', '580.40']);
    expect(page).not.toContain('Reserved, not booked yet');
    await pay();
    const held = await read('/accounts/hana-current', cookie);
    expect(held).toContain('Reserved, not booked yet');
    expect(held).toMatch(/Diva shop/);
    expect(held).toContain('400.00');
  });

  test('in Bosnian, too', async () => {
    expect(await read('/accounts/hana-current', await enter(), 'bs')).toContain('Raspoloživo');
  });

  test('of a business shows its money, and never somebody else’s', async () => {
    const cookie = await enter('20002002', 'plava-diva-1');
    expect(await read('/accounts/diva-current', cookie)).toContain('97.00');
    const file = await fetch(`${world.bank.url}/accounts/diva-current/statement?date=2026-11-20`, {
      headers: { cookie },
    });
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="statement-diva-current-2026-11-20.xml"',
    ]);
    expect(await file.text()).toContain('BA391290079401028400');
    for (const date of ['2027-01-05', 'yesterday']) {
      const none = await read(`/accounts/diva-current/statement?date=${date}`, cookie);
      expect(none).toMatch(/choose a banking day up to 2026-11-2\d\./);
    }
    for (const path of ['hana-current', 'hana-current/statement']) {
      const answer = await fetch(`${world.bank.url}/accounts/${path}`, { headers: { cookie } });
      expect(answer.status).toBe(404);
    }
    const hanas = await cardOf(await enter());
    const taken = await submit(`${hanas}/status`, cookie, { status: 'frozen' });
    expect(taken.status).toBe(404);
  });
});

let stan = 0;
async function pay(): Promise<string | undefined> {
  stan += 1;
  const { connectFramed } = await import('@kassa/tcp');
  const { binaryDialect, buildSignOn, decode, encode, frameKeys } = await import('@kassa/iso8583');
  const { Secret } = await import('@kassa/secret');
  const { silentLog } = await import('@kassa/log');
  const client = connectFramed({
    host: '127.0.0.1',
    port: world.iso8583Port,
    log: silentLog,
    ...frameKeys(binaryDialect),
    onUnmatched: () => {},
    onConnected: async (send) => {
      const signOn = buildSignOn({ stan: '999999', atMs: monday }, new Secret(keys.signOn));
      const answer = await send(unwrap(encode(signOn, binaryDialect)), 5000);
      return answer.ok;
    },
    inFlightMax: 10,
  });
  await expect.poll(() => client.isConnected()).toBe(true);
  const rrn = `63270000${String(stan).padStart(4, '0')}`;
  const request = authorizationRequest({ rrn, stan: String(stan).padStart(6, '0') });
  const frame = Buffer.from(unwrap(encode(request, binaryDialect)));
  const answer = unwrap(decode(unwrap(await client.request(frame, 5000)), binaryDialect));
  await client.close();
  return answer.fields[39];
}

describe('a card', () => {
  test('frozen by its holder pays nothing until it is unfrozen', async () => {
    const cookie = await enter();
    const card = await cardOf(cookie);
    const moved = await submit(`${card}/status`, cookie, { status: 'frozen' });
    expect(moved.headers.get('location')).toBe(`${card}?news=status_changed`);
    expect(await read(card, cookie)).toContain('Frozen by you');
    expect(await pay()).toBe('62');
    await submit(`${card}/status`, cookie, { status: 'active' });
    expect(await pay()).toBe('00');
  });

  test('with limits refuses what is above them', async () => {
    const cookie = await enter();
    const card = await cardOf(cookie);
    const limits = {
      paymentMax: '99,99',
      dayMax: '',
      dayCount: '',
      onlineMax: '',
      online: 'yes',
      crossBorder: 'yes',
    };
    expect((await submit(`${card}/limits`, cookie, limits)).status).toBe(303);
    expect(await read(card, cookie)).toContain('value="99.99"');
    expect(await pay()).toBe('61');
    const { online: _, ...offline } = { ...limits, paymentMax: '' };
    await submit(`${card}/limits`, cookie, offline);
    expect(await pay()).toBe('57');
    const wrong = await submit(`${card}/limits`, cookie, {
      ...limits,
      paymentMax: 'much',
      dayCount: '-1',
    });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/value="much"[\s\S]*Write an amount/);
  });

  test('reported lost can never be used again', async () => {
    const cookie = await enter();
    const card = await cardOf(cookie);
    await submit(`${card}/status`, cookie, { status: 'lost' });
    expect(await pay()).toBe('41');
    const back = await submit(`${card}/status`, cookie, { status: 'active' });
    expect(back.headers.get('location')).toContain('not_possible');
    expect(await pay()).toBe('41');
  });
});

test('limits are read as people write them', () => {
  const bam = unwrap(currencyOf('BAM'));
  const entry = {
    paymentMax: '250,5',
    dayMax: '',
    dayCount: '3',
    onlineMax: '0',
    online: true,
    crossBorder: false,
  };
  expect(readLimits(entry, bam)).toMatchObject({
    ok: true,
    value: { paymentMaxMinor: 250_50n, dayMaxMinor: null, dayCountMax: 3, onlineMaxMinor: 0n },
  });
  const wrong = {
    ...entry,
    paymentMax: '1e9',
    dayMax: '-1',
    dayCount: '1.5',
    onlineMax: '9'.repeat(20),
  };
  expect(readLimits(wrong, bam)).toEqual({
    ok: false,
    error: {
      paymentMax: 'bad_amount',
      dayMax: 'bad_amount',
      onlineMax: 'bad_amount',
      dayCount: 'bad_count',
    },
  });
});

test.each([
  ['1.000,50', 1000_50n],
  ['1000,50', 1000_50n],
  ['1000.50', 1000_50n],
  ['1,000.50', 1000_50n],
  ['1 000,5', 1000_50n],
  ['1.000', 1000_00n],
  ['1.234.567,89', 1_234_567_89n],
  ['0,5', 50n],
  ['1.000.50', undefined],
  ['1,000,50', undefined],
  ['0.500', undefined],
  ['1000.500', undefined],
])('a limit typed as %s is read right or refused', (text, minor) => {
  const rest = { dayMax: '', dayCount: '', onlineMax: '', online: true, crossBorder: true };
  const read = readLimits({ ...rest, paymentMax: text }, unwrap(currencyOf('BAM')));
  expect(read.ok ? read.value.paymentMaxMinor : undefined).toBe(minor);
});

test('a limit is shown as its reader writes it', () => {
  const limit = { currency: unwrap(currencyOf('BAM')), minor: 2000_00n };
  expect(typedAmount(limit, 'bs-BA')).toBe('2.000,00');
  expect(typedAmount(limit, 'en-GB')).toBe('2,000.00');
});

test('the control door proves the book and tells the story of a payment', async () => {
  expect(await world.control('prove')).toMatchObject({ party: 'issuer-plava', ok: true });
  const story = JSON.stringify(await world.control('trace/632700000001'));
  expect(story).toContain('authorization 00');
  expect(story).toContain('customer:hana-current');
  expect(await world.control('health')).toMatchObject({ ok: true });
});
