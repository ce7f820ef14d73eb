// What a drill is judged by, from outside: the shop's order pages, the gateway's API, and the proof of
// all books. Money doubled, lost or unexplained is counted by order, not guessed from totals.

import { setTimeout as pause } from 'node:timers/promises';
import type Stripe from 'stripe';
import { runCommand } from '../journeys/world-process.ts';
import type { PartyName } from '../places.ts';
import { isThanks, type Purchase } from './buyer.ts';
import { openProgramBrowser } from './program-browser.ts';
import type { Stage } from './stage.ts';

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
const agreeTriesMax = 5;

export async function judge(
  stage: Stage,
  given: { readonly purchases: readonly Purchase[]; readonly sinceMs: number },
): Promise<Verdict> {
  const unexplained = [...(await leftOver(stage))];
  const paidOf = new Map<string, number>();
  for (const { id, status, metadata } of await paymentsSince(stage.stripe, given.sinceMs)) {
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
  const { underWay, ...proof } = await proveSettled(stage);
  if (underWay > 0) unexplained.push(`of ${underWay} authorizations the banks do not agree yet`);
  return { doubled, lost, unexplained, ...proof };
}

const open = new Set(['processing', 'requires_confirmation']);

/** What must come to nothing by itself, at the gateway and at the acquirers. */
const mustEnd: readonly (readonly [party: PartyName, details: readonly string[]])[] = [
  ['gateway', ['attemptsOpen', 'processing', 'advicesWaiting', 'advicesManual']],
  ['acquirer-zelena', ['waitingReversals']],
  ['acquirer-crvena', ['waitingReversals']],
];

/** What is open when nothing is under way any more, or at the end of the patience. */
async function leftOver({ health }: Stage): Promise<readonly string[]> {
  const endMs = Date.now() + untilQuietMs;
  for (;;) {
    const left: string[] = [];
    for (const [party, names] of mustEnd) {
      const { details } = await health(party);
      for (const name of names) {
        const count = details[name];
        if (count !== 0) left.push(`${party}: ${name} is ${String(count)}`);
      }
    }
    if (left.length === 0 || Date.now() > endMs) return left;
    await pause(500);
  }
}

async function paymentsSince(stripe: Stripe, sinceMs: number): Promise<Stripe.PaymentIntent[]> {
  const created = { gte: Math.floor(sinceMs / 1000) };
  const pages = stripe.paymentIntents.list({ created, limit: 100 });
  return pages.autoPagingToArray({ limit: 10_000 });
}

/** The proof compares issuers' holds, acquirers and gateway; what is under way there ends soon. */
async function proveSettled({ place }: Stage) {
  for (let tries = 1; ; tries += 1) {
    const { code, printed: proof } = await runCommand(place, ['--prove']);
    const [, count] = /(\d+) under way/.exec(proof) ?? [];
    const underWay = Number(count ?? 0);
    if (underWay === 0 || tries === agreeTriesMax) return { isProven: code === 0, proof, underWay };
    await pause(1000);
  }
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
