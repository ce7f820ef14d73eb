// The desk on a real gateway: what its sources say of a few payments, what is found to be wrong, what
// people do about it, and how it looks in a browser.

import { column } from '@kassa/database';
import { listen, openHttp } from '@kassa/http';
import { writeCamt053 } from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { dateIn, instant } from '@kassa/time';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from '../../checkout/pages/testing/browser.ts';
import { pay, rrnOf } from '../../testing/paying.ts';
import {
  acquirerAt,
  merchant,
  startTestGateway,
  type TestGateway,
  until,
} from '../../testing/test-gateway.ts';
import { faultsOf } from '../testing/faults-of.ts';

const mirela = { email: 'mirela@kassa.example', password: 'mirela-at-the-desk' };
const tarik = { email: 'tarik@kassa.example', password: 'tarik-only-looks' };
const bam = unwrap(currencyOf('BAM'));
const statementKey = 'of-divas-statements';
const km = (minor: number) => money(bam, minor);

/** What the acquirer says; a test may change it. */
const acquirer = openHttp({ name: 'settlement desk', log: silentLog });
const reports: { id: string; createdAtMs: number; amountMinor: string; items: unknown[] }[] = [];
const whole = (report: (typeof reports)[number]) => ({
  ...{ ...report, status: 'paid', currency: 'BAM', valueOn: '2026-11-24' },
});
acquirer.get('/merchants/:mid/unpaid', async () => ({ items: [], next: null }));
acquirer.get('/merchants/:mid/settlements', async ({ url }) => ({
  settlements: url.includes('DIVA') ? reports.map(whole) : [],
  hasMore: false,
}));
acquirer.get<{ Params: { id: string } }>('/merchants/:mid/settlements/:id', async (request) =>
  reports.map(whole).find(({ id }) => id === request.params.id),
);

let gateway: TestGateway;
let cookie = '';
let browser: Browser;
const rrns: Record<'good' | 'short' | 'dear' | 'gone' | 'first' | 'second', string> = {
  ...{ good: '', short: '', dear: '', gone: '', first: '', second: '' },
};

beforeAll(async () => {
  const diva = merchant('diva', 'BAM');
  const fee = { basisPoints: 300 };
  gateway = await startTestGateway({
    merchants: [{ ...diva, acquirer: { ...diva.acquirer, fee } }, merchant('nordlys', 'NOK')],
    reconciliation: {
      statementsFrom: [{ account: 'acct_diva', bank: 'Plava banka', key: statementKey }],
    },
    operators: [
      { name: 'Mirela', role: 'operator', ...mirela },
      { name: 'Tarik', role: 'viewer', ...tarik },
    ],
  });
  const url = await listen(acquirer, { host: '127.0.0.1', port: 0 });
  await gateway.restart({ acquirers: [acquirerAt(gateway.acquirer.port, url)] });
  const sold = async (order: string, amount = 10_000) => {
    const { id } = await pay(gateway, { amount, metadata: { order_number: order } });
    return rrnOf(gateway, id);
  };
  Object.assign(rrns, {
    good: await sold('D-1'),
    short: await sold('D-2'),
    dear: await sold('D-3'),
    gone: await sold('D-4'),
    // One order, paid twice.
    first: await sold('D-5', 4_000),
    second: await sold('D-5', 4_000),
  });
  await until(
    () => Object.values(rrns).every((rrn) => gateway.acquirer.taken.has(rrn)),
    'the captures are told',
  );
  const item = (name: keyof typeof rrns, grossMinor: number, feeMinor: number) => ({
    ...{ id: `itm_${name}`, kind: 'capture', rrn: rrns[name], currency: 'BAM' },
    ...{ grossMinor: String(grossMinor), feeMinor: String(feeMinor) },
    netMinor: String(grossMinor - feeMinor),
  });
  const stray = { ...item('good', 5_000, 150), id: 'itm_stray', rrn: '999999999999' };
  reports.push(
    {
      ...{ id: 'pay_00001', createdAtMs: gateway.clock.nowMs(), amountMinor: '28794' },
      items: [item('good', 10_000, 300), item('short', 9_900, 297), item('dear', 10_000, 509)],
    },
    {
      ...{ id: 'pay_00002', createdAtMs: gateway.clock.nowMs(), amountMinor: '12610' },
      items: [item('first', 4_000, 120), item('second', 4_000, 120), stray],
    },
  );
  await gateway.control('settlements/import', {});
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() + 12 * 86_400_000 });
  cookie = await logIn(mirela);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
  await acquirer.close();
});

function ask(path: string, form?: object, as = cookie) {
  return fetch(`${gateway.url}/operators/${path}`, {
    redirect: 'manual',
    method: form === undefined ? 'GET' : 'POST',
    headers: { cookie: as, accept: 'text/html' },
    ...(form === undefined ? {} : { body: new URLSearchParams({ ...form }) }),
  });
}

