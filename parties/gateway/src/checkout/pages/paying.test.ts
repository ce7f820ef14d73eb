import { openLog } from '@kassa/log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FieldErrorCode } from './card-checks.ts';
import { order } from './testing/a-shop.ts';
import { type Served, servePages } from './testing/serve.ts';
import { cards } from './testing/small-gateway.ts';
import { goodCard, openShopper, type Shopper } from './testing/visit.ts';
import { type Lang, texts } from './texts.ts';

let served: Served;
let shopper: Shopper;
let logged: string;

beforeEach(async () => {
  logged = '';
  const destination = {
    write(line: string) {
      logged += line;
    },
  };
  served = await servePages({ log: openLog({ name: 'checkout', level: 'trace', destination }) });
  shopper = openShopper(served.url);
});

afterEach(() => served.app.close());

const here = `/c/${order.id}`;

describe('paying', () => {
  test('goes to the shop when the bank agrees', async () => {
    const answer = await shopper.pay();
    expect([answer.status, answer.to]).toEqual([303, '/thanks']);
    const [only] = served.gateway.paid;
    expect(only?.card.pan.reveal()).toBe(goodCard.number);
    expect(only?.card.expiry).toEqual({ month: 12, year: 2029 });
    expect(only?.card.name).toBe('Hana H');
  });

  test('goes to the bank when it asks, in the language of the page', async () => {
    await shopper.get(`${here}?lang=bs`);
    const answer = await shopper.pay({ ...goodCard, number: cards.challenged });
    expect([answer.status, answer.to]).toEqual([303, '/3ds/redirect/auth_1?lang=bs']);
    const back = await shopper.get(here);
    expect(back.html).toContain('href="/3ds/redirect/auth_1?lang=bs"');
    expect(back.html).toContain('value="Hana H"');
  });

  test('waits when nobody knows, and offers no second payment', async () => {
    const answer = await shopper.pay({ ...goodCard, number: cards.unanswered });
    expect([answer.status, answer.to]).toEqual([303, `${here}/wait`]);
    expect((await shopper.get(here)).html).not.toContain('<form');
    const again = await shopper.pay();
    expect([again.status, again.to]).toEqual([303, here]);
    expect(served.gateway.paid).toHaveLength(1);
  });

  test('after a refusal shows why, and keeps all but number and code', async () => {
    const answer = await shopper.pay({ ...goodCard, number: cards.empty });
    expect([answer.status, answer.to]).toEqual([303, here]);
    const page = await shopper.get(here);
    expect(page.words).toContain('There is not enough money on this card');
    expect(page.words).toContain('You have not been charged.');
    expect(page.html).toContain('value="Hana H"');
    expect(page.html).toContain('value="12 / 29"');
    expect(page.html).not.toMatch(/name="(number|cvc)"[^>]* value="[^"]/);
    expect((await shopper.pay()).to).toBe('/thanks');
  });

  test('by Back after paying shows that it is paid, and pays nothing', async () => {
    await shopper.pay();
    const page = await shopper.get(here);
    expect(page.words).toContain('This order is paid');
    expect((await shopper.pay()).to).toBe(here);
    expect(served.gateway.paid).toHaveLength(1);
  });

  test.each(['expired', 'canceled', 'paid', 'waiting'])(
    'a session that is %s reaches no bank',
    async (state) => {
      const late = openShopper(served.url, `cs_${state}`);
      expect((await late.pay()).to).toBe(`/c/cs_${state}`);
      expect(served.gateway.paid).toEqual([]);
    },
  );

  test('tells the bank what the browser is', async () => {
    const headers = {
      'sec-fetch-site': 'same-origin',
      'user-agent': 'Tested',
      'accept-language': 'bs-BA,en',
    };
    await shopper.pay({ ...goodCard, screen: '390x844x24', zone: '-60', java: 'no' }, headers);
    expect(served.gateway.paid[0]?.browser).toEqual({
      ip: '127.0.0.1',
      accept: 'text/html',
      userAgent: 'Tested',
      language: 'bs-BA',
      hasScripts: true,
      hasJava: false,
      screen: { width: 390, height: 844, colourDepth: 24 },
      zoneOffsetMinutes: -60,
    });
  });

  test('tells the bank when there are no scripts, or only nonsense', async () => {
    await shopper.pay({ ...goodCard, screen: '0; drop', zone: 'x', java: '' });
    const browser = served.gateway.paid[0]?.browser;
    expect(browser).toMatchObject({ hasScripts: false, screen: null, zoneOffsetMinutes: null });
  });
});

