// What the stories of people share: a browser window for each, the world as programs read it, the
// clock, the net-banks, and the end of every story: all books balance.

import type { Browser } from 'playwright-core';
import Stripe from 'stripe';
import { expect } from 'vitest';
import { z } from 'zod';
import { type Screen, visit } from './browser.ts';
import { addressOf, inbox, type Letter, look, type Shopper } from './shopper.ts';
import { type Place, runCommand, until } from './world-process.ts';

type VisitOptions = { screen?: Screen; locale?: string; javaScriptEnabled?: boolean };

/** One person's story in a window of their own; axe has found nothing on the way. */
export async function tell(
  where: { readonly browser: Browser; readonly place: Place },
  story: (shopper: Shopper) => Promise<void>,
  options: VisitOptions = {},
): Promise<void> {
  const { page, close } = await visit(where.browser, options);
  const shopper: Shopper = { page, place: where.place, faults: [] };
  try {
    await story(shopper);
    expect(shopper.faults).toEqual([]);
  } finally {
    await close();
  }
}

/** Another window of the same person: same cookies, same cart. */
export async function anotherTab(shopper: Shopper): Promise<Shopper> {
  return { ...shopper, page: await shopper.page.context().newPage() };
}

export async function allBooksBalance(place: Place): Promise<void> {
  const { code, printed } = await runCommand(place, ['--prove']);
  expect(code, printed).toBe(0);
}

/** Waits for it; a story whose moment never comes fails with these words. */
export async function awaited(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  limitMs = 15_000,
): Promise<void> {
  expect(await until(isTrue, limitMs), what).toBe(true);
}

export const merchantClient = (place: Place, key = 'sk_test_diva'): Stripe =>
  new Stripe(key, {
    host: '127.0.0.1',
    port: place.port + 1,
    protocol: 'http',
    maxNetworkRetries: 0,
  });

const worldJson = z.object({
  clock: z.object({ nowMs: z.number() }),
  merchants: z.array(z.object({ account: z.string(), webhookSecret: z.string().nullable() })),
  customers: z.array(
    z.object({ id: z.string(), bank: z.string(), number: z.string(), password: z.string() }),
  ),
});

export async function readWorld(place: Place): Promise<z.output<typeof worldJson>> {
  const answer = await fetch(`${addressOf(place, 'lobby')}/world.json`);
  return worldJson.parse(await answer.json());
}

/** Presses the lobby's button and waits for the day to come. */
export async function toNextBusinessDay(shopper: Shopper): Promise<void> {
  const { page, place } = shopper;
  await page.goto(addressOf(place, 'lobby'));
  await page.getByRole('button', { name: 'To the next business day' }).click();
  await page.getByText('The day has come').waitFor({ timeout: 60_000 });
  await look(shopper);
}

/** Logs a customer of the cast in to their net-bank. */
export async function logIn(shopper: Shopper, customerId: string): Promise<void> {
  const { page, place } = shopper;
  const customer = (await readWorld(place)).customers.find(({ id }) => id === customerId);
  if (customer === undefined) throw new Error(`world.json knows no customer ${customerId}`);
  await page.goto(customer.bank);
  await page.getByLabel('Customer number').fill(customer.number);
  await page.getByLabel('Password').fill(customer.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: /^Hello, / }).waitFor();
}

/** The page's words with plain spaces and minus signs, as a person reads them. */
export async function wordsOf({ page }: Shopper, part = 'main'): Promise<string> {
  const text = (await page.locator(part).first().textContent()) ?? '';
  return text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').replaceAll('\u2212', '-');
}

export async function lettersAbout(place: Place, orderNumber: string): Promise<Letter[]> {
  return (await inbox(place, 'email')).filter((one) => one.subject?.includes(orderNumber));
}

/** The Checkout Session whose page is open. */
export const sessionOf = ({ page }: Shopper): string => /\/c\/(cs_\w+)/.exec(page.url())?.[1] ?? '';

/** What a session was charged: succeeded charges only. */
export async function chargesOf(stripe: Stripe, sessionId: string): Promise<Stripe.Charge[]> {
  const session = await stripe.checkout.sessions.retrieve(sessionId);
  const { data } = await stripe.charges.list({ payment_intent: String(session.payment_intent) });
  return data.filter((charge) => charge.status === 'succeeded');
}
