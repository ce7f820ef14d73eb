// Buyers who read another language and pay in another currency.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import {
  addressOf,
  anyCard,
  atTheBank,
  codeIn,
  hana,
  hanasCard,
  inbox,
  look,
  nextSms,
  type Shopper,
} from './shopper.ts';
import './setup.ts';
import {
  allBooksBalance,
  awaited,
  chargesOf,
  lettersAbout,
  merchantClient,
  sessionOf,
  tell,
  wordsOf,
} from './story.ts';

const place = inject('place');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe('another buyer', () => {
  test('na bosanskom: od police do potvrde, poruka banke i pismo', async () => {
    await tell(
      { browser, place },
      async (shopper) => {
        const { page } = shopper;
        const smsBefore = (await inbox(place, 'sms')).length;
        await orderInBosnian(shopper);
        await page.getByRole('textbox', { name: 'Broj kartice' }).fill(hanasCard.number);
        await page.getByRole('textbox', { name: 'Vrijedi do' }).fill(hanasCard.expiry);
        await page.getByRole('textbox', { name: 'CVC kod' }).fill(hanasCard.cvc);
        await page.getByRole('textbox', { name: 'Ime na kartici' }).fill(hanasCard.name);
        await page.getByRole('button', { name: /^Plati / }).click();
        await atTheBank(shopper);
        await isIn(shopper, 'bs');
        const sms = await nextSms(place, smsBefore);
        expect(sms).toMatch(/kod \d{6} za plaćanje 100,00 KM/);
        await page.getByLabel('Jednokratni kod').fill(codeIn(sms));
        await page.getByRole('button', { name: 'Potvrdi plaćanje' }).click();
        await page.getByRole('heading', { name: 'Hvala, vaša narudžba je potvrđena' }).waitFor();
        await isIn(shopper, 'bs');
        const told = await wordsOf(shopper);
        expect(told).toContain('100,00 KM');
        const number = /D-\d{4}-\d+/.exec(told)?.[0] ?? '';
        await awaited('the letter comes', async () => {
          return (await lettersAbout(place, number)).length > 0;
        });
        const [letter] = await lettersAbout(place, number);
        expect(letter?.subject).toBe(`Narudžba ${number} je potvrđena`);
        expect(letter?.text).toContain('Zdravo Hana Hadžić');
      },
      { locale: 'bs-BA' },
    );
    await allBooksBalance(place);
  });

  test('at Nordlys pays in kroner with a Norwegian card', async () => {
    const stripe = merchantClient(place, 'sk_test_nordlys');
    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      await page.goto(`${addressOf(place, 'nordlys')}/products/aurora-guide`);
      await look(shopper);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByRole('link', { name: 'To checkout' }).click();
      await page.getByLabel('First and last name').fill('Ola Nordmann');
      await page.getByLabel('E-mail').fill('ola@example.test');
      await look(shopper);
      await page.getByRole('button', { name: 'Order and pay' }).click();
      await page.waitForURL(`${addressOf(place, 'gateway')}/c/**`);
      const sessionId = sessionOf(shopper);
      await look(shopper);
      const card = anyCard('4242424242424242');
      await page.getByRole('textbox', { name: 'Card number' }).fill(card.number);
      await page.getByRole('textbox', { name: 'Valid until' }).fill(card.expiry);
      await page.getByRole('textbox', { name: 'CVC code' }).fill(card.cvc);
      await page.getByRole('textbox', { name: 'Name on the card' }).fill('Ola Nordmann');
      await page.getByRole('button', { name: /^Pay .*149\.00/ }).click();
      await page.getByRole('heading', { name: 'Thank you, your order is confirmed' }).waitFor();
      await look(shopper);
      expect(await wordsOf(shopper)).toMatch(/N-\d{4}-\d{6}/);
      const charges = await chargesOf(stripe, sessionId);
      expect(charges).toMatchObject([{ amount: 14_900, currency: 'nok' }]);
    });
    await allBooksBalance(place);
  });
});

async function orderInBosnian(shopper: Shopper): Promise<void> {
  const { page } = shopper;
  const diva = addressOf(place, 'diva');
  await page.goto(diva);
  await isIn(shopper, 'bs');
  for (const slug of ['evening-ritual', 'gift-guide']) {
    await page.goto(`${diva}/products/${slug}`);
    await page.getByRole('button', { name: 'Dodaj u korpu' }).click();
    await page.waitForURL(/\/cart/);
  }
  await isIn(shopper, 'bs');
  await page.getByRole('link', { name: 'Na blagajnu' }).click();
  await page.getByLabel('Ime i prezime').fill(hana.name);
  await page.getByLabel('E-mail').fill(hana.email);
  await page.getByRole('radio', { name: /Pošt/ }).check();
  await page.getByLabel('Ulica i broj').fill('Ferhadija 12');
  await page.getByLabel('Poštanski broj').fill('71000');
  await page.getByLabel('Mjesto').fill('Sarajevo');
  await isIn(shopper, 'bs');
  await page.getByRole('button', { name: 'Naruči i plati' }).click();
  await page.waitForURL(`${addressOf(place, 'gateway')}/c/**`);
  await isIn(shopper, 'bs');
}

async function isIn(shopper: Shopper, language: string): Promise<void> {
  expect(await shopper.page.locator('html').getAttribute('lang')).toBe(language);
  await look(shopper);
}
