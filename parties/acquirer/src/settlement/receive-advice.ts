// The clearing house tells what it has booked on our account (camt.054): the network's net for what
// we presented, or a payout that came back. Each entry is taken once.

import { type Unit, unit } from '@kassa/database';
import { type AccountEntry, type Iso20022Error, readCamt054 } from '@kassa/iso20022';
import { post } from '@kassa/ledger';
import { type Money, negate } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { bookId, openBankAccounts, settledEntries } from '../book/chart.ts';
import { returnPayout } from '../payouts/return-payout.ts';
import type { Ports } from '../ports.ts';
import { matchBatches } from './match.ts';
import {
  isAdviceKnown,
  openBatches,
  recordAdvice,
  recordMatched,
  settleItems,
  unmatchedAdvices,
} from './store.ts';

export type AdviceRefusal =
  | { readonly code: 'unreadable'; readonly error: Iso20022Error }
  | { readonly code: 'not_our_account'; readonly account: string };

/** How many entries were new. */
export async function receiveAdvice(
  ports: Ports,
  xml: string,
): Promise<Result<{ readonly taken: number }, AdviceRefusal>> {
  const read = readCamt054(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  const { notifications } = read.value;
  const stray = notifications.find(({ account }) => !isOurs(ports, account));
  if (stray) return err({ code: 'not_our_account', account: stray.account });
  return ok({
    taken: await takeEntries(
      ports,
      notifications.flatMap(({ entries }) => entries),
    ),
  });
}

/** Each once, by its reference; how many were new. */
export async function takeEntries(ports: Ports, entries: readonly AccountEntry[]): Promise<number> {
  let taken = 0;
  for (const entry of entries) {
    if (await isAdviceKnown(ports.db, entry.reference)) continue;
    await take(ports, entry);
    taken += 1;
  }
  return taken;
}

/** The clearing house numbers accounts `ZELENA/BAM`. */
function isOurs(ports: Ports, account: string): boolean {
  const { memberCode } = ports.bank;
  return account === memberCode || account.startsWith(`${memberCode}/`);
}

async function take(ports: Ports, entry: AccountEntry): Promise<void> {
  const work = await workOf(ports, entry);
  const done = await ports.db.commit(work);
  if (done.ok) return;
  // The same advice on two connections at once, or a payout that is returned already.
  const { error } = done;
  const isKnown = error.code === 'conflict' && error.constraint === 'settlement_advice_pk';
  assert(isKnown, `an advice was refused by the database: ${JSON.stringify(error)}`);
}

async function workOf(ports: Ports, entry: AccountEntry): Promise<Unit> {
  if (entry.kind === 'NETSETTLEMENT') return settle(ports, entry);
  if (entry.kind === 'RETURN') {
    const returned = await returnPayout(ports, entry);
    if (returned) return unit(advice(ports, entry, true), returned);
  }
  ports.log.error({ entry: entry.reference, kind: entry.kind }, 'an advice fits nothing we know');
  return advice(ports, entry, false);
}

async function settle(ports: Ports, entry: AccountEntry): Promise<Unit> {
  const { db, clock, makeId, log } = ports;
  const amount = signed(entry);
  const { currency } = amount;
  const atMs = clock.nowMs();
  const earlier = await unmatchedAdvices(db, currency);
  const total = earlier.reduce((sum, one) => sum + one.amountMinor, amount.minor);
  const batches = matchBatches(total, await openBatches(db, currency));
  if (!batches) {
    log.error({ entry: entry.reference, minor: total, currency }, 'a settlement does not add up');
  }
  return unit(
    advice(ports, entry, batches !== undefined),
    recordMatched(batches ? earlier.map(({ reference }) => reference) : []),
    settleItems(batches ?? [], currency, atMs),
    openBankAccounts(currency),
    amount.minor === 0n
      ? {}
      : post([
          {
            accountId: bookId,
            id: makeId('ltx'),
            at: atMs,
            kind: 'posted',
            description: 'Settled at the central bank',
            reference: entry.messageId ?? entry.reference,
            entries: settledEntries(amount),
          },
        ]),
  );
}

function advice(ports: Ports, entry: AccountEntry, isMatched: boolean): Unit {
  return recordAdvice({
    reference: entry.reference,
    kind: entry.kind,
    messageId: entry.messageId,
    endToEndId: entry.endToEndId,
    amount: signed(entry),
    bookedOn: entry.bookedOn,
    atMs: ports.clock.nowMs(),
    isMatched,
  });
}

function signed(entry: AccountEntry): Money {
  return entry.side === 'credit' ? entry.amount : negate(entry.amount);
}
