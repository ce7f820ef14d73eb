// What buyers do that no plan foresees: two clicks, Back, two tabs, a closed tab, a typing error.
// Each ends clearly, charged once or not at all, and all books balance.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import {
  addressOf,
  anyCard,
  atTheBank,
  codeIn,
  confirmed,
  enterCode,
  hanasCard,
  inbox,
  look,
  nextSms,
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
  lettersAbout,
  merchantClient,
  sessionOf,
  tell,
} from './story.ts';

const place = inject('place');
const stripe = merchantClient(place);
const diva = addressOf(place, 'diva');
const gateway = addressOf(place, 'gateway');
const soap = ['honey-sage-soap'];
const aHundred = ['evening-ritual', 'gift-guide'];
const quick = anyCard('4242424242424242');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await allBooksBalance(place);
});

const shopping = (story: (shopper: Shopper) => Promise<void>) => tell({ browser, place }, story);

const cardNumber = ({ page }: Shopper) => page.getByRole('textbox', { name: 'Card number' });

const postedCard = (number = quick.number) => ({
  number,
  expiry: '12/34',
  cvc: '987',
  name: 'Hana Hadzic',
});

/** The pay form as a browser without scripts sends it, with what its page has shown. */
async function postCard(sessionId: string, card = postedCard()): Promise<Response> {
  const page = await (await fetch(`${gateway}/c/${sessionId}`)).text();
  const seen = /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? '';
  return fetch(`${gateway}/c/${sessionId}/pay`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: gateway, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ ...card, seen }),
  });
}

describe('paying once', () => {
  test('two clicks on Pay are one charge', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      const sessionId = sessionOf(shopper);
      await cardNumber(shopper).fill(quick.number);
      await page.getByRole('textbox', { name: 'Valid until' }).fill(quick.expiry);
      await page.getByRole('textbox', { name: 'CVC code' }).fill(quick.cvc);
      await page.getByRole('textbox', { name: 'Name on the card' }).fill(quick.name);
      await page.getByRole('button', { name: /^Pay / }).dblclick();
      await confirmed(shopper);
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
    });
  });

  test('the form sent five times at once is one charge, and all five answers lead to the order', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      const sessionId = sessionOf(shopper);
      const answers = await Promise.all(Array.from({ length: 5 }, () => postCard(sessionId)));
      const ways = answers.map((answer) => answer.headers.get('location') ?? '');
      expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
      for (const way of new Set(ways)) {
        await page.goto(new URL(way, gateway).href);
        expect(await cardNumber(shopper).count()).toBe(0);
      }
    });
  });

  test('Back and reload after paying show what is paid, never a form, and mail nothing again', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      const sessionId = sessionOf(shopper);
      await payByCard(shopper, quick);
      const number = await confirmed(shopper);
      await page.reload();
      await confirmed(shopper);
      await page.goBack();
      await page.getByRole('heading', { name: 'This order is paid' }).waitFor();
      expect(await cardNumber(shopper).count()).toBe(0);
      await look(shopper);
      await page.getByRole('link', { name: /To my order/ }).click();
      await confirmed(shopper);
      await page.goto(`${gateway}/c/${sessionId}/pay`);
      await page.getByRole('heading', { name: 'This order is paid' }).waitFor();
      await awaited('the letter comes', async () => (await lettersAbout(place, number)).length > 0);
      expect(await lettersAbout(place, number)).toHaveLength(1);
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
    });
  });

  test('the same order in two tabs is charged once, whichever tab is used next', async () => {
    await shopping(async (first) => {
      await orderQuickly(first, soap);
      const sessionId = sessionOf(first);
      const second = await anotherTab(first);
      await second.page.goto(first.page.url());
      await payByCard(first, quick);
      await confirmed(first);
      await payByCard(second, anyCard('5555555555554444'));
      await second.page.getByRole('heading', { name: 'This order is paid' }).waitFor();
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
    });
  });

  test('a buyer who never comes back has the order all the same, and one letter', async () => {
    const smsBefore = (await inbox(place, 'sms')).length;
    let number = '';
    let sessionId = '';
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, aHundred);
      sessionId = sessionOf(shopper);
      number = /D-\d{4}-\d+/.exec((await page.textContent('body')) ?? '')?.[0] ?? '';
      await payByCard(shopper, hanasCard);
      await atTheBank(shopper);
      const code = codeIn(await nextSms(place, smsBefore));
      // The tab is gone before the bank's page can send it anywhere.
      await page.route('**/3ds/notify', (route) => route.abort());
      await enterCode(shopper, code);
    });
    await awaited('the letter comes', async () => (await lettersAbout(place, number)).length > 0);
    expect(await lettersAbout(place, number)).toHaveLength(1);
    expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
  });
});

