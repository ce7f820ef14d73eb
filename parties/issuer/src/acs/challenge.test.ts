import { randomUUID } from 'node:crypto';
import { type ARes, buildAReq, buildCReq, fromBrowser, parse, toBrowser } from '@kassa/three-ds';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerTo } from '../authorization/listener.ts';
import { authorizationRequest } from '../authorization/test-messages.ts';
import { hana, monday, openTestBank } from '../test-bank.ts';
import { keys, lookInto, openTestWorld, type TestWorld } from '../test-world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  // The challenges of the test before count no more.
  await world.control('clock', { offsetMs: world.clock.offsetMs() + 3_600_000 });
  world.messages.length = 0;
  world.results.length = 0;
  world.directoryServer.isDown = false;
});

type Wish = { readonly minor?: number; readonly pan?: string; readonly language?: string };

function areq(wish: Wish = {}) {
  return buildAReq(
    {
      messageVersion: '2.2.0',
      messageCategory: '01',
      deviceChannel: '02',
      threeDSServerTransID: randomUUID(),
      threeDSRequestorID: 'kassa',
      threeDSRequestorName: 'Kassa',
      threeDSRequestorURL: 'http://gateway.example',
      threeDSServerRefNumber: 'KASSA-3DSS',
      threeDSServerURL: 'http://gateway.example/3ds/rreq',
      dsReferenceNumber: 'MOZAIK-DS',
      dsTransID: randomUUID(),
      dsURL: 'http://mozaik.example/3ds/rreq',
      threeDSRequestorAuthenticationInd: '01',
      threeDSCompInd: 'U',
      notificationURL: 'http://gateway.example/3ds/notify',
      acquirerBIN: '400070',
      acquirerMerchantID: 'DIVA00000000001',
      mcc: '5977',
      merchantCountryCode: '070',
      merchantName: 'Diva shop',
      acctNumber: wish.pan ?? hana.pan,
      purchaseAmount: String(wish.minor ?? 100_00),
      purchaseCurrency: '977',
      purchaseExponent: '2',
      purchaseDate: '20261123091500',
      browserAcceptHeader: 'text/html',
      browserLanguage: wish.language ?? 'en-GB',
      browserUserAgent: 'test',
      browserJavascriptEnabled: false,
    },
    'D',
  );
}

const headers = {
  'content-type': 'application/json',
  authorization: `Bearer ${keys.network}`,
};

async function ask(request: ReturnType<typeof areq>): Promise<ARes> {
  const answer = await world.post('/acs/areq', JSON.stringify(request), headers);
  const read = parse(await answer.text(), { expect: 'ARes', from: 'A' });
  if (!read.ok) throw new Error(`${read.error.errorCode} ${read.error.errorDetail}`);
  return read.value;
}

type Page = { readonly status: number; readonly text: string; readonly csp: string };

async function form(path: string, fields: Record<string, string>): Promise<Page> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    origin: 'http://gateway.example',
    'sec-fetch-site': 'cross-site',
  };
  const answer = await world.post(path, new URLSearchParams(fields).toString(), headers);
  const csp = answer.headers.get('content-security-policy') ?? '';
  return { status: answer.status, text: await answer.text(), csp };
}

/** From the AReq to the page that asks for the code. */
async function begin(wish: Wish = {}) {
  const request = areq(wish);
  const ares = await ask(request);
  expect(ares.transStatus).toBe('C');
  const creq = buildCReq({
    messageVersion: '2.2.0',
    threeDSServerTransID: ares.threeDSServerTransID,
    acsTransID: ares.acsTransID,
    challengeWindowSize: '05',
  });
  const open = { creq: toBrowser(creq), threeDSSessionData: 'c2Vzc2lvbg' };
  const path = new URL(ares.acsURL ?? '').pathname;
  const page = await form(path, open);
  return { ares, page, again: () => form(path, open) };
}

