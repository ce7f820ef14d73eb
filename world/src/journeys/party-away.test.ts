// A bank's program dies in the middle of payments, as the only one. Who pays is told honestly and
// is not charged; when the bank is back, all is resolved by itself and all books balance.

import type { Browser } from 'playwright-core';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { anyCard, confirmed, look, orderQuickly, payByCard } from './shopper.ts';
import {
  allBooksBalance,
  awaited,
  chargesOf,
  logIn,
  merchantClient,
  sessionOf,
  tell,
} from './story.ts';
import {
  findPlace,
  leavePlace,
  type Place,
  startWorldProcess,
  type WorldProcess,
} from './world-process.ts';

const others = [
  'lobby',
  'gateway',
  'shop-diva',
  'acquirer-zelena',
  'acquirer-crvena',
  'network-mozaik',
  'issuer-plava',
  'clearing-klir',
  'inbox',
];
const card = anyCard('4242424242424242');

let browser: Browser;
let place: Place;
let world: WorldProcess | undefined;
let bank: WorldProcess | undefined;

beforeAll(async () => {
  browser = await openBrowser();
  place = await findPlace();
  [world, bank] = await Promise.all([
    startWorldProcess(place, others),
    startWorldProcess(place, ['issuer-fjord']),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await bank?.stop();
  await world?.stop();
  await leavePlace(place);
});

/** How a payment ended, as its merchant's program sees it. */
async function pay(stripe: Stripe, method: string): Promise<string> {
  const wish = {
    ...{ amount: 1_000, currency: 'bam', confirm: true, payment_method: method },
    return_url: 'https://example.com/back',
  };
  const error: unknown = await stripe.paymentIntents.create(wish).then(
    (intent) => intent.status,
    (thrown: unknown) => thrown,
  );
  if (typeof error === 'string') return error;
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

describe('when the cardholder’s bank is away', () => {
  test('nobody is charged, everybody is told, and its return puts everything right', async () => {
    const stripe = merchantClient(place);
    const { id: method } = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: card.number, exp_month: 12, exp_year: 2034, cvc: '123' },
    });
    await awaited('the bank is reached', async () => (await pay(stripe, method)) === 'succeeded');

    // Killed with payments on its desk: some it has answered, some it has only taken.
    let answered = 0;
    const ends = Promise.all(
      Array.from({ length: 30 }, () =>
        pay(stripe, method).finally(() => {
          answered += 1;
        }),
      ),
    );
    await awaited('some are answered', () => answered >= 3);
    await bank?.kill();
    bank = undefined;
    const honest = new Set(['succeeded', 'processing', 'processing_error', 'card_declined']);
    expect((await ends).filter((end) => !honest.has(end))).toEqual([]);
    expect(await ends).toContain('processing_error');
    expect(await pay(stripe, method)).toBe('processing_error');

    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      await orderQuickly(shopper, ['honey-sage-soap']);
      const sessionId = sessionOf(shopper);
      await payByCard(shopper, card);
      await page.getByText('Your bank cannot answer at the moment').waitFor();
      await page.getByText('You have not been charged').waitFor();
      await look(shopper);
      expect(await chargesOf(stripe, sessionId)).toEqual([]);

      bank = await startWorldProcess(place, ['issuer-fjord']);
      const thanks = page.getByRole('heading', { name: 'Thank you, your order is confirmed' });
      const form = page.getByRole('textbox', { name: 'Card number' });
      await awaited('the same order is paid', async () => {
        await payByCard(shopper, card);
        await thanks.or(form).waitFor();
        return thanks.isVisible();
      });
      await confirmed(shopper);
      expect(await chargesOf(stripe, sessionId)).toHaveLength(1);
    });

    const open = new Set(['processing', 'requires_confirmation']);
    const all = () => stripe.paymentIntents.list({ limit: 100 });
    await awaited('all payments are decided', async () =>
      (await all()).data.every((intent) => !open.has(intent.status)),
    );
    const paid = (await all()).data.filter(({ status }) => status === 'succeeded').length;
    await tell({ browser, place }, async (shopper) => {
      const { page } = shopper;
      await logIn(shopper, 'cust_fjord_tests');
      // What the bank keeps reserved is what was paid, and not one more.
      await awaited('the reversals have arrived', async () => {
        await page.goto(new URL('/accounts/test_4242', page.url()).href);
        return (await page.locator('.statement').first().locator('> li').count()) === paid;
      });
      await look(shopper);
    });
    await allBooksBalance(place);
  });
});
