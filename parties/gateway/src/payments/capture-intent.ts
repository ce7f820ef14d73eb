// Takes held money, all or part of it, at once or in several captures. The acquirer is told by an
// advice in the same commit.

import { map, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { changeIntent, settleWith } from './change-intent.ts';
import type { PaymentRefusal } from './errors.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';
import type { Wishes } from './wishes.ts';

export type Capturing = {
  readonly accountId: AccountId;
  readonly id: string;
  /** Null: all that is held. Zero, after other captures: nothing more. */
  readonly minor: bigint | null;
  /** No other capture follows: what is not captured is released. */
  readonly isFinal: boolean;
  /** What is wished otherwise with it; null: nothing. */
  readonly change: ((wishes: Wishes) => Wishes) | null;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

export async function captureIntent(
  means: PaymentMeans,
  { accountId, id, minor, isFinal, change, cause, once }: Capturing,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    settle: settleWith(once),
    load: () => loadPayment(means.db, accountId, id),
    command: ({ intent: { wishes } }) =>
      ok({
        ...{ do: 'capture', minor, isFinal, restHoldId: means.makeId('ltx') },
        wishes: change?.(wishes) ?? null,
      }),
  });
  return map(step, ({ view }) => view);
}