const hidden = (page: Page, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? '';

function act(page: Page, acsTransId: string, action: string, code = ''): Promise<Page> {
  const fields = { ticket: hidden(page, 'ticket'), turn: hidden(page, 'turn'), action, code };
  return form(`/acs/challenge/${acsTransId}`, fields);
}

const lastCode = () => /\b\d{6}\b/.exec(world.messages.at(-1)?.text ?? '')?.[0] ?? '';
const wrong = () => String((Number(lastCode()) + 1) % 1_000_000).padStart(6, '0');

function cresIn(page: Page): string | undefined {
  const read = fromBrowser<'CRes'>(hidden(page, 'cres'), { expect: 'CRes' });
  return read.ok ? read.value.transStatus : undefined;
}

describe('an AReq', () => {
  test('of a usual amount is authenticated at once, the same way when asked again', async () => {
    const request = areq({ minor: 20_00 });
    const first = await ask(request);
    expect(first).toMatchObject({ transStatus: 'Y', eci: '05' });
    expect(first.authenticationValue).toMatch(/^[A-Za-z0-9+/]{27}=$/);
    expect(await ask(request)).toEqual(first);
  });

  test('of a number that is no card of the bank is not possible', async () => {
    const ares = await ask(areq({ pan: '4000000700000021' }));
    expect(ares).toMatchObject({ transStatus: 'U', transStatusReason: '08' });
  });

  test.each([undefined, 'Bearer ', 'Bearer hk', `Basic ${keys.network}`])(
    'that comes with the key %j is not read',
    async (authorization) => {
      const { authorization: _, ...others } = headers;
      const sent = { ...others, ...(authorization !== undefined && { authorization }) };
      const answer = await world.post('/acs/areq', JSON.stringify(areq()), sent);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: 'unauthorized' } });
      expect(world.messages).toHaveLength(0);
    },
  );

  test('that is at fault gets an Erro', async () => {
    const { acctNumber: _, ...rest } = areq();
    const answer = await world.post('/acs/areq', JSON.stringify(rest), headers);
    expect(await answer.json()).toMatchObject({ errorCode: '201', errorDetail: 'acctNumber' });
    const wrongExponent = { ...areq(), purchaseExponent: '0' };
    const other = await world.post('/acs/areq', JSON.stringify(wrongExponent), headers);
    expect(await other.json()).toMatchObject({ errorCode: '304' });
  });
});

describe('the sixth challenge of a card within an hour', () => {
  const refused = { transStatus: 'N', transStatusReason: '04' };

  test('is refused, and no message goes out; an hour later there is another one', async () => {
    for (let count = 1; count <= 5; count += 1) await begin();
    expect(world.messages).toHaveLength(5);
    const sixth = areq();
    const answer = await ask(sixth);
    expect(answer).toMatchObject(refused);
    expect(answer.acsURL).toBeUndefined();
    expect(await ask(sixth)).toEqual(answer);
    // What needs no challenge is as welcome as ever.
    expect(await ask(areq({ minor: 20_00 }))).toMatchObject({ transStatus: 'Y' });
    expect(world.messages).toHaveLength(5);
    await world.control('clock', { offsetMs: world.clock.offsetMs() + 3_600_000 });
    await begin();
    expect(world.messages).toHaveLength(6);
  });

  test('is refused when all come at once too', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(areq())));
    const status = answers.map(({ transStatus }) => transStatus).sort();
    expect(status.join('')).toBe('CCCCCNNNNNNN');
  });
});