async function logIn(who: typeof mirela): Promise<string> {
  const answer = await ask('log-in', who, '');
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

type Told = { readonly id: string; readonly words: string; readonly state: string };

/** `sales missing -10000`, in a fixed order. */
async function exceptions(state = 'open'): Promise<Told[]> {
  const text = `select id, state, pair || ' ' || name || ' ' || coalesce(difference::text, '?') as words
    from reconciliation_exception where state = $1 order by words`;
  return gateway.db.query({ text, values: [state] }, (row) => ({
    id: column.text(row, 'id'),
    words: column.text(row, 'words'),
    state: column.text(row, 'state'),
  }));
}
const wordsOf = (all: readonly Told[]) => all.map(({ words }) => words);

async function idOf(words: string): Promise<string> {
  const found = (await exceptions()).find((one) => one.words === words);
  if (found === undefined) throw new Error(`there is no ${words}`);
  return found.id;
}

test('what the sources do not agree about is found, and a source that is not there is said so', async () => {
  const done = await ask('reconciliation/run', {});
  expect(done.headers.get('location')).toBe('/operators/reconciliation?news=ran');
  expect(wordsOf(await exceptions())).toEqual([
    'orders duplicate 4000',
    'sales fee_error -209',
    'sales missing -10000',
    'sales unexpected 5000',
    'sales wrong_amount -100',
  ]);
  const page = await (await ask('reconciliation')).text();
  expect(page).toContain('not there: no statement of the last days was handed in');
  expect(page).toContain('not compared');
  // Again, and nothing is found twice.
  await gateway.control('reconciliation/run', {});
  expect(await exceptions()).toHaveLength(5);
});

test('the bank is there once its statement was handed in', async () => {
  const now = instant(gateway.clock.nowMs());
  const [opened, day] = [reports[0]?.createdAtMs ?? 0, (at: number) => dateIn(instant(at), 'UTC')];
  const entry = (reference: string, minor: number, endToEndId: string) => ({
    ...({ reference, amount: km(minor), side: 'credit', bookedOn: day(opened) } as const),
    ...{ kind: 'CREDITTRANSFER', endToEndId, counterparty: 'Zelena banka' },
  });
  const entries = [entry('E1', 28_794, 'pay_00001'), entry('E2', 12_600, 'pay_00002')];
  const rent = {
    ...entry('E3', 90_000, 'RENT-11-2026'),
    side: 'debit',
    counterparty: 'Landlord',
  } as const;
  const statement = (id: string, at: number, own: (typeof entries)[number][]) => {
    const credits = own.reduce((sum, { amount }) => sum + Number(amount.minor), 0);
    const rest = { id, account: 'BA391290079401028494', currency: bam, date: day(at) };
    return { ...rest, opening: km(0), closing: km(credits), entries: own };
  };
  const first = statement('S1', opened, entries);
  const paidRent = { ...first, closing: km(41_394 - 90_000), entries: [...entries, rent] };
  const xml = writeCamt053({
    ...{ messageId: 'M1', createdAtMs: now },
    statements: [paidRent, statement('S2', now, [])],
  });
  const form = { account: 'acct_diva', statement: xml };
  const refused = await ask('reconciliation/statements', { ...form, statement: '<Document/>' });
  expect(refused.status).toBe(422);
  const wrong = { ...form, statement: xml.replace('>287.94<', '>287.93<') };
  expect(await (await ask('reconciliation/statements', wrong)).text()).toContain('0.01 BAM');
  expect((await ask('reconciliation/statements', form, await logIn(tarik))).status).toBe(403);
  for (const times of [1, 2]) {
    const taken = await ask('reconciliation/statements', form);
    expect([times, taken.headers.get('location')]).toEqual([
      times,
      '/operators/reconciliation?took=2',
    ]);
  }
  // The bank may bring it too: with its key, and nothing but statements.
  const bring = (key: string, body: string) =>
    fetch(`${gateway.url}/bank-statements`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/xml' },
      body,
    });
  expect((await bring('another', xml)).status).toBe(401);
  expect((await bring(statementKey, '<Document/>')).status).toBe(422);
  expect(await (await bring(statementKey, xml)).json()).toEqual({ taken: 2 });
  await gateway.control('reconciliation/run', {});
  expect(wordsOf(await exceptions())).toContain('batches wrong_amount -10');
  expect(await (await ask('reconciliation')).text()).toContain('1 entry is not an acquirer’s');
});

test('pages are sound in both languages, wide and on a phone', async () => {
  const { page, complaints } = await openPage(browser);
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url: `${gateway.url}/operators` }]);
  const wrong = await idOf('sales wrong_amount -100');
  const missing = await idOf('sales missing -10000');
  const shown = [
    ['desk', 'reconciliation'],
    ['desk-bs', 'reconciliation?lang=bs'],
    ['exception-bs', `reconciliation/${missing}`],
    ['exception', `reconciliation/${wrong}?lang=en`],
  ];
  for (const [picture = '', path] of shown) {
    await page.goto(`${gateway.url}/operators/${path}`);
    expect(await faultsOf(page, picture)).toEqual([]);
  }
  await page.fill('textarea', 'Zelena confirms: 99.00 were presented');
  await page.click('main form button');
  expect(await faultsOf(page, 'confirm')).toEqual([]);
  expect(complaints).toEqual([]);
  expect(await page.textContent('main')).toContain('merchant:pending, debit');
  await page.context().close();
});

