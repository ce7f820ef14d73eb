// The merchant's bank sent a payout back: the merchant is owed the money again, and no further
// payout goes to that account.

import { type Unit, unit } from '@kassa/database';
import type { AccountEntry } from '@kassa/iso20022';
import { type Entry, post } from '@kassa/ledger';
import { bookId, paidEntries, returnedEntries } from '../book/chart.ts';
import type { Ports } from '../ports.ts';
import { type Payout, sourceOf } from './payout.ts';
import { findPayout, recordEnd } from './store.ts';

/** Undefined if the entry is about no payout of ours, or about one that has come back before. */
export async function returnPayout(ports: Ports, entry: AccountEntry): Promise<Unit | undefined> {
  const payout = entry.endToEndId && (await findPayout(ports.db, entry.endToEndId));
  if (!payout || (payout.state !== 'paid' && payout.state !== 'created')) return undefined;
  if (payout.amount.minor !== entry.amount.minor) return undefined;
  const reason = entry.remittance ?? 'sent back without a reason';
  ports.log.error({ payout: payout.id, reason }, 'a payout came back');
  return unit(
    recordEnd(payout, { state: 'returned', reason }, ports.clock.nowMs()),
    post([
      posting(ports, payout, [
        // It may come back before we have heard that it went.
        ...(payout.state === 'created' ? paidEntries(payout.amount) : []),
        ...returnedEntries(sourceOf(payout), payout.amount),
      ]),
    ]),
  );
}

function posting(ports: Ports, payout: Payout, entries: readonly Entry[]) {
  return {
    accountId: bookId,
    id: ports.makeId('ltx'),
    at: ports.clock.nowMs(),
    kind: 'posted' as const,
    description: 'Payout sent back',
    reference: payout.id,
    entries,
  };
}
