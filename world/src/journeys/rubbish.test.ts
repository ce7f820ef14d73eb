// What strangers send to the shop: rubbish for quantities, other people's order numbers, forged
// returns, unsigned and repeated news. Nothing is leaked, nothing moves, and all books balance.

import type { Browser, Page } from 'playwright-core';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { addressOf, anyCard, confirmed, look, orderQuickly, payByCard } from './shopper.ts';
import './setup.ts';
import {
  allBooksBalance,
  awaited,
  lettersAbout,
  merchantClient,
  readWorld,
  sessionOf,
  tell,
} from './story.ts';

const place = inject('place');
const stripe = merchantClient(place);
const diva = addressOf(place, 'diva');
const soap = ['honey-sage-soap'];
const quick = anyCard('4242424242424242');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await allBooksBalance(place);
});

const numberOn = async (page: Page) =>
  /D-\d{4}-\d+/.exec((await page.textContent('body')) ?? '')?.[0] ?? '';

describe('rubbish', () => {
  test('as a quantity is answered with words beside the field, and the cart stays as it was', async () => {
    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      const slug = 'honey-sage-soap';
      const send = (path: string, quantity: string) =>
        page.request.post(`${diva}${path}`, {
          form: { slug, quantity },
          headers: { origin: diva, 'accept-language': 'en' },
          maxRedirects: 0,
        });
      const rubbish = ['0', '-1', '1e9', '1000000000', 'many', '1.5', '', ' ', '１'];
      for (const quantity of rubbish) {
        const answer = await send('/cart/items', quantity);
        expect([quantity, answer.status()]).toEqual([quantity, 422]);
        expect(await answer.text()).toContain('Write the quantity');
      }
      expect((await send('/cart/items', '9999')).status()).toBe(422);
      await page.goto(`${diva}/cart`);
      await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor();
      await look(shopper);
      await page.goto(`${diva}/checkout`);
      await page.waitForURL(`${diva}/cart`);

      expect((await send('/cart/items', '2')).status()).toBe(303);
      for (const quantity of rubbish.filter((one) => one !== '0')) {
        expect((await send('/cart', quantity)).status()).toBe(422);
      }
      await page.goto(`${diva}/cart`);
      const field = page.getByLabel(/^Quantity of/);
      expect(await field.inputValue()).toBe('2');
      // The browser would hold it back by itself; the shop does not rely on that.
      await page.evaluate("document.querySelector('input[name=quantity]').form.noValidate = true");
      await field.fill('999');
      await page.getByRole('button', { name: 'Update' }).first().click();
      await page.getByText(/At most/).waitFor();
      await look(shopper);
      expect((await send('/cart', '0')).status()).toBe(303);
      await page.goto(`${diva}/checkout`);
      await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor();
    });
  });

  test("in an order's address is a 404 that tells nothing, and a forged return confirms nothing", async () => {
    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, soap);
      await payByCard(shopper, quick);
      const paid = await confirmed(shopper);
      const paidUrl = page.url();
      const { data } = await stripe.checkout.sessions.list({ limit: 1 });
      const paidSession = data[0]?.id ?? '';
      await orderQuickly(shopper, soap);
      const openSession = sessionOf(shopper);
      const open = await numberOn(page);
      await page
        .getByRole('link', { name: /Back to Diva/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'Your order is waiting for payment' }).waitFor();
      const openUrl = page.url().split('?')[0] ?? '';
      const key = 'A'.repeat(32);
      const nowhere = await ask(`/orders/D-2026-999999/${key}`);
      expect(nowhere.status).toBe(404);
      for (const path of [
        `/orders/${paid}/${key}`,
        `/orders/${paid}/${key}/return?session_id=${paidSession}`,
        `/orders/${paid}/${key}/files/gift-guide`,
        `/orders/${open}/${paidUrl.split('/').pop()}`,
      ]) {
        expect([path, await ask(path)]).toEqual([path, nowhere]);
      }
      expect((await ask(`/orders/${paid}`)).status).toBe(404);
      // A paid session of another order, and one that never was, with the right key.
      for (const forged of [paidSession, 'cs_forged']) {
        const answer = await ask(`${new URL(openUrl).pathname}/return?session_id=${forged}`);
        expect(answer).toEqual(nowhere);
      }
      await page.goto(`${openUrl}/return?session_id=${openSession}`);
      await page.getByRole('heading', { name: 'Your order is waiting for payment' }).waitFor();
    });
  });

  test('as news is refused unless signed in time by the gateway; repeated news changes nothing', async () => {
    let number = '';
    await tell({ browser, place }, async (shopper) => {
      await orderQuickly(shopper, soap);
      await payByCard(shopper, quick);
      number = await confirmed(shopper);
    });
    await awaited('the letter comes', async () => (await lettersAbout(place, number)).length > 0);
    const { data } = await stripe.events.list({ type: 'checkout.session.completed', limit: 1 });
    const payload = JSON.stringify(data[0]);
    expect(payload).toContain(number);
    const { clock, merchants } = await readWorld(place);
    const secret = merchants.find(({ account }) => account === 'acct_diva')?.webhookSecret ?? '';
    const nowS = Math.floor(clock.nowMs / 1000);
    const sign = (by: string, timestamp: number, text = payload) =>
      Stripe.webhooks.generateTestHeaderString({ payload: text, secret: by, timestamp });

    expect((await tellShop(payload)).status).toBe(400);
    expect((await tellShop(payload, 'rubbish')).status).toBe(400);
    expect((await tellShop(payload, sign('whsec_test_nordlys', nowS))).status).toBe(400);
    expect((await tellShop(payload, sign(secret, nowS - 3_600))).status).toBe(400);
    expect((await tellShop(`${payload} `, sign(secret, nowS))).status).toBe(400);
    expect((await tellShop('{', sign(secret, nowS, '{'))).status).toBe(400);
    for (let times = 0; times < 3; times++) {
      const answer = await tellShop(payload, sign(secret, nowS));
      expect(answer).toEqual({ status: 200, body: { received: true, known: true } });
    }
    // The same news under another name: taken, and found to be done already.
    const renamed = JSON.stringify({ ...data[0], id: `evt_again_${number}` });
    expect((await tellShop(renamed, sign(secret, nowS, renamed))).status).toBe(200);
    expect(await lettersAbout(place, number)).toHaveLength(1);
  });
});

/** What a stranger reads there, without the request's own number. */
async function ask(path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${diva}${path}`, { redirect: 'manual' });
  const text = await answer.text();
  const plain = text.replaceAll(/req_\w+/g, 'req').replaceAll(path.replaceAll('&', '&amp;'), '');
  return { status: answer.status, text: plain.replaceAll(/href="[^"]*lang=[^"]*"/g, '') };
}

async function tellShop(payload: string, signature?: string) {
  const answer = await fetch(`${diva}/webhooks/kassa`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature === undefined ? {} : { 'stripe-signature': signature }),
    },
    body: payload,
  });
  return { status: answer.status, body: await answer.json() };
}