const posted = (exceptionId: string) =>
  gateway.db.query(
    {
      text: `select e.path || ' ' || e.side || ' ' || e.amount as line
        from ledger_transaction t
        join ledger_entry e on e.account_id = t.account_id and e.transaction_id = t.id
        where t.reference = $1 order by e.line`,
      values: [exceptionId],
    },
    (row) => column.text(row, 'line'),
  );

type Repaired = readonly [string, string, readonly string[]];
const owed = 'acquirer:zelena:receivable';

test.each<Repaired>([
  ['sales wrong_amount -100', 'correct', ['merchant:pending debit 100', `${owed} credit 100`]],
  // The fee is in the book as the acquirer kept it: what is above the contract's is to be claimed.
  ['sales fee_error -209', 'mark_received', []],
  ['sales missing -10000', 'void', ['merchant:pending debit 10000', `${owed} credit 10000`]],
  ['sales unexpected 5000', 'correct', [`${owed} debit 5000`, 'merchant:pending credit 5000']],
  ['batches wrong_amount -10', 'mark_received', []],
])('%s: %s is an entry of its own, once', async (words, kind, entries) => {
  const id = await idOf(words);
  const wish = { kind, why: 'asked at the bank by telephone' };
  const as = await logIn(tarik);
  expect((await ask(`reconciliation/${id}/repair`, wish, as)).status).toBe(403);
  expect((await ask(`reconciliation/${id}/repair`, { ...wish, why: ' ' })).status).toBe(422);
  // Two clicks at once: one is done.
  const clicks = await Promise.all([1, 2].map(() => ask(`reconciliation/${id}/repair`, wish)));
  expect(clicks.map(({ status }) => status).sort()).toEqual([303, 422]);
  expect(await posted(id)).toEqual(entries);
  const page = await (await ask(`reconciliation/${id}`)).text();
  expect(page).toContain('mirela@kassa.example: asked at the bank by telephone');
});

test('nothing that was repaired comes back, and the books balance', async () => {
  await gateway.control('reconciliation/run', {});
  expect(wordsOf(await exceptions())).toEqual(['orders duplicate 4000']);
  expect(await exceptions('repaired')).toHaveLength(5);
  // What was settled and unknown is looked into, too.
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
  const changed = gateway.db.exec(`update reconciliation_repair set decided_why = 'x'`);
  await expect(changed).rejects.toThrow(/append-only/);
});

test('a payout that the acquirer corrects afterwards is a line of the merchant’s balance', async () => {
  const before = (await gateway.stripe.balance.retrieve()).available[0]?.amount ?? 0;
  const [first] = reports;
  if (first !== undefined) first.amountMinor = '28780';
  await gateway.control('reconciliation/run', {});
  const id = await idOf('payouts wrong_amount -14');
  const wish = { kind: 'correct', why: 'their letter of today' };
  expect((await ask(`reconciliation/${id}/repair`, wish)).status).toBe(303);
  expect(await posted(id)).toEqual([`${owed} debit 14`, 'merchant:available credit 14']);
  expect((await gateway.stripe.balance.retrieve()).available[0]?.amount).toBe(before + 14);
  const { data } = await gateway.stripe.balanceTransactions.list({ type: 'adjustment' });
  expect(data).toMatchObject([{ amount: 14, source: id }]);
  expect(await gateway.control('prove')).toMatchObject({ ok: true });
});

test('two that are one thing are closed together, and what is found no more is cleared', async () => {
  const [, second] = reports;
  const items = second?.items.map((one) => {
    const { rrn } = Object(one);
    // The acquirer settled it under another number.
    return rrn === rrns.first ? { ...Object(one), id: 'itm_other', rrn: '888888888888' } : one;
  });
  if (second !== undefined && items !== undefined) second.items = items;
  await gateway.control('reconciliation/run', {});
  expect(wordsOf(await exceptions())).toEqual([
    'orders duplicate 4000',
    'sales missing -4000',
    'sales unexpected 4000',
  ]);
  const [id, replacedBy] = [await idOf('sales missing -4000'), await idOf('sales unexpected 4000')];
  const wish = { kind: 'replace', why: 'another RRN, the same purchase' };
  const alone = await ask(`reconciliation/${id}/repair`, wish);
  expect(alone.status).toBe(422);
  const uneven = await idOf('orders duplicate 4000');
  expect((await ask(`reconciliation/${id}/repair`, { ...wish, replacedBy: uneven })).status).toBe(
    422,
  );
  expect((await ask(`reconciliation/${id}/repair`, { ...wish, replacedBy })).status).toBe(303);
  expect(await exceptions('repaired')).toHaveLength(8);
  await gateway.db.exec(`update payment_intent set wishes = jsonb_set(wishes, '{metadata}', '{}')
    where wishes -> 'metadata' ->> 'order_number' = 'D-5'`);
  await gateway.control('reconciliation/run', {});
  expect(wordsOf(await exceptions('cleared'))).toEqual(['orders duplicate 4000']);
});
