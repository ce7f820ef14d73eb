// Disputes on the operators' pages, on a real gateway: the sales of a month are counted, a merchant who
// comes near a network's thresholds is told of once, and one dispute stands whole on one page.

import { column } from '@kassa/database';
import { findPans } from '@kassa/secret';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from '../../checkout/pages/testing/browser.ts';
import { addMonths, edgesOf, monthIn } from '../../disputes/rates/month.ts';
import { askAgain, represent, ruleFor } from '../../testing/dispute-desk.ts';
import { back } from '../../testing/paying.ts';
import { startPlatform, type TestPlatform } from '../../testing/platform.ts';
import { until } from '../../testing/test-gateway.ts';
import { faultsOf } from '../testing/faults-of.ts';

const mirela = { email: 'mirela@kassa.example', password: 'mirela-at-the-desk' };
const tarik = { email: 'tarik@kassa.example', password: 'tarik-only-looks' };
const zone = 'Europe/Sarajevo';

let platform: TestPlatform;
let cookie = '';
let browser: Browser;
let disputed = '';
let earlier = '';

const gateway = () => platform.gateway;
const ask = (path: string, form?: object, as = cookie) =>
  fetch(`${gateway().url}/operators/${path}`, {
    redirect: 'manual',
    method: form === undefined ? 'GET' : 'POST',
    headers: { cookie: as, accept: 'text/html' },
    ...(form === undefined ? {} : { body: new URLSearchParams({ ...form }) }),
  });
