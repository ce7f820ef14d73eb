import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsKeys } from '../../payments/problem.ts';
import { order } from './testing/a-shop.ts';
import { type Served, servePages, stateNames } from './testing/serve.ts';
import { openShopper } from './testing/visit.ts';
import { refusalTexts, texts } from './texts.ts';

let served: Served;

beforeAll(async () => {
  served = await servePages();
});

afterAll(() => served.app.close());

describe('the page of a session', () => {
  test.each([
    ['open', 200, 'Pay BAM 100.00', 'Plati 100,00 KM'],
    ['confirming', 200, 'Go on at my bank', 'Nastavi kod moje banke'],
    ['queued', 200, 'In front of you: 3', 'Ispred vas u redu: 3'],
    ['waiting', 200, 'Please do not pay again', 'nemojte plaćati ponovo'],
    ['paid', 200, 'This order is paid', 'Ova narudžba je plaćena'],
    ['canceled', 410, 'This payment was cancelled', 'Ovo plaćanje je otkazano'],
    ['expired', 410, 'This payment page has expired', 'Ova stranica za plaćanje je istekla'],
  ])('that is %s answers %i in both languages', async (state, status, english, bosnian) => {
    const shopper = openShopper(served.url);
    const page = await shopper.get(`/c/cs_${state}`);
    expect(page.status).toBe(status);
    expect(page.words).toContain(english);
    expect(page.html).toContain('<html lang="en">');
    const other = await shopper.get(`/c/cs_${state}?lang=bs`);
    expect(other.words).toContain(bosnian);
    expect(other.html).toContain('<html lang="bs">');
  });

  test.each(stateNames)('that is %s has a form only while it may be paid', async (state) => {
    const page = await openShopper(served.url).get(`/c/cs_${state}`);
    const mayPay = state === 'open' || state === 'confirming' || state.startsWith('refused');
    expect(/<form[^>]* action="[^"]*\/pay"/.test(page.html)).toBe(mayPay);
  });

  test.each(wordsKeys)('that was refused as %s says what to do in both languages', async (key) => {
    const shopper = openShopper(served.url);
    const { what, next } = refusalTexts[key];
    for (const lang of texts.languages) {
      const t = texts(lang);
      const { words, status } = await shopper.get(`/c/cs_refused_${key}?lang=${lang}`);
      expect(status).toBe(200);
      expect(words).toContain(t(what));
      expect(words).toContain(t(next));
      expect(words.includes(t('nothingCharged'))).toBe(key !== 'outcome_unknown');
    }
  });

  test('shows the order and a column that adds up', async () => {
    const { words } = await openShopper(served.url).get('/c/cs_open');
    for (const text of ['DV-1042', 'Rose night cream', '3 × Hand soap', 'hana@example.ba']) {
      expect(words).toContain(text);
    }
    expect(words).toMatch(
      /Items BAM.93\.00 Delivery BAM.7\.00 Total BAM.100\.00 of which VAT BAM.14\.53/,
    );
    const nordlys = await openShopper(served.url).get('/c/cs_nordlys');
    expect(nordlys.words).toMatch(
      /Items BAM.105\.00 Discount .BAM.5\.00 Delivery free Total BAM.100\.00/,
    );
  });

  test('that is paid tells the reference and leads to the shop', async () => {
    const page = await openShopper(served.url).get('/c/cs_paid');
    expect(page.words).toContain('631412000871');
    expect(page.html).toContain(`href="${served.url}/thanks"`);
  });

  test('that nobody knows is a page of its own', async () => {
    const page = await openShopper(served.url).get('/c/cs_%3Cb%3E?lang=bs');
    expect(page.status).toBe(404);
    expect(page.words).toContain('Na ovoj adresi nema plaćanja');
    expect(page.html).not.toContain('<b>');
  });
});

describe('the language', () => {
  test.each([
    ['the shop asked for', 'cs_open', { 'accept-language': 'bs' }, 'en'],
    ['the browser prefers', 'cs_nordlys', { 'accept-language': 'hr,en;q=0.5' }, 'bs'],
    ['all read, where nobody says', 'cs_nordlys', {}, 'en'],
  ])('is the one that %s', async (_, id, headers, lang) => {
    const page = await openShopper(served.url).get(`/c/${id}`, headers);
    expect(page.html).toContain(`<html lang="${lang}">`);
  });

  test('once chosen stays for this session, and for this session only', async () => {
    const shopper = openShopper(served.url);
    const chosen = await shopper.get('/c/cs_open?lang=bs');
    expect(chosen.headers.get('set-cookie')).toContain('kassa_lang=bs; Path=/c/cs_open;');
    expect((await shopper.get('/c/cs_open')).html).toContain('<html lang="bs">');
  });
});

