// `npm run pictures`: makes the pictures of the README from a real run of a real world.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser, phone, visit } from './browser.ts';
import {
  addressOf,
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
} finally {
  await browser.close();
  await world.stop();
  await leavePlace(place);
}

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`docs/pictures/${name}.png`);
}