describe('a wrong field', () => {
  test.each<[string, Record<string, string>, FieldErrorCode]>([
    ['number', { number: '' }, 'number_missing'],
    ['number', { number: '4242424242424241' }, 'number_wrong'],
    ['number', { number: '424242424242424' }, 'number_length'],
    ['expiry', { expiry: '' }, 'expiry_missing'],
    ['expiry', { expiry: '10/26' }, 'expiry_past'],
    ['expiry', { expiry: '1x' }, 'expiry_unreadable'],
    ['cvc', { cvc: '' }, 'cvc_missing'],
    ['cvc', { cvc: '98' }, 'cvc_three'],
    ['cvc', { number: '378282246310005' }, 'cvc_four'],
    ['name', { name: '' }, 'name_missing'],
    ['name', { name: '4242424242424242' }, 'name_is_number'],
  ])('%s, of %j, is explained in both languages', async (field, wrong, key) => {
    for (const lang of ['en', 'bs'] as const satisfies readonly Lang[]) {
      await shopper.get(`${here}?lang=${lang}`);
      const page = await shopper.pay({ ...goodCard, ...wrong });
      expect(page.status).toBe(422);
      expect(page.words).toContain(texts(lang)(key));
      const input = new RegExp(`<input[^>]*id="f-${field}"[^>]*>`).exec(page.html)?.[0] ?? '';
      expect(input).toContain('aria-invalid="true"');
      expect(input).toContain('autofocus');
      expect(input).toMatch(new RegExp(`aria-describedby="[^"]*f-${field}-error"`));
      expect(page.html.match(/aria-invalid="true"/g)).toHaveLength(1);
    }
    expect(served.gateway.paid).toEqual([]);
  });

  test('of four empty ones is focused first, and nothing was sent', async () => {
    const page = await shopper.pay({});
    expect(page.html.match(/aria-invalid="true"/g)).toHaveLength(4);
    expect(page.html.match(/autofocus/gi)).toHaveLength(1);
    expect(page.words).toContain('Nothing has been sent to your bank yet');
    expect(page.html).toContain('<title>Check your entry');
  });
});

describe('no digit of a card', () => {
  test.each([
    ['agreed', goodCard],
    ['refused', { ...goodCard, number: cards.empty }],
    ['asked', { ...goodCard, number: cards.challenged }],
    ['unanswered', { ...goodCard, number: cards.unanswered }],
    ['broken', { ...goodCard, number: cards.broken }],
    ['invalid', { ...goodCard, expiry: '10/26' }],
    ['one digit wrong', { ...goodCard, number: '4242424242424241' }],
    ['misplaced', { number: '', expiry: goodCard.number, cvc: '', name: goodCard.number }],
    ['half', { ...goodCard, number: '42424242424' }],
  ])('is in an answer, a header or the log: %s', async (_, fields) => {
    const answers = [await shopper.pay(fields), await shopper.get(here), await shopper.get(here)];
    const said = answers.map(({ html, headers }) => html + JSON.stringify([...headers])).join('');
    const number = fields.number || goodCard.number;
    for (const text of [said, logged]) {
      expect(text.replaceAll(/[ -]/g, '')).not.toContain(number.slice(0, 11));
      expect(text).not.toContain(number.slice(-6));
      expect(text).not.toMatch(/\b987\b/);
    }
  });
});

describe('a form from elsewhere', () => {
  test.each<[string, Record<string, string>, number]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site in an old browser', { origin: 'https://evil.example' }, 403],
    ['a veiled origin in an old browser that never saw our page', { origin: 'null' }, 403],
    ['our page', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 303],
  ])('%s is answered as it should be', async (_, headers, status) => {
    const answer = await shopper.pay(goodCard, headers);
    expect(answer.status).toBe(status);
    expect(served.gateway.paid).toHaveLength(status === 303 ? 1 : 0);
    if (status === 403) expect(answer.words).toContain('Nothing was sent to your bank');
  });

  test('our page in an old browser is known by its strict cookie', async () => {
    const page = await shopper.get(here);
    const cookie = page.headers.getSetCookie().find((line) => line.startsWith('kassa_page'));
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await shopper.pay(goodCard, { origin: 'null' })).status).toBe(303);
  });
});

describe('trouble', () => {
  test('of ours is said as such, with a way to the true state', async () => {
    const answer = await shopper.pay({ ...goodCard, number: cards.broken });
    expect(answer.status).toBe(500);
    expect(answer.words).toContain('Something went wrong on our side');
    expect(answer.html).toContain(`href="${here}"`);
    expect(answer.words).toContain(answer.headers.get('request-id'));
    expect(logged).toContain('a bug');
  });

  test('a form that is too large is not read', async () => {
    const answer = await shopper.pay({ ...goodCard, name: 'x'.repeat(40_000) });
    expect(answer.status).toBe(413);
    expect(answer.words).toContain('This could not be read');
  });

  test('an unknown session is not paid', async () => {
    expect((await openShopper(served.url, 'cs_nobody').pay()).status).toBe(404);
  });

  test('a reload of the form’s address leads to the page', async () => {
    expect((await shopper.get(`${here}/pay`)).to).toBe(here);
  });

  test.each(['x', 'e30', 'bm9uc2Vuc2U', Buffer.from('{"name":"4242424242424242","expiry":"<"}')])(
    'a cookie that is nonsense counts as nothing: %s',
    async (value) => {
      const cookie = `kassa_entry=${value.toString('base64url')}`;
      const page = await shopper.get(here, { cookie });
      expect(page.status).toBe(200);
      expect(page.html).not.toMatch(/<input class[^>]* value="[^"]/);
    },
  );
});
