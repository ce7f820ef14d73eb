// The other way to pay: the card's fields stand in the shop's own page, as a frame of the gateway.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import {
  addressOf,
  anyCard,
  atTheBank,
  type CardTyped,
  codeIn,
  confirmed,
  enterCode,
  fillCart,
  giveDetails,
  hana,
  hanasCard,
  inbox,
  look,
  nextSms,
  type Shopper,
} from './shopper.ts';
import './setup.ts';
import { allBooksBalance, tell } from './story.ts';

const place = inject('place');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe('in the shop’s own page', () => {
  test('Hana is refused with one card, pays with another, and her bank asks for a code', async () => {
    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      const smsBefore = (await inbox(place, 'sms')).length;
      await fillCart(shopper, ['evening-ritual']);
      await page.goto(`${addressOf(place, 'diva')}/checkout`);
      await giveDetails(shopper, hana);
      await page.getByRole('button', { name: 'Pay here in the shop instead' }).click();
      await page.waitForURL(/\/pay-here$/);
      await typeInFrame(shopper, anyCard('4000000000009995'));
      await page.getByRole('alert').getByText('Your card has insufficient funds.').waitFor();
      await look(shopper);
      await typeInFrame(shopper, hanasCard);
      await atTheBank(shopper);
      await enterCode(shopper, codeIn(await nextSms(place, smsBefore)));
      expect(await confirmed(shopper)).toMatch(/^D-/);
    });
    await allBooksBalance(place);
  });
});

async function typeInFrame({ page }: Shopper, card: CardTyped): Promise<void> {
  const frame = page.frameLocator('iframe');
  await frame.getByRole('textbox', { name: 'Card number' }).fill(card.number);
  await frame.getByRole('textbox', { name: 'Valid until' }).fill(card.expiry);
  await frame.getByRole('textbox', { name: 'CVC code' }).fill(card.cvc);
  await frame.getByRole('textbox', { name: 'Name on the card' }).fill(card.name);
  await page.getByRole('button', { name: /^Pay / }).first().click();
}