describe('every page', () => {
  const paths = [...stateNames.map((name) => `/c/cs_${name}`), '/c/cs_nobody'];

  test.each(paths)('%s is kept by nobody, tells nobody, and runs nothing foreign', async (path) => {
    const { headers, html } = await openShopper(served.url).get(path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  });

  test.each(paths)('%s weighs less than 60 kB with all it loads', async (path) => {
    const { html } = await openShopper(served.url).get(path);
    const linked = [...html.matchAll(/(?:src|href)="(\/(?:assets|c\/look)\/[^"]+)"/g)];
    expect(linked.length).toBeGreaterThan(0);
    let weight = Buffer.byteLength(html);
    for (const [, address] of linked) {
      const answer = await fetch(served.url + address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      const body = await answer.arrayBuffer();
      weight += body.byteLength;
      if (address?.endsWith('.js')) expect(body.byteLength).toBeLessThan(6_200);
    }
    expect(weight).toBeLessThan(60_000);
  });

  test('allows the form to end at the shop, and nowhere else', async () => {
    const { headers } = await openShopper(served.url).get('/c/cs_open');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`form-action 'self' ${served.url};`);
  });
});

describe('a page that waits', () => {
  test('loads itself without scripts, slower each time, and stops', async () => {
    const shopper = openShopper(served.url);
    const first = await shopper.get('/c/cs_waiting');
    expect(first.html).toContain('content="3;url=/c/cs_waiting/wait?look=1"');
    const later = await shopper.get('/c/cs_waiting/wait?look=12');
    expect(later.html).toContain('content="27;url=/c/cs_waiting/wait?look=13"');
    const last = await shopper.get('/c/cs_waiting/wait?look=999');
    expect(last.html).not.toMatch(/refresh"|<script/);
    expect(last.words).toContain('This page no longer looks for itself');
  });

  test('says who will tell: by e-mail, or the shop', async () => {
    const shopper = openShopper(served.url);
    expect((await shopper.get('/c/cs_waiting')).words).toContain('by e-mail: hana@example.ba');
    expect((await shopper.get('/c/cs_nameless')).words).toContain('Diva shop will tell you');
  });

  test.each([
    ['paid', '/thanks'],
    ['refused_declined', '/c/cs_refused_declined'],
    ['expired', '/c/cs_expired'],
  ])('goes on when it is %s', async (state, to) => {
    const shopper = openShopper(served.url);
    const decided = await shopper.get(`/c/cs_${state}/wait?look=3`);
    expect([decided.status, decided.to]).toEqual([303, to]);
    expect((await shopper.get(`/c/cs_${state}/state`)).html).toBe('{"state":"decided"}');
  });

  test('tells its island that nothing is decided yet', async () => {
    const shopper = openShopper(served.url);
    expect((await shopper.get('/c/cs_waiting/state')).html).toBe('{"state":"waiting"}');
    expect((await shopper.get('/c/cs_nobody/state')).status).toBe(404);
  });
});

describe('the way to the bank', () => {
  test('is a form that works by its button', async () => {
    const { html, words } = await openShopper(served.url).get('/3ds/redirect/auth_1?lang=bs');
    expect(html).toContain(`action="${served.url}/acs"`);
    expect(html).toContain('<input type="hidden" name="creq" value="eyJhIjoxfQ"/>');
    expect(html).toContain('name="threeDSSessionData" value="c2Vzc2lvbg"');
    expect(words).toContain('Nastavi kod moje banke');
    expect(words).toContain('100,00 KM');
  });

  test('leads back at once, and by a link', async () => {
    const { html } = await openShopper(served.url).get('/3ds/returning');
    expect(html).toContain('content="0;url=/thanks"');
    expect(html).toContain('href="/thanks"');
  });
});

describe('the strip of the test world', () => {
  test('names the cards it was given, and none else', async () => {
    const testCards = [
      { number: '4242424242424242', note: { en: 'pays at once', bs: 'plaća odmah' } },
      { number: '4000000000009995', note: 'empty account', expiry: '11 / 27', cvc: '321' },
    ];
    const other = await servePages({ testCards });
    const page = await openShopper(other.url).get('/c/cs_open?lang=bs');
    await other.app.close();
    expect(page.words).toContain('4242 4242 4242 4242 plaća odmah');
    expect(page.html).toContain('data-fill="4000000000009995|11 / 27|321"');
    const plain = await openShopper(served.url).get('/c/cs_open');
    expect(plain.words).toContain('Test world');
    expect(plain.html).not.toContain('data-fill');
  });

  test('is not there where money is real', async () => {
    served.gateway.put({ ...order, id: 'cs_real', isTest: false });
    const page = await openShopper(served.url).get('/c/cs_real');
    expect(page.words).not.toContain('Test world');
  });
});
