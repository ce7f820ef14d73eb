// Brings payouts to the clearing house: the same message until there is an answer.

import { unit } from '@kassa/database';
import { type Entry, post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { bookId, openBankAccounts, paidEntries, refusedEntries } from '../book/chart.ts';
import type { Ports, SendTransfer } from '../ports.ts';
import { type Payout, sourceOf } from './payout.ts';
import { duePayouts, nextPayoutAtMs, recordEnd, recordPayoutAttempt } from './store.ts';

export type PayoutMeans = Pick<Ports, 'db' | 'clock' | 'makeId' | 'log'> & {
  readonly sendTransfer: SendTransfer;
};

const batch = 20;
const pauseMinMs = 2_000;
const pauseMaxMs = 300_000;

/** One attempt for everything that is due; the next due time, if something still waits. */
export async function sendDuePayouts(ports: PayoutMeans): Promise<number | undefined> {
  for (;;) {
    const due = await duePayouts(ports.db, ports.clock.nowMs(), batch);
    if (due.length === 0) return nextPayoutAtMs(ports.db);
    for (const payout of due) await send(ports, payout);
  }
}

async function send(ports: PayoutMeans, payout: Payout): Promise<void> {
  const { db, clock, log } = ports;
  const sent = await ports.sendTransfer(payout.message);
  if (sent.ok) {
    await end(
      ports,
      payout,
      { state: 'paid' },
      'Paid by credit transfer',
      paidEntries(payout.amount),
    );
    return;
  }
  const { code, detail } = sent.error;
  if (code === 'refused') {
    log.error({ payout: payout.id, detail }, 'a payout is refused');
    const entries = refusedEntries(sourceOf(payout), payout.amount);
    await end(ports, payout, { state: 'refused', reason: detail }, 'Payout refused', entries);
    return;
  }
  log.warn({ payout: payout.id, code, detail }, 'a payout is sent again');
  const pauseMs = Math.min(pauseMinMs * 2 ** Math.min(payout.attempts, 10), pauseMaxMs);
  await db.commit(recordPayoutAttempt(payout, `${code}: ${detail}`, clock.nowMs() + pauseMs));
}

async function end(
  ports: PayoutMeans,
  payout: Payout,
  ending: Parameters<typeof recordEnd>[1],
  description: string,
  entries: readonly Entry[],
): Promise<void> {
  const { db, clock, makeId } = ports;
  const atMs = clock.nowMs();
  const done = await db.commit(
    unit(
      recordEnd(payout, ending, atMs),
      openBankAccounts(payout.amount.currency),
      post([
        {
          accountId: bookId,
          id: makeId('ltx'),
          at: atMs,
          kind: 'posted',
          description,
          reference: payout.id,
          entries,
        },
      ]),
    ),
  );
  assert(done.ok || done.error.code === 'guard', `payout ${payout.id}: ${JSON.stringify(done)}`);
}
