// Taking a payout back before it is sent, and notes on one at any time.

import { err, type Result } from '@kassa/result';
import { changedFrom } from '../api/kernel/previous-attributes.ts';
import { payoutToStripe } from '../api/to-stripe/money.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Cause, Once } from '../payments/ports.ts';
import type { Payout } from '../settlement/read.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import type { PayoutRefusal } from './errors.ts';
import { commitPayout } from './make-payout.ts';
import { canceledUnit } from './payout-units.ts';
import type { PayoutMeans } from './ports.ts';
import { findPayout, movePayout } from './store.ts';

export type ChangingPayout = {
  readonly merchant: Merchant;
  readonly id: string;
  readonly cause: Cause;
  readonly once: Once<Payout>;
};

export async function cancelPayout(
  means: PayoutMeans,
  { merchant, id, cause, once }: ChangingPayout,
): Promise<Result<Payout, PayoutRefusal>> {
  const before = await findPayout(means.db, merchant.accountId, id);
  if (before === undefined) return err({ code: 'payout_unknown', id });
  if (before.status !== 'pending') {
    return err({ code: 'payout_not_pending', status: before.status });
  }
  const failureTransaction = means.makeId('txn');
  const payout: Payout = { ...before, status: 'canceled', failureTransaction };
  const step = { merchant, payout, atMs: means.clock.nowMs(), cause };
  const done = await commitPayout(means, payout, [
    canceledUnit(means, before, step),
    once.settle(payout, id),
  ]);
  // Somebody was faster: the payout is sent, or canceled already.
  if (done.ok || done.error.code !== 'busy') return done;
  const now = await findPayout(means.db, merchant.accountId, id);
  return err({ code: 'payout_not_pending', status: now?.status ?? 'in_transit' });
}

const triesMax = 20;

export async function describePayout(
  means: PayoutMeans,
  { merchant, id, cause, once }: ChangingPayout,
  metadata: (old: Payout['metadata']) => Payout['metadata'],
): Promise<Result<Payout, PayoutRefusal>> {
  const { accountId } = merchant;
  for (let tries = 1; ; tries++) {
    const before = await findPayout(means.db, accountId, id);
    if (before === undefined) return err({ code: 'payout_unknown', id });
    const payout = { ...before, metadata: metadata(before.metadata) };
    const object = payoutToStripe(payout);
    const previous = changedFrom(payoutToStripe(before), object);
    const about = { accountId, objectId: id, object, cause, atMs: means.clock.nowMs() };
    const done = await commitPayout(means, payout, [
      movePayout(accountId, before, { metadata: payout.metadata }),
      recordEvent(means, { ...about, type: 'payout.updated', previous }),
      once.settle(payout, id),
    ]);
    if (done.ok || done.error.code !== 'busy' || tries === triesMax) return done;
  }
}
