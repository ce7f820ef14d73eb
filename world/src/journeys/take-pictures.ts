// `npm run pictures`: makes the pictures of the README from a real run of a real world.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { operators } from '../cast/operators.ts';
import { openBrowser, phone, visit } from './browser.ts';
import {
  addressOf,
  anyCard,
  atTheBank,
  codeIn,
  confirmed,
  enterCode,
  hana,
  hanasCard,
  inbox,
  nextSms,
  orderAtDiva,
  payByCard,
} from './shopper.ts';
import { findPlace, leavePlace, startWorldProcess } from './world-process.ts';

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
await mkdir(folder, { recursive: true });

const place = await findPlace();
const world = await startWorldProcess(place);
const browser = await openBrowser();
try {
  const { page, close } = await visit(browser, { screen: { width: 1180, height: 860 } });
  const shopper = { page, place, faults: [] };
  await page.goto(`${addressOf(place, 'diva')}/`);
  await keep(page, 'shop');
  const smsBefore = (await inbox(place, 'sms')).length;
  await orderAtDiva(shopper, ['evening-ritual', 'gift-guide'], hana);
  await keep(page, 'checkout');
  await payByCard(shopper, hanasCard);
  await atTheBank(shopper);
  await keep(page, 'bank');
  await enterCode(shopper, codeIn(await nextSms(place, smsBefore)));
  await confirmed(shopper);
  await keep(page, 'confirmation');
  await page.goto(addressOf(place, 'lobby'));
  await page.getByRole('button', { name: /next business day/i }).click();
  await page.waitForLoadState('networkidle');
  await page.goto(addressOf(place, 'lobby'));
  await keep(page, 'world');
  await page.goto(`${addressOf(place, 'lobby')}/money`);
  await page
    .getByRole('link', { name: /^\d{12}$/ })
    .first()
    .click();
  await page.waitForLoadState('networkidle');
  await keep(page, 'money');
  await close();

  const small = await visit(browser, { screen: phone });
  await orderAtDiva({ page: small.page, place, faults: [] }, ['rose-serum'], hana);
  await keep(small.page, 'checkout-phone');
  await small.close();
  await takeTrouble();
} finally {
  await browser.close();
  await world.stop();
  await leavePlace(place);
}

/** A payment whose first bank's answers get lost, told to operators; and a buyer when no bank answers. */
async function takeTrouble(): Promise<void> {
  const buyer = await visit(browser, { screen: phone });
  const shopper = { page: buyer.page, place, faults: [] };
  for (const kind of ['0110', '0610']) await lose(`gateway-acquirer-zelena ${kind}`);
  await orderAtDiva(shopper, ['rose-serum'], hana);
  await payByCard(shopper, anyCard('4242424242424242'));
  await confirmed(shopper);
  const { page, close } = await visit(browser, { screen: { width: 1180, height: 1500 } });
  await page.goto(`${addressOf(place, 'gateway')}/operators/payments`);
  const operator = operators.find(({ role }) => role === 'operator');
  if (operator === undefined) throw new Error('the cast has an operator');
  await page.getByLabel('E-mail').fill(operator.email);
  await page.getByLabel('Password').fill(operator.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('link', { name: /^pi_/ }).first().click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await page.getByText('Nobody knew').scrollIntoViewIfNeeded();
  await keep(page, 'timeline');
  await close();

  for (const kind of ['0110', '0610', '0430']) await lose(`gateway-acquirer ${kind}`);
  await orderAtDiva(shopper, ['rose-serum'], hana);
  await payByCard(shopper, anyCard('4242424242424242'));
  await buyer.page.getByRole('heading', { name: 'We are waiting for your bank' }).waitFor();
  await keep(buyer.page, 'waiting-phone');
  await buyer.close();
}

async function lose(messages: string): Promise<void> {
  const answer = await fetch(`${addressOf(place, 'lobby')}/faults.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: `${messages} drop` }),
  });
  if (!answer.ok) throw new Error(`${messages}: ${answer.status} ${await answer.text()}`);
}

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`docs/pictures/${name}.png`);
}