describe('a challenge', () => {
  test('sends one SMS that names shop, amount and card, and none when the page is reloaded', async () => {
    const { page, again } = await begin();
    expect(page.status).toBe(200);
    expect(world.messages).toHaveLength(1);
    const [message] = world.messages;
    expect(message).toMatchObject({ to: '+38761000001', from: 'Plava banka' });
    expect(message?.text).toMatch(/100,00 KM.*Diva shop.*0013/);
    expect(page.text).toContain('Diva shop');
    expect(page.text).toContain('0013');
    expect(page.text).not.toContain(hana.pan);
    await again();
    expect(world.messages).toHaveLength(1);
  });

  test('with the right code tells the directory server first, then the shop', async () => {
    const { ares, page, again } = await begin();
    const done = await act(page, ares.acsTransID, 'confirm', lastCode());
    expect(world.results).toMatchObject([
      { transStatus: 'Y', eci: '05', acsTransID: ares.acsTransID },
    ]);
    expect(cresIn(done)).toBe('Y');
    expect(hidden(done, 'threeDSSessionData')).toBe('c2Vzc2lvbg');
    expect(done.text).toContain('action="http://gateway.example/3ds/notify"');
    expect(done.csp).toContain("form-action 'self' http:");
    expect(done.text).not.toMatch(/<script(?![^>]*src=)/);
    // Reload, double click, Back button: the same end, and the result is told once.
    expect(cresIn(await again())).toBe('Y');
    expect(cresIn(await act(page, ares.acsTransID, 'confirm', '000000'))).toBe('Y');
    expect(world.results).toHaveLength(1);
  });

  test('with wrong codes counts down, and fails at the third', async () => {
    const { ares, page } = await begin();
    const second = await act(page, ares.acsTransID, 'confirm', wrong());
    expect(second.text).toContain('2 more times');
    // The same page sent again costs nothing.
    expect((await act(page, ares.acsTransID, 'confirm', wrong())).text).not.toContain('more times');
    const third = await act(second, ares.acsTransID, 'confirm', wrong());
    expect(third.text).toContain('once more');
    const rubbish = await act(third, ares.acsTransID, 'confirm', '12');
    expect(rubbish.text).toContain('six digits');
    const end = await act(rubbish, ares.acsTransID, 'confirm', wrong());
    expect(cresIn(end)).toBe('N');
    expect(world.results).toMatchObject([{ transStatus: 'N', transStatusReason: '19' }]);
  });

  test('sends another code, of which only the last is right, and three in all', async () => {
    const { ares, page } = await begin();
    const first = lastCode();
    const second = await act(page, ares.acsTransID, 'resend');
    expect(second.text).toContain('another code');
    const third = await act(second, ares.acsTransID, 'resend');
    expect(world.messages).toHaveLength(3);
    const noMore = await act(third, ares.acsTransID, 'resend');
    expect(noMore.text).toContain('cannot send you more codes');
    expect(world.messages).toHaveLength(3);
    if (first !== lastCode()) {
      const old = await act(noMore, ares.acsTransID, 'confirm', first);
      expect(old.text).toContain('not the code');
      expect(cresIn(await act(old, ares.acsTransID, 'confirm', lastCode()))).toBe('Y');
    }
  });

  test('cancelled is refused with the reason', async () => {
    const { ares, page } = await begin();
    expect(cresIn(await act(page, ares.acsTransID, 'cancel'))).toBe('N');
    expect(world.results).toMatchObject([{ transStatus: 'N', challengeCancel: '01' }]);
  });

  test('speaks the language of the browser, and the other one on wish', async () => {
    const { ares, page } = await begin({ language: 'hr' });
    expect(page.text).toContain('Potvrdite plaćanje');
    expect((await act(page, ares.acsTransID, 'language')).text).toContain('Confirm your payment');
  });

  test('takes no form without its ticket', async () => {
    const { ares, page } = await begin();
    const fields = { ticket: 'x'.repeat(64), turn: hidden(page, 'turn'), action: 'cancel' };
    expect((await form(`/acs/challenge/${ares.acsTransID}`, fields)).status).toBe(403);
    expect(world.results).toHaveLength(0);
  });

  test.each([{}, { creq: 'rubbish' }, { creq: toBrowser(creqOf(randomUUID())) }])(
    'a browser with %j gets a page that says so',
    async (fields) => {
      const page = await form('/acs/challenge', fields);
      expect([400, 404]).toContain(page.status);
      expect(page.text).toContain('belongs to no payment');
    },
  );

  test('whose result cannot be delivered keeps it and tries again', async () => {
    const { ares, page } = await begin();
    world.directoryServer.isDown = true;
    expect(cresIn(await act(page, ares.acsTransID, 'confirm', lastCode()))).toBe('Y');
    expect(world.results).toHaveLength(0);
    world.directoryServer.isDown = false;
    await world.control('clock', { offsetMs: world.clock.offsetMs() + 10_000 });
    expect(world.results).toMatchObject([{ transStatus: 'Y' }]);
  });

  test('that nobody answers expires, and the code with it', async () => {
    const { ares, page } = await begin();
    const code = lastCode();
    await world.control('clock', { offsetMs: world.clock.offsetMs() + 6 * 60_000 });
    expect((await act(page, ares.acsTransID, 'confirm', code)).text).toContain('has expired');
    await world.control('clock', { offsetMs: world.clock.offsetMs() + 10 * 60_000 });
    const told = world.results.filter(({ acsTransID }) => acsTransID === ares.acsTransID);
    expect(told).toMatchObject([
      { transStatus: 'U', transStatusReason: '14', challengeCancel: '04' },
    ]);
    expect(cresIn(await act(page, ares.acsTransID, 'confirm', code))).toBe('N');
  });
});