describe('another way than planned', () => {
  test('a payment page that the shop has ended takes no card and leads back to the order', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      const sessionId = sessionOf(shopper);
      await stripe.checkout.sessions.expire(sessionId);
      await payByCard(shopper, quick);
      await page.getByRole('heading', { name: 'This payment was cancelled' }).waitFor();
      await look(shopper);
      await page.getByRole('link', { name: /Back to Diva/ }).click();
      await page.getByRole('button', { name: 'Go on to payment' }).click();
      await payByCard(shopper, quick);
      await confirmed(shopper);
      expect(await chargesOf(stripe, sessionId)).toEqual([]);
    });
  });

  test('a cart changed while the payment page is open changes nothing that is being paid', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      const sessionId = sessionOf(shopper);
      const cart = await anotherTab(shopper);
      await cart.page.goto(`${diva}/products/coffee-candle`);
      await cart.page.getByRole('button', { name: 'Add to cart' }).click();
      await cart.page.getByText(/is still waiting for payment/).waitFor();
      await look(cart);
      await payByCard(shopper, quick);
      await confirmed(shopper);
      const [charge] = await chargesOf(stripe, sessionId);
      expect(charge?.amount).toBe(1_500 + 700);
      await page.goto(`${diva}/cart`);
      const left = (await page.textContent('main')) ?? '';
      expect(left).toMatch(/candle/i);
      expect(left).not.toMatch(/soap/i);
    });
  });

  test('a changed cart ordered again replaces the order, whose payment page then takes no card', async () => {
    await shopping(async (shopper) => {
      await orderQuickly(shopper, soap);
      const replaced = sessionOf(shopper);
      const second = await anotherTab(shopper);
      await orderQuickly(second, ['coffee-candle']);
      await payByCard(shopper, quick);
      await shopper.page.getByRole('heading', { name: 'This payment was cancelled' }).waitFor();
      expect(await chargesOf(stripe, replaced)).toEqual([]);
      await payByCard(second, quick);
      await confirmed(second);
    });
  });

  test('a tab closed at the bank: the order is found again in the cart, and another card pays it', async () => {
    await shopping(async (shopper) => {
      await orderQuickly(shopper, aHundred);
      const sessionId = sessionOf(shopper);
      await payByCard(shopper, hanasCard);
      await atTheBank(shopper);
      const later = await anotherTab(shopper);
      await shopper.page.close();
      const { page } = later;
      await page.goto(`${diva}/cart`);
      await page.getByRole('link', { name: 'Show the order' }).click();
      await page.getByRole('heading', { name: 'Your order is waiting for payment' }).waitFor();
      await look(later);
      await page.getByRole('button', { name: 'Go on to payment' }).click();
      await page.getByText('Your bank is waiting for your confirmation').waitFor();
      await look(later);
      await payByCard(later, anyCard('5555555555554444'));
      await confirmed(later);
      const charges = await chargesOf(stripe, sessionId);
      expect(charges.map((one) => one.payment_method_details?.card?.last4)).toEqual(['4444']);
    });
  });

  test('a wrong code, then cancelled at the bank: said honestly, nothing charged, and payable again', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      const smsBefore = (await inbox(place, 'sms')).length;
      await orderQuickly(shopper, aHundred);
      const sessionId = sessionOf(shopper);
      await payByCard(shopper, hanasCard);
      await atTheBank(shopper);
      const right = codeIn(await nextSms(place, smsBefore));
      await enterCode(shopper, right === '111111' ? '222222' : '111111');
      await page.getByText('That is not the code').waitFor();
      await page.getByRole('button', { name: 'Cancel the payment' }).click();
      await page.getByText('Your bank could not confirm that it is you').first().waitFor();
      await page.getByText('You have not been charged').first().waitFor();
      await look(shopper);
      expect(await chargesOf(stripe, sessionId)).toEqual([]);
      await payByCard(shopper, quick);
      await confirmed(shopper);
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
    });
  });

  test('what is wrong with a card is said beside its field, before any bank is asked', async () => {
    await shopping(async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      const sessionId = sessionOf(shopper);
      const wrong = { ...quick, number: '4242424242424241', expiry: '01 / 20' };
      await payByCard(shopper, wrong);
      const field = (name: string) => page.locator('.field', { hasText: name });
      await field('Card number').getByText('There is a typing error in this number').waitFor();
      await field('Valid until').getByText('This card has expired').waitFor();
      expect(await cardNumber(shopper).getAttribute('aria-invalid')).toBe('true');
      await look(shopper);
      const plain = await postCard(sessionId, { ...postedCard(wrong.number), expiry: '01/20' });
      const told = await plain.text();
      expect(plain.status).toBe(422);
      expect(told).toContain('There is a typing error in this number');
      expect(told).toContain('This card has expired');
      expect(told).not.toContain(wrong.number);
      const session = await stripe.checkout.sessions.retrieve(sessionId);
      const { data } = await stripe.charges.list({
        payment_intent: String(session.payment_intent),
      });
      expect(data).toEqual([]);
      await payByCard(shopper, quick);
      await confirmed(shopper);
    });
  });
});
