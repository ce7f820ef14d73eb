// Payments that leave the queue without being settled: at the end of the day, or at their sender's wish.

import { unit } from '@kassa/database';
import { assert } from '@kassa/result';
import type { Ports } from '../ports.ts';
import {
  currenciesQueued,
  endPayment,
  type LargePayment,
  type LargePaymentEnd,
  paymentsOf,
  queuedPayments,
} from './store.ts';
import { reportOf } from './work-queue.ts';

const reason = 'not covered by the end of the day';

/** What is still queued when the day of large-value payments ends is rejected. */
export async function rejectQueued(ports: Ports): Promise<void> {
  // Whatever could still settle does so first.
  await ports.tryWaiting();
  for (const currency of await currenciesQueued(ports.db)) {
    // A long queue comes in parts; each part is gone when it has been gone through.
    for (;;) {
      const queued = await queuedPayments(ports.db, currency);
      if (queued.length === 0) break;
      for (const payment of queued) await end(ports, payment, { state: 'rejected', reason });
    }
  }
  ports.wakeDeliveries();
}

/** How many payments of the message were still queued and are cancelled now. */
export async function cancelPayments(
  ports: Ports,
  message: { readonly sender: string; readonly messageId: string },
): Promise<number> {
  let cancelled = 0;
  for (const payment of await paymentsOf(ports.db, message)) {
    if (payment.state !== 'queued') continue;
    if (await end(ports, payment, { state: 'cancelled' })) cancelled += 1;
  }
  if (cancelled > 0) {
    // What stood behind them in the queue may go now.
    await ports.tryWaiting();
    ports.wakeDeliveries();
  }
  return cancelled;
}

/** False if it was settled meanwhile. */
async function end(ports: Ports, payment: LargePayment, how: LargePaymentEnd): Promise<boolean> {
  const atMs = ports.clock.nowMs();
  const done = await ports.db.commit(
    unit(endPayment(payment, how, atMs), reportOf(ports, payment, how, atMs)),
  );
  assert(
    done.ok || (done.error.code === 'guard' && done.error.guard === 'payment_queued'),
    `a large-value payment did not end: ${JSON.stringify(done)}`,
  );
  if (done.ok)
    ports.log.info({ payment: payment.id, how }, 'a large-value payment leaves the queue');
  return done.ok;
}
