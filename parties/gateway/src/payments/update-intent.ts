// Changes of what the merchant wishes, before the payment, and of notes at any time.

import { map, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { changeIntent, settleWith } from './change-intent.ts';
import type { PaymentCommand } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import type { PaymentIntent } from './intent.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';

export type Update = PaymentCommand & { do: 'update' };

export type Updating = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly change: (intent: PaymentIntent) => Update;
  /** A payment method that must be the merchant's own. */
  readonly paymentMethod: string | null;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

export async function updateIntent(
  means: PaymentMeans,
  updating: Updating,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id, paymentMethod, cause } = updating;
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    settle: settleWith(updating.once),
    load: () => loadPayment(means.db, accountId, id, paymentMethod),
    command: ({ intent, method }) => {
      if (paymentMethod !== null && method?.id !== paymentMethod) {
        return { ok: false, error: { code: 'payment_method_unknown', id: paymentMethod } };
      }
      return ok(updating.change(intent));
    },
  });
  return map(step, ({ view }) => view);
}
