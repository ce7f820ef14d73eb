// Everything the bank knows about one payment, oldest first: what passed, what was booked, where
// the money went.

import type { TraceLine } from '@kassa/control';
import type { Database } from '@kassa/database';
import { type RecordedTransaction, transactions } from '@kassa/ledger';
import { authorizationsAbout } from './authorizations/store.ts';
import { bookId } from './book/chart.ts';
import { itemsAbout } from './captures/store.ts';
import { findPayout } from './payouts/store.ts';
import { reversalsAbout } from './reversals/store.ts';

export async function trace(db: Database, reference: string): Promise<TraceLine[]> {
  const items = await itemsAbout(db, reference);
  // Refunds have names of their own; the purchase shows them too.
  const names = new Set([reference, ...items.map((item) => item.rrn)]);
  const payoutIds = new Set(items.flatMap(({ payoutId }) => (payoutId === null ? [] : [payoutId])));
  const lines: TraceLine[] = [...(await messages(db, reference))];
  for (const name of names) {
    const booked = await transactions(db, { accountId: bookId, reference: name });
    lines.push(...booked.flatMap(linesOf));
  }
  for (const item of items) {
    if (item.settledAtMs === null) continue;
    lines.push({ at: item.settledAtMs, what: `${item.kind} settled by the network` });
  }
  for (const id of payoutIds) {
    const payout = await findPayout(db, id);
    if (!payout) continue;
    const { currency, minor } = payout.amount;
    const what = `payout ${id} to ${payout.iban}, ${payout.state}`;
    lines.push({ at: payout.createdAtMs, what, amount: String(minor), currency });
  }
  return lines.sort((one, other) => one.at - other.at);
}

async function messages(db: Database, rrn: string): Promise<TraceLine[]> {
  const authorizations = await authorizationsAbout(db, rrn);
  const reversals = await reversalsAbout(db, rrn);
  return [
    ...authorizations.map(({ receivedAtMs, state, responseCode, amount, cardMasked }) => ({
      at: receivedAtMs,
      what: `authorization of ${cardMasked}: ${state}${responseCode ? `, ${responseCode}` : ''}`,
      amount: String(amount.minor),
      currency: amount.currency,
    })),
    ...reversals.map(({ createdAtMs, origin, responseCode }) => ({
      at: createdAtMs,
      what: `reversal (${origin}): ${responseCode ?? 'not acknowledged yet'}`,
    })),
  ];
}

/** One line for each entry: the side is in the words, the amount has no sign. */
function linesOf(transaction: RecordedTransaction): TraceLine[] {
  return transaction.entries.map(({ account, side, amount }) => ({
    at: transaction.at,
    what: `${transaction.description}, ${side}`,
    account,
    amount: String(amount.minor),
    currency: amount.currency,
  }));
}
