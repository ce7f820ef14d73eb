// What a person does in the browser, step by step, in the words of the pages. Each step looks at
// the page with axe and keeps what it finds.

import type { Page } from 'playwright-core';
import { z } from 'zod';
import { violations } from './browser.ts';
import type { Place } from './world-process.ts';
import { until } from './world-process.ts';

export const offsets = {
  lobby: 0,
  gateway: 1,
  diva: 2,
  nordlys: 3,
  plava: 4,
  fjord: 5,
  inbox: 6,
} as const;

export const addressOf = (place: Place, who: keyof typeof offsets): string =>
  `http://127.0.0.1:${place.port + offsets[who]}`;

export type Shopper = {
  readonly page: Page;
  readonly place: Place;
  /** What axe found on the pages passed so far. */
  readonly faults: string[];
};

export type Buyer = { readonly name: string; readonly email: string };

export type CardTyped = {
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
  readonly name: string;
};

export const hana: Buyer = { name: 'Hana Hadžić', email: 'hana@example.test' };
export const hanasCard: CardTyped = {
  number: '4000000700000005',
  expiry: '12 / 29',
  cvc: '123',
  name: 'Hana Hadzic',
};
export const anyCard = (number: string): CardTyped => ({
  number,
  expiry: '12 / 34',
  cvc: '987',
  name: 'Hana Hadzic',
});

/** Looks at the page as it stands. */
export async function look({ page, faults }: Shopper): Promise<void> {
  faults.push(...(await violations(page)));
}

/** Puts products into Diva's cart and goes to the till; ends on the gateway's page. */
export async function orderAtDiva(
  shopper: Shopper,
  slugs: readonly string[],
  buyer: Buyer,
): Promise<void> {
  const { page, place } = shopper;
  const diva = addressOf(place, 'diva');
  await page.goto(`${diva}/`);
  await look(shopper);
  for (const slug of slugs) {
    await page.goto(`${diva}/products/${slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.waitForURL(/\/cart/);
  }
  await look(shopper);
  await page.getByRole('link', { name: 'To checkout' }).click();
  await giveDetails(shopper, buyer);
  await look(shopper);
  await page.getByRole('button', { name: 'Order and pay' }).click();
  await page.waitForURL(`${addressOf(place, 'gateway')}/c/**`);
  await look(shopper);
}

/** Puts products into Diva's cart without looking at the shelf. */
export async function fillCart({ page, place }: Shopper, slugs: readonly string[]): Promise<void> {
  const diva = addressOf(place, 'diva');
  for (const slug of slugs) {
    const sent = { form: { slug, quantity: '1' }, headers: { origin: diva }, maxRedirects: 0 };
    await page.request.post(`${diva}/cart/items`, sent);
  }
}

/** The same by the shortest way, for stories that begin where the order is there. */
export async function orderQuickly(shopper: Shopper, slugs: readonly string[]): Promise<void> {
  await fillCart(shopper, slugs);
  const { page, place } = shopper;
  const diva = addressOf(place, 'diva');
  await page.goto(`${diva}/checkout`);
  await giveDetails(shopper, hana);
  await page.getByRole('button', { name: 'Order and pay' }).click();
  await page.waitForURL(`${addressOf(place, 'gateway')}/c/**`);
}

export async function giveDetails({ page }: Shopper, buyer: Buyer): Promise<void> {
  await page.getByLabel('First and last name').fill(buyer.name);
  await page.getByLabel('E-mail').fill(buyer.email);
  const byPost = page.getByRole('radio', { name: /Post, to your door/ });
  if ((await byPost.count()) > 0) {
    await byPost.check();
    await page.getByLabel('Street and number').fill('Ferhadija 5');
    await page.getByLabel('Postal code').fill('71000');
    await page.getByLabel('Town').fill('Sarajevo');
  }
}

/** Types a card on the gateway's page and pays; ends wherever that leads. */
export async function payByCard(shopper: Shopper, card: CardTyped): Promise<void> {
  const { page } = shopper;
  await page.getByRole('textbox', { name: 'Card number' }).fill(card.number);
  await page.getByRole('textbox', { name: 'Valid until' }).fill(card.expiry);
  await page.getByRole('textbox', { name: 'CVC code' }).fill(card.cvc);
  await page.getByRole('textbox', { name: 'Name on the card' }).fill(card.name);
  await page.getByRole('button', { name: /^Pay / }).click();
}

const letter = z.object({
  kind: z.string(),
  to: z.string(),
  subject: z.string().nullish(),
  text: z.string(),
});

export type Letter = z.output<typeof letter>;

/** Messages in the inbox, newest first. */
export async function inbox(place: Place, kind: 'sms' | 'email'): Promise<Letter[]> {
  const answer = await fetch(`${addressOf(place, 'inbox')}/api/messages?kind=${kind}`);
  return z.array(letter).parse(await answer.json());
}

/** Waits at the bank's page for the code that comes after `sent` messages, and gives its text. */
export async function nextSms(place: Place, sent: number): Promise<string> {
  let letters: Letter[] = [];
  const hasCome = await until(async () => {
    letters = await inbox(place, 'sms');
    return letters.length > sent;
  }, 10_000);
  if (!hasCome) throw new Error('no SMS has come');
  return letters[0]?.text ?? '';
}

export const codeIn = (sms: string): string => /\b\d{6}\b/.exec(sms)?.[0] ?? '';

/** Answers the bank's question. */
export async function enterCode(shopper: Shopper, code: string): Promise<void> {
  const { page } = shopper;
  await page.getByLabel('One-time code').fill(code);
  await page.getByRole('button', { name: 'Confirm payment' }).click();
}

export async function atTheBank({ page }: Shopper): Promise<void> {
  await page.waitForURL(/\/acs\/challenge/);
}

/** Waits for the shop's confirmation; gives the order's number. */
export async function confirmed(shopper: Shopper): Promise<string> {
  const { page } = shopper;
  await page.getByRole('heading', { name: 'Thank you, your order is confirmed' }).waitFor();
  await look(shopper);
  return /D-\d{4}-\d+/.exec((await page.textContent('body')) ?? '')?.[0] ?? '';
}