test('neither code nor card number nor proof lies readable in the database', async () => {
  const { ares, page } = await begin();
  const code = lastCode();
  await act(page, ares.acsTransID, 'confirm', code);
  const proof = world.results.at(-1)?.authenticationValue ?? 'none';
  const look = lookInto(world);
  for (const table of ['authentication', 'outgoing_message', 'card', 'card_authorization']) {
    const rows = await look.query(
      { text: `select t::text as line from ${table} t` },
      (row) => row['line'],
    );
    const text = rows.join('\n');
    expect(text).not.toContain(hana.pan);
    expect(text).not.toContain(proof);
    expect(text).not.toMatch(new RegExp(`(^|\\D)${code}(\\D|$)`));
  }
  await look.close();
});

describe('the proof', () => {
  test('serves one authorization of its card and amount; a reversal gives it back', async () => {
    const { bank, database } = await openTestBank({ customers: [hana.seed] });
    const { authenticate } = await import('./authenticate.ts');
    const acs = {
      bank,
      courier: { deliver: async () => {}, wake: () => {} },
      challengeUrl: () => 'http://plava.example/acs/challenge',
      referenceNumber: 'ACS',
      challengeAboveMinor: 30_00n,
      challengesPerHour: 5,
      smsFrom: 'Plava',
    };
    const ares = await authenticate(acs, areq({ minor: 20_00 }));
    const cavv = ares.ok ? (ares.value.authenticationValue ?? '') : '';
    const pay = async (stan: string, minor: number, more = {}) => {
      const wish = { stan, rrn: `6327200${stan.slice(1)}`, minor, eci: '05', cavv, ...more };
      return authorizationRequest(wish);
    };
    const code = async (message: Awaited<ReturnType<typeof pay>>) =>
      (await answerTo(bank, message))?.fields[39];
    expect(await code(await pay('000001', 20_01))).toBe('82');
    expect(await code(await pay('000002', 20_00, { currency: '978' }))).toBe('82');
    const first = await pay('000003', 20_00);
    expect(await code(first)).toBe('00');
    expect(await code(await pay('000004', 20_00))).toBe('82');
    const { buildReversalRequest } = await import('@kassa/iso8583');
    expect(await code(buildReversalRequest(first, { stan: '000005', atMs: monday }))).toBe('00');
    const both = await Promise.all([
      code(await pay('000006', 20_00)),
      code(await pay('000007', 20_00)),
    ]);
    expect(both.sort()).toEqual(['00', '82']);
    await database.close();
  });
});

function creqOf(id: string) {
  return buildCReq({
    messageVersion: '2.2.0',
    threeDSServerTransID: id,
    acsTransID: id,
    challengeWindowSize: '05',
  });
}
