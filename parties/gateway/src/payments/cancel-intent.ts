// Gives a payment up before its capture; a hold is released by a reversal that is told until heard.

import { map, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { changeIntent, settleWith } from './change-intent.ts';
import type { PaymentRefusal } from './errors.ts';
import type { CancellationReason } from './intent.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';

export type Canceling = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly reason: CancellationReason | null;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

export async function cancelIntent(
  means: PaymentMeans,
  { accountId, id, reason, cause, once }: Canceling,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    settle: settleWith(once),
    load: () => loadPayment(means.db, accountId, id),
    command: () => ok({ do: 'cancel', reason }),
  });
  return map(step, ({ view }) => view);
}
