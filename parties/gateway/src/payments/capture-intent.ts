// Takes held money, all or part of it, at once or in several captures. The acquirer is told by an
// advice in the same commit.

import { map, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { changeIntent, settleWith } from './change-intent.ts';
import type { PaymentRefusal } from './errors.ts';
import { notesOf } from './evolve.ts';
import type { ChargeNotes } from './intent.ts';
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
  /** What is wished otherwise than was said before, such as how the money is split. */
  readonly change: ((wishes: Wishes) => Wishes) | null;
  /** What is said of the charge otherwise. */
  readonly note?: ((notes: ChargeNotes) => ChargeNotes) | null;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

export async function captureIntent(
  means: PaymentMeans,
  capturing: Capturing,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id, minor, isFinal, change, note = null, cause, once } = capturing;
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    settle: settleWith(once),
    load: () => loadPayment(means.db, accountId, id),
    command: ({ intent }) => {
      const { wishes, charge } = intent;
      return ok({
        ...{ do: 'capture', minor, isFinal, restHoldId: means.makeId('ltx') },
        wishes: change?.(wishes) ?? null,
        notes: charge === null || note === null ? null : note(notesOf(charge, intent)),
      });
    },
  });
  return map(step, ({ view }) => view);
}
