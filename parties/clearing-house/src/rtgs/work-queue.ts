// Tries the queue with the money of now: each step in one commit, with the receiver's advice and the
// sender's report. The ledger has the last word; where it refuses, the queue is looked at anew.

import { type Unit, unit } from '@kassa/database';
import { writePacs002 } from '@kassa/iso20022';
import { type Currency, negate } from '@kassa/money';
import { assert } from '@kassa/result';
import { dateIn, instant } from '@kassa/time';
import { headroomOf } from '../book/accounts.ts';
import { book, type Movement } from '../book/booking.ts';
import { recordDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { writeAdvice } from '../statements/advice.ts';
import { planQueue, type Step } from './decide.ts';
import {
  currenciesQueued,
  endPayment,
  type LargePayment,
  type LargePaymentEnd,
  queuedPayments,
  ranks,
} from './store.ts';

/** How often a plan may be overtaken by other bookings before the next occasion is waited for. */
const plansMax = 5;

/** How many payments have settled. */
export async function workQueues(ports: Ports): Promise<number> {
  let settled = 0;
  for (const currency of await currenciesQueued(ports.db)) {
    for (let plan = 0; plan < plansMax; plan += 1) {
      const done = await workQueue(ports, currency);
      settled += done.settled;
      if (done.isThrough) break;
    }
  }
  if (settled > 0) ports.wakeDeliveries();
  return settled;
}

/** Through when every step that was planned has been booked, and there is nothing more to look at. */
async function workQueue(ports: Ports, currency: Currency) {
  const queue = new Map((await queuedPayments(ports.db, currency)).map((one) => [one.id, one]));
  const steps = planQueue(
    [...queue.values()].map(({ id, sender, creditor, amount, priority }) => ({
      ...{ id, creditor, debtor: sender, minor: amount.minor, priority: ranks[priority] },
    })),
    await headroomOf(ports.db, currency),
  );
  let settled = 0;
  for (const step of steps) {
    const payments = step.payments.flatMap(({ id }) => queue.get(id) ?? []);
    if (!(await settle(ports, step.kind, payments))) return { settled, isThrough: false };
    settled += payments.length;
  }
  return { settled, isThrough: true };
}

async function settle(
  ports: Ports,
  kind: Step['kind'],
  payments: readonly LargePayment[],
): Promise<boolean> {
  const { db, clock, makeId, log } = ports;
  const atMs = clock.nowMs();
  const [first] = payments;
  assert(first, 'a step of the queue has a payment');
  const lines = payments.map((payment) => linesOf(ports, payment, atMs));
  const done = await db.commit(
    unit(
      ...payments.map((payment) => endPayment(payment, { state: 'settled' }, atMs)),
      book(
        {
          atMs,
          description: kind === 'single' ? 'Large-value payment' : 'Bilateral offset of payments',
          reference: first.endToEndId,
          movements: lines.flatMap(({ paid, received }) => [paid, received]),
        },
        makeId,
      ),
      ...lines.map(({ received }) => adviceOf(ports, received, atMs)),
      ...payments.map((payment) => reportOf(ports, payment, { state: 'settled' }, atMs)),
    ),
  );
  if (done.ok) return true;
  const { error } = done;
  const isOvertaken =
    (error.code === 'guard' && error.guard === 'payment_queued') ||
    (error.code === 'refused' && error.reason === 'insufficient_funds');
  assert(isOvertaken, `a large-value payment was refused: ${JSON.stringify(error)}`);
  log.info({ payment: first.id }, 'the queue has changed: it is looked at anew');
  return false;
}

function linesOf({ makeId, day }: Ports, payment: LargePayment, atMs: number) {
  const { sender, creditor, amount, messageId, endToEndId, remittance } = payment;
  const common = {
    bookedOn: dateIn(atMs, day.zone),
    kind: 'LARGEVALUE' as const,
    ...{ messageId, endToEndId },
    ...(remittance !== null && { remittance }),
  };
  const paid: Movement = {
    ...common,
    ...{ id: makeId('mov'), member: sender, counterparty: creditor, amount: negate(amount) },
  };
  const received: Movement = {
    ...common,
    ...{ id: makeId('mov'), member: creditor, counterparty: sender, amount },
  };
  return { paid, received };
}

function adviceOf({ makeId }: Ports, received: Movement, atMs: number): Unit {
  const id = makeId('dlv');
  const { member } = received;
  const body = writeAdvice(id, member, [received], atMs);
  return recordDelivery({ id, member, kind: 'notification', body, atMs });
}

/** What became of a payment, to its sender. */
export function reportOf(
  { makeId }: Ports,
  payment: LargePayment,
  end: LargePaymentEnd,
  atMs: number,
): Unit {
  const id = makeId('dlv');
  const body = writePacs002({
    messageId: id,
    createdAtMs: instant(atMs),
    original: { id: payment.messageId, name: 'pacs.009.001.08' },
    transactions: [
      {
        endToEndId: payment.endToEndId,
        status: end.state === 'settled' ? 'ACSC' : 'RJCT',
        ...(end.state === 'rejected' && { reason: { code: 'AM04', text: end.reason } }),
        // CUST: at the customer's, here the sending member's, own request.
        ...(end.state === 'cancelled' && { reason: { code: 'CUST' } }),
      },
    ],
  });
  return recordDelivery({ id, member: payment.sender, kind: 'status_report', body, atMs });
}