async function logIn(who: typeof mirela): Promise<string> {
  const answer = await ask('log-in', who, '');
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
const judgeNow = async () => (await ask('disputes/judge', {})).headers.get('location');
const running = () => monthIn(gateway().clock.nowMs(), zone);

beforeAll(async () => {
  platform = await startPlatform('daily');
  await gateway().restart({
    operators: [
      { name: 'Mirela', role: 'operator', ...mirela },
      { name: 'Tarik', role: 'viewer', ...tarik },
    ],
  });
  const { stripe } = gateway();
  const pay = async (payment_method: string, more: object = {}) => {
    const asked = { amount: 10_000, currency: 'bam', confirm: true, return_url: back };
    return stripe.paymentIntents.create({ ...asked, payment_method, ...more });
  };
  await pay('pm_card_visa');
  await pay('pm_card_visa', { amount: 2_550 });
  await pay('pm_card_mastercard');
  const customer = await stripe.customers.create({ name: 'Hana', email: 'hana@example.ba' });
  ({ id: earlier } = await pay('pm_card_createDispute', { customer: customer.id, amount: 4_200 }));
  const { id } = await pay('pm_card_createDispute', {
    customer: customer.id,
    description: 'A red dress',
    receipt_email: 'hana@example.ba',
    shipping: {
      name: 'Hana H',
      address: { line1: 'Ferhadija 1', city: 'Sarajevo', postal_code: '71000', country: 'BA' },
      carrier: 'BH Pošta',
      tracking_number: 'BA123456789',
    },
  });
  await platform.settle();
  const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
  disputed = dispute?.id ?? '';
  cookie = await logIn(mirela);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const counted = () =>
  gateway().db.query(
    {
      text: `select brand, currency, sales, amount, authenticated from sales_month
        where account_id = 'acct_diva' and month = $1 order by brand`,
      values: [running()],
    },
    (row) => [
      column.text(row, 'brand'),
      column.text(row, 'currency'),
      column.integer(row, 'sales'),
      column.integer(row, 'amount'),
      column.integer(row, 'authenticated'),
    ],
  );

test('what was settled in the month is counted by brand, and counted again is the same', async () => {
  const as = await logIn(tarik);
  expect((await ask('disputes/judge', {}, as)).status).toBe(403);
  expect(await judgeNow()).toBe('/operators/disputes?worse=0');
  const expected = [
    ['mastercard', 'BAM', 1, 10_000, 1],
    ['visa', 'BAM', 4, 26_750, 4],
  ];
  expect(await counted()).toEqual(expected);
  await judgeNow();
  expect(await counted()).toEqual(expected);
  const page = await (await ask('disputes')).text();
  expect(page).toContain('50.00 %');
  expect(page).toContain('Diva shop');
});

/** Disputes of last month and this one, as if they had come; their charge is any. */
const plant = (from: number, to: number, atMs: number, brand = 'mastercard') =>
  gateway().db.query(
    {
      text: `insert into dispute select account_id, 'dp_planted' || $5 || n, charge_id, intent_id,
          provider, merchant_id, 'planted' || $5 || n, currency, 1000, 500, 'general',
          case when n % 7 = 0 then '4837' else '4853' end, $5,
          case when n % 2 = 0 then 'won' else 'lost' end,
          false, '{}', '{}', $3, 0, $3, $3
        from dispute, generate_series($1::integer, $2::integer) n where id = $4`,
      values: [from, to, atMs, disputed, brand],
    },
    () => 0,
  );

const moves = () =>
  gateway().db.query(
    { text: 'select * from dispute_standing_move order by at' },
    (row) =>
      `${column.text(row, 'brand')} ${column.text(row, 'from_standing')} > ${column.text(row, 'to_standing')} ${column.textOrNull(row, 'programme')} ${column.integer(row, 'share')}`,
  );

test('who comes near a threshold, reaches it or leaves it is told of once', async () => {
  const months = [1, 2, 3, 4, 5].map((by) => addMonths(running(), -by));
  for (const [index, month] of months.entries()) {
    await gateway().db.query(
      {
        text: `insert into sales_month values ('acct_diva', $1, 'mastercard', 'BAM', $2, $3, 0),
          ('acct_diva', $1, 'visa', 'BAM', $2, $3, $2)`,
        values: [month, 5_000 + index * 300, 9_000_000],
      },
      () => 0,
    );
    await plant(
      index * 1000 + 1,
      index * 1000 + 20 - index * 3,
      edgesOf(month, zone).fromMs,
      'visa',
    );
  }
  await plant(1, 74, gateway().clock.nowMs());
  expect(await judgeNow()).toBe('/operators/disputes?worse=0');
  await plant(75, 75, gateway().clock.nowMs());
  expect(await judgeNow()).toBe('/operators/disputes?worse=1');
  expect(await judgeNow()).toBe('/operators/disputes?worse=0');
  await plant(76, 100, gateway().clock.nowMs());
  expect(await judgeNow()).toBe('/operators/disputes?worse=1');
  expect(await judgeNow()).toBe('/operators/disputes?worse=0');
  await gateway().db.exec(`delete from dispute where id like 'dp_plantedmastercard9%'`);
  expect(await judgeNow()).toBe('/operators/disputes?worse=0');
  expect(await moves()).toEqual([
    'mastercard fine > near ECM 7500',
    'mastercard near > in_programme ECM 10000',
    'mastercard in_programme > near ECM 8900',
  ]);
});

test('a dispute stands whole on one page: claim, answer, what is known, the money', async () => {
  const { stripe } = gateway();
  await stripe.disputes.update(disputed, {
    evidence: { uncategorized_text: 'Paid with 4242 4242 4242 4242, and delivered' },
  });
  await platform.drained();
  const told = platform.desk.disputes.at(-1);
  if (told === undefined) throw new Error('the desk knows of no dispute');
  represent(told);
  askAgain(told);
  ruleFor(told, 'issuer');
  await gateway().control('settlements/import', {});
  const page = await (await ask(`disputes/${disputed}`)).text();
  for (const words of [
    'Between the banks',
    'asks once more (pre-arbitration)',
    'police report · It was not me.',
    'filed the case with the network',
    'So it is.',
    'the shop, to its bank',
    'the shop, to the network',
    '780.00',
    '10.4: Other fraud, card absent',
    'A red dress',
    'filled in by Kassa',
    'and delivered',
    'Y: authenticated by the cardholder’s bank',
    'with the cardholder’s bank',
    'hana@example.ba',
    'Ferhadija 1, 71000, Sarajevo, BA',
    'BA123456789',
    `/operators/payments/${earlier}`,
    'card, customer',
    'captured, disputed',
    'adjustment',
    'The cardholder’s bank disputes the sale',
    'The shop handed in its evidence',
    'acquirer:zelena:receivable',
  ]) {
    expect(page).toContain(words);
  }
  expect(findPans(page.replaceAll(/datetime="[^"]*"/gi, ''))).toEqual([]);
  const { payment_intent: intent } = await stripe.disputes.retrieve(disputed);
  const payment = await (await ask(`payments/${intent}`)).text();
  expect(payment).toContain(`href="/operators/disputes/${disputed}"`);
  expect((await ask('disputes/dp_none')).status).toBe(404);
  expect((await ask('disputes/merchants/acct_none')).status).toBe(404);
});

test('nothing that axe finds, nothing that overflows', async () => {
  const { page, complaints } = await openPage(browser);
  await page.goto(`${gateway().url}/operators/disputes`);
  await page.fill('#f-email', tarik.email);
  await page.fill('#f-password', tarik.password);
  await page.click('main form button');
  await page.getByRole('heading', { name: 'Disputes', level: 1 }).waitFor();
  expect(await faultsOf(page, 'disputes')).toEqual([]);
  await page.getByRole('link', { name: 'Diva shop' }).first().click();
  await page.getByRole('heading', { name: 'Disputes of Diva shop' }).waitFor();
  expect(await faultsOf(page, 'disputes-of-merchant')).toEqual([]);
  await page.goto(`${gateway().url}/operators/disputes/${disputed}`);
  expect(await faultsOf(page, 'dispute')).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the working day judges by itself', async () => {
  await gateway().db.exec('delete from dispute_standing');
  const fourDays = 4 * 86_400_000;
  await gateway().control('clock', { offsetMs: gateway().clock.offsetMs() + fourDays });
  await until(async () => {
    const judged = await gateway().db.query(
      { text: `select brand from dispute_standing where account_id = 'acct_diva'` },
      (row) => column.text(row, 'brand'),
    );
    return judged.length === 2;
  }, 'both brands are judged');
});
