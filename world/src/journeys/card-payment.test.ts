// Hana buys at Diva: the paths a card payment can take, from the shelf to the money.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser, phone, type Screen, visit } from './browser.ts';
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
  look,
  nextSms,
  orderAtDiva,
  payByCard,
  type Shopper,
} from './shopper.ts';
import './setup.ts';
import { runCommand, until } from './world-process.ts';

const place = inject('place');
/** With delivery by post: 84.00 + 9.00 + 7.00. */
const forAHundred = ['evening-ritual', 'gift-guide'];
const small = ['honey-sage-soap'];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function shopping(
  story: (shopper: Shopper) => Promise<void>,
  options: { screen?: Screen; javaScriptEnabled?: boolean } = {},
): Promise<void> {
  const { page, close } = await visit(browser, options);
  const shopper: Shopper = { page, place, faults: [] };
  try {
    await story(shopper);
    expect(shopper.faults).toEqual([]);
  } finally {
    await close();
  }
}

async function allBooksBalance(): Promise<void> {
  const { code, printed } = await runCommand(place, ['--prove']);
  expect(printed).not.toMatch(/disagree|unbalanced/i);
  expect(code, printed).toBe(0);
}

describe('a card payment', () => {
  test('larger than usual: the bank asks, the code is right, and the next business day Diva has 97 of her 100', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      const smsBefore = (await inbox(place, 'sms')).length;
      await orderAtDiva(shopper, forAHundred, hana);
      await page
        .getByText(/100[.,]00/)
        .first()
        .waitFor();
      await payByCard(shopper, hanasCard);
      await atTheBank(shopper);
      await look(shopper);
      const sms = await nextSms(place, smsBefore);
      expect(sms).toMatch(/Diva/i);
      expect(sms).toMatch(/100[.,]00/);
      expect(sms).toContain('0005');
      await enterCode(shopper, codeIn(sms));
      const number = await confirmed(shopper);
      expect(number).toMatch(/^D-/);

      const download = page.getByRole('link', { name: /Download/ }).first();
      const file = await page.request.get(
        new URL((await download.getAttribute('href')) ?? '', page.url()).href,
      );
      expect(file.status()).toBe(200);

      const isMailed = await until(
        async () => (await inbox(place, 'email')).some((one) => one.subject?.includes(number)),
        10_000,
      );
      expect(isMailed).toBe(true);

      await page.reload();
      await confirmed(shopper);
      const letters = (await inbox(place, 'email')).filter((one) => one.subject?.includes(number));
      expect(letters).toHaveLength(1);
    });
    await allBooksBalance();

    await shopping(async (shopper) => {
      const { page } = shopper;
      await page.goto(addressOf(place, 'lobby'));
      await look(shopper);
      await page.getByRole('button', { name: /next business day/i }).click();
      await page.waitForLoadState('networkidle');
      await page.goto(`${addressOf(place, 'lobby')}/money`);
      await look(shopper);
      await page
        .getByRole('link', { name: /^\d{12}$/ })
        .first()
        .click();
      await look(shopper);
      const told = await page.textContent('body');
      for (const part of ['100.00', '1.20', '0.30', '1.50', '97.00']) expect(told).toContain(part);
    });
    await allBooksBalance();
  });

  test('small: the bank asks nothing', async () => {
    await shopping(async (shopper) => {
      await orderAtDiva(shopper, small, hana);
      await payByCard(shopper, hanasCard);
      await confirmed(shopper);
    });
    await allBooksBalance();
  });

  test('a wrong code is told with the tries that remain, and too many refuse the payment', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      const smsBefore = (await inbox(place, 'sms')).length;
      await orderAtDiva(shopper, forAHundred, hana);
      await payByCard(shopper, hanasCard);
      await atTheBank(shopper);
      const right = codeIn(await nextSms(place, smsBefore));
      const wrong = right === '000000' ? '000001' : '000000';
      await enterCode(shopper, wrong);
      await page.getByText('You can try 2 more times').waitFor();
      await enterCode(shopper, wrong);
      await page.getByText('You can try once more').waitFor();
      await look(shopper);
      await enterCode(shopper, wrong);
      await page
        .getByText(/could not confirm that it is you/)
        .first()
        .waitFor();
      await look(shopper);
      await payByCard(shopper, anyCard('4242424242424242'));
      await confirmed(shopper);
    });
    await allBooksBalance();
  });

  test('an empty account is refused honestly, and another card pays the same order', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderAtDiva(shopper, forAHundred, hana);
      await payByCard(shopper, anyCard('4000000000009995'));
      await page.getByText('There is not enough money on this card').waitFor();
      await page.getByText('You have not been charged').first().waitFor();
      await look(shopper);
      expect(await page.getByRole('textbox', { name: 'Card number' }).inputValue()).toBe('');
      expect(await page.getByRole('textbox', { name: 'CVC code' }).inputValue()).toBe('');
      await payByCard(shopper, anyCard('5555555555554444'));
      await confirmed(shopper);
    });
    await allBooksBalance();
  });

  test('on a phone, the whole way', async () => {
    await shopping(
      async (shopper) => {
        const { page } = shopper;
        const smsBefore = (await inbox(place, 'sms')).length;
        await orderAtDiva(shopper, forAHundred, hana);
        await payByCard(shopper, hanasCard);
        await atTheBank(shopper);
        await look(shopper);
        await enterCode(shopper, codeIn(await nextSms(place, smsBefore)));
        await confirmed(shopper);
        const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isTooWide).toBe(false);
      },
      { screen: phone },
    );
    await allBooksBalance();
  });

  test('without JavaScript, the whole way', async () => {
    const { page, close } = await visit(browser, { javaScriptEnabled: false });
    const shopper: Shopper = { page, place, faults: [] };
    const smsBefore = (await inbox(place, 'sms')).length;
    await orderWithoutScripts(shopper);
    await payByCard(shopper, hanasCard);
    await page.getByRole('button', { name: /my bank/ }).click();
    await atTheBank(shopper);
    await enterCode(shopper, codeIn(await nextSms(place, smsBefore)));
    await page.getByRole('button', { name: /Continue/ }).click();
    await page.getByRole('heading', { name: 'Thank you, your order is confirmed' }).waitFor();
    await close();
    await allBooksBalance();
  });
});

/** axe needs scripts of its own; here the way itself is the proof. */
async function orderWithoutScripts(shopper: Shopper): Promise<void> {
  const { page } = shopper;
  const diva = addressOf(place, 'diva');
  for (const slug of forAHundred) {
    await page.goto(`${diva}/products/${slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
  }
  await page.getByRole('link', { name: 'To checkout' }).click();
  await page.getByLabel('First and last name').fill(hana.name);
  await page.getByLabel('E-mail').fill(hana.email);
  await page.getByRole('radio', { name: /Post, to your door/ }).check();
  await page.getByLabel('Street and number').fill('Ferhadija 5');
  await page.getByLabel('Postal code').fill('71000');
  await page.getByLabel('Town').fill('Sarajevo');
  await page.getByRole('button', { name: 'Order and pay' }).click();
}
