// What Hana and Diva see at their bank: reserved, booked, paid out; and a card that its holder
// freezes.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import {
  addressOf,
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
  orderQuickly,
  payByCard,
  type Shopper,
} from './shopper.ts';
import './setup.ts';
import {
  allBooksBalance,
  anotherTab,
  awaited,
  chargesOf,
  logIn,
  merchantClient,
  sessionOf,
  tell,
  toNextBusinessDay,
  wordsOf,
} from './story.ts';

const place = inject('place');
const stripe = merchantClient(place);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe('at the bank', () => {
  test('what Hana paid is reserved, then booked; Diva is paid 97 of the 100, and the 3 are explained', async () => {
    await tell({ browser, place }, async (shopper) => {
      const forgotten = await anotherTab(shopper);
      await orderQuickly(forgotten, ['honey-sage-soap']);
      // What earlier stories paid is paid out first: this story's payout is then of one payment.
      await toNextBusinessDay(shopper);
      // Once more: from an afternoon to the next morning is less than the day that a session is open.
      await toNextBusinessDay(shopper);
      await isOverForTheForgotten(forgotten);
      await forgotten.page.close();
    });
    await tell({ browser, place }, async (shopper) => {
      const sessionId = await payAHundred(shopper);
      await logIn(shopper, 'cust_hana');
      await look(shopper);
      await openStatement(shopper);
      expect(await wordsOf(shopper)).toContain('Reserved, not booked yet');
      const reserved = await wordsOf(shopper, '.statement li');
      expect(reserved).toMatch(/Diva/);
      expect(reserved).toMatch(/-[^\d]*100\.00/);
      await look(shopper);

      await toNextBusinessDay(shopper);

      await logIn(shopper, 'cust_hana');
      await openStatement(shopper);
      expect(await wordsOf(shopper)).not.toContain('Reserved, not booked yet');
      const booked = await wordsOf(shopper, '.statement li');
      expect(booked).toMatch(/Diva/);
      expect(booked).toMatch(/-[^\d]*100\.00/);
      await look(shopper);

      const charge = (await chargesOf(stripe, sessionId))[0];
      const earned = await stripe.balanceTransactions.list({ source: charge?.id ?? '' });
      expect(earned.data).toMatchObject([
        { amount: 10_000, fee: 300, net: 9_700, currency: 'bam', type: 'charge' },
      ]);
      const { data: payouts } = await stripe.payouts.list({ limit: 1 });
      expect(payouts).toMatchObject([{ amount: 9_700, currency: 'bam', status: 'paid' }]);
    });
    await tell({ browser, place }, async (shopper) => {
      await logIn(shopper, 'cust_diva');
      await openStatement(shopper);
      const first = await wordsOf(shopper, '.statement li');
      expect(first).toMatch(/Zelena banka/);
      expect(first).toMatch(/\+[^\d]*97\.00/);
      await look(shopper);
      await partsAreShown(shopper);
    });
    await allBooksBalance(place);
  });

  test('a frozen card is refused honestly, and pays the same order once it is unfrozen', async () => {
    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      const bank = await anotherTab(shopper);
      await logIn(bank, 'cust_hana');
      await bank.page.getByRole('link', { name: 'Manage card' }).click();
      await bank.page.getByRole('button', { name: 'Freeze card', exact: true }).click();
      await bank.page.getByText('Frozen by you').waitFor();
      await look(bank);

      await orderQuickly(shopper, ['honey-sage-soap']);
      const sessionId = sessionOf(shopper);
      await payByCard(shopper, hanasCard);
      await page.getByText('This card is blocked').waitFor();
      await page.getByText('You have not been charged').waitFor();
      await look(shopper);
      expect(await chargesOf(stripe, sessionId)).toEqual([]);

      await bank.page.getByRole('button', { name: 'Unfreeze card' }).click();
      await bank.page.getByText('Active').waitFor();
      // The same card within a moment of its refusal counts as a second click, and is not asked about.
      const thanks = page.getByRole('heading', { name: 'Thank you, your order is confirmed' });
      const refusal = page.getByText('This card is blocked');
      await awaited('the unfrozen card pays', async () => {
        await payByCard(shopper, hanasCard);
        await thanks.or(refusal).waitFor();
        return thanks.isVisible();
      });
      await confirmed(shopper);
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
    });
    await allBooksBalance(place);
  });
});

/** Days later: the payment page says so, takes no card, and leads back. */
async function isOverForTheForgotten(shopper: Shopper): Promise<void> {
  const { page } = shopper;
  await payByCard(shopper, hanasCard);
  await page.getByRole('heading', { name: 'This payment page has expired' }).waitFor();
  await look(shopper);
  await page.getByRole('link', { name: /Back to Diva/ }).click();
  await page.getByText(/Nothing was charged|nothing has been charged/).waitFor();
  await look(shopper);
}

async function payAHundred(shopper: Shopper): Promise<string> {
  const smsBefore = (await inbox(place, 'sms')).length;
  await orderAtDiva(shopper, ['evening-ritual', 'gift-guide'], hana);
  const sessionId = sessionOf(shopper);
  await payByCard(shopper, hanasCard);
  await atTheBank(shopper);
  await enterCode(shopper, codeIn(await nextSms(place, smsBefore)));
  await confirmed(shopper);
  return sessionId;
}

async function openStatement({ page }: Shopper): Promise<void> {
  await page.getByRole('link', { name: 'Statement' }).first().click();
  await page.getByRole('heading', { name: 'Statement', exact: true }).waitFor();
}

async function partsAreShown(shopper: Shopper): Promise<void> {
  const { page } = shopper;
  await page.goto(`${addressOf(place, 'lobby')}/money`);
  await look(shopper);
  await page
    .getByRole('row', { name: /100\.00/ })
    .first()
    .getByRole('link')
    .click();
  await page.getByText('The parts are the whole').waitFor();
  await look(shopper);
  const told = await wordsOf(shopper);
  for (const part of ['100.00', '97.00', '1.20', '0.30', '1.50']) expect(told).toContain(part);
}
