// One buyer at Diva's: cart, checkout, the payment page, and whatever that leads to, by the pages
// alone. What is measured is what a person would feel.

import { setTimeout as pause } from 'node:timers/promises';
import { hiddenFields, openProgramBrowser, type Page, refreshOf } from './program-browser.ts';

export type Addresses = { readonly shop: string; readonly gateway: string };

export type PurchaseEnd =
  /** The shop has said thank you. */
  | 'paid'
  /** Said clearly, with nothing charged: the buyer may try again. */
  | 'refused'
  /** Told that it is not known yet, and it still is not. */
  | 'waiting'
  /** Nobody said anything. */
  | 'no_answer'
  /** The shop could not even take the order. */
  | 'no_order';

export type Purchase = {
  /** With the order's own address, once there is one. */
  readonly orderUrl: string | null;
  readonly orderNumber: string | null;
  readonly pressedAtMs: number;
  /** From pressing Pay to the first page that says what is true. */
  readonly answeredMs: number | null;
  /** To the end of it. */
  readonly endedMs: number | null;
  readonly end: PurchaseEnd;
};

const patienceMs = 60_000;
const pageWithinMs = 30_000;
const card = { expiry: '12/34', cvc: '123', name: 'Hana Hadzic' };

export type Buyer = {
  readonly number: string;
  /** Takes as long as typing a card number does; false: goes without paying. */
  readonly type: () => Promise<boolean>;
};

/** Ends within about a minute, whatever happens; undefined: never pressed Pay. */
export async function buy(at: Addresses, { number, type }: Buyer): Promise<Purchase | undefined> {
  const browser = openProgramBrowser({ timeoutMs: pageWithinMs });
  const startedAtMs = Date.now();
  const nothing = { orderUrl: null, orderNumber: null };
  await browser.send(`${at.shop}/cart/items`, { slug: 'gift-guide', quantity: '1' });
  const checkout = await browser.open(`${at.shop}/checkout`);
  const details = { name: 'Hana Hadzic', email: 'hana@example.test', delivery: 'none' };
  const till = await browser.send(`${at.shop}/checkout`, {
    ...hiddenFields(checkout),
    ...details,
  });
  if (till.status !== 200 || !till.url.startsWith(`${at.gateway}/c/`)) {
    const endedMs = Date.now() - startedAtMs;
    const answeredMs = saysSomething(till) ? endedMs : null;
    return { ...nothing, answeredMs, endedMs, pressedAtMs: startedAtMs, end: 'no_order' };
  }
  if (!(await type())) return undefined;
  const pressedAtMs = Date.now();
  let page = await browser.send(`${till.url}/pay`, { ...hiddenFields(till), ...card, number });
  let answeredMs = saysSomething(page) ? Date.now() - pressedAtMs : null;
  let end = endOf(page, at);
  while (end === 'waiting' || end === 'no_answer') {
    if (Date.now() - pressedAtMs > patienceMs) break;
    const next = refreshOf(page) ?? wayBackOf(page, at);
    await pause(Math.min(next?.seconds ?? 1, 3) * 1000);
    // Whoever sees nothing presses reload.
    page = await browser.open(next?.url ?? page.url);
    if (answeredMs === null && saysSomething(page)) answeredMs = Date.now() - pressedAtMs;
    end = endOf(page, at);
  }
  return {
    ...orderIn(till, at),
    ...{ pressedAtMs, answeredMs, end },
    endedMs: end === 'paid' || end === 'refused' ? Date.now() - pressedAtMs : null,
  };
}

/** A payment page that is opened again after it was paid says so, and leads back to the shop. */
function wayBackOf({ text }: Page, { shop }: Addresses) {
  const [, path] = /href="([^"]+[?]session_id=[^"]+)"/.exec(text.replaceAll('&amp;', '&')) ?? [];
  return path?.startsWith(shop) ? { seconds: 0, url: path } : undefined;
}

const saysSomething = ({ status }: Page): boolean => status >= 200 && status < 500;

function endOf(page: Page, { shop, gateway }: Addresses): PurchaseEnd {
  if (!saysSomething(page)) return 'no_answer';
  if (page.url.startsWith(shop)) return isThanks(page) ? 'paid' : 'waiting';
  if (!page.url.startsWith(gateway)) return 'waiting';
  return page.text.includes('name="number"') ? 'refused' : 'waiting';
}

export const isThanks = ({ text }: Page): boolean =>
  text.includes('Thank you, your order is confirmed');

/** The payment page leads back to the order, whose address only its buyer knows. */
function orderIn({ text }: Page, { shop }: Addresses): Pick<Purchase, 'orderUrl' | 'orderNumber'> {
  const found = /\/orders\/(D-\d{4}-\d+)\/[\w-]+/.exec(text);
  if (found === null) return { orderUrl: null, orderNumber: null };
  const [path, orderNumber = ''] = found;
  return { orderUrl: `${shop}${path}`, orderNumber };
}
