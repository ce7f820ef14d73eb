// What a drill is judged by, from outside: the shop's order pages, the gateway's API, and the proof of
// all books. Money doubled, lost or unexplained is counted by order, not guessed from totals.

import { setTimeout as pause } from 'node:timers/promises';
import type Stripe from 'stripe';
import { type Place, runCommand } from '../journeys/world-process.ts';
import { isThanks, type Purchase } from './buyer.ts';
import { openProgramBrowser } from './program-browser.ts';

export type Verdict = {
  /** Orders paid more than once. */
  readonly doubled: readonly string[];
  /** Paid, and the shop does not know it. */
  readonly lost: readonly string[];
  /** The shop says paid and no payment is there; or a payment that has come to no end. */
  readonly unexplained: readonly string[];
  /** Do all books balance and all parties agree? */
  readonly isProven: boolean;
  readonly proof: string;
};

const untilQuietMs = 90_000;
const open = new Set(['processing', 'requires_confirmation']);

export async function judge(
  place: Place,
  stripe: Stripe,
  given: { readonly purchases: readonly Purchase[]; readonly sinceMs: number },
): Promise<Verdict> {
  const payments = await whenQuiet(stripe, given.sinceMs);
  const paidOf = new Map<string, number>();
  const unexplained: string[] = [];
  for (const { id, status, metadata } of payments) {
    const order = metadata['order_number'];
    if (open.has(status)) unexplained.push(`${id} is still ${status}`);
    if (status !== 'succeeded' || order === undefined) continue;
    paidOf.set(order, (paidOf.get(order) ?? 0) + 1);
  }
  const lost: string[] = [];
  for (const { orderUrl, orderNumber, end } of given.purchases) {
    if (orderUrl === null || orderNumber === null) continue;
    const isPaid = (paidOf.get(orderNumber) ?? 0) > 0;
    const isKnown = end === 'paid' || (isPaid && (await becomesThanks(orderUrl)));
    if (isPaid && !isKnown) lost.push(orderNumber);
    if (!isPaid && isKnown) unexplained.push(`${orderNumber} is confirmed and not paid`);
  }
  const doubled = [...paidOf].filter(([, count]) => count > 1).map(([order]) => order);
  const { code, printed } = await runCommand(place, ['--prove']);
  return { doubled, lost, unexplained, isProven: code === 0, proof: printed };
}

/** All payments since then, when none is under way any more, or at the end of the patience. */
async function whenQuiet(stripe: Stripe, sinceMs: number): Promise<Stripe.PaymentIntent[]> {
  const endMs = Date.now() + untilQuietMs;
  for (;;) {
    const payments = await paymentsSince(stripe, sinceMs);
    if (!payments.some(({ status }) => open.has(status)) || Date.now() > endMs) return payments;
    await pause(1000);
  }
}

async function paymentsSince(stripe: Stripe, sinceMs: number): Promise<Stripe.PaymentIntent[]> {
  const created = { gte: Math.floor(sinceMs / 1000) };
  const pages = stripe.paymentIntents.list({ created, limit: 100 });
  return pages.autoPagingToArray({ limit: 10_000 });
}

/** The webhook may still be on its way; the order's page asks by itself too. */
async function becomesThanks(orderUrl: string): Promise<boolean> {
  const browser = openProgramBrowser({ timeoutMs: 10_000 });
  for (let tries = 0; tries < 10; tries += 1) {
    if (isThanks(await browser.open(orderUrl))) return true;
    await pause(1000);
  }
  return false;
}
