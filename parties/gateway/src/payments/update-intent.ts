// Changes of what the merchant wishes, before the payment, and of notes at any time.

import { unit } from '@kassa/database';
import { err, map, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { insertPaymentMethod } from '../vault/store.ts';
import { changeIntent, settleWith } from './change-intent.ts';
import type { PaymentCommand } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import { fitMethod } from './fit-method.ts';
import type { PaymentIntent } from './intent.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';

export type Update = Omit<PaymentCommand & { do: 'update' }, 'paymentMethod'>;

export type Updating = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly change: (intent: PaymentIntent) => Update;
  /** The id of one that must be the merchant's own, or a card just sealed. */
  readonly method: string | PaymentMethod | null;
  readonly cause: Cause | null;
  readonly once: Once<PaymentView>;
};

export async function updateIntent(
  means: PaymentMeans,
  updating: Updating,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id, method: wished, cause } = updating;
  const fresh = typeof wished === 'string' ? null : wished;
  const token = typeof wished === 'string' ? wished : null;
  const settle = settleWith(updating.once);
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    settle: (taken) => unit(fresh === null ? {} : insertPaymentMethod(fresh), settle(taken)),
    load: async () => {
      const view = await loadPayment(means.db, accountId, id, token);
      return view === undefined || fresh === null ? view : { ...view, method: fresh };
    },
    command: ({ intent, method, session }) => {
      if (token !== null && method?.id !== token) {
        return err({ code: 'payment_method_unknown', id: token });
      }
      const change = updating.change(intent);
      if (session !== null && change.amount.minor !== intent.amount.minor) {
        return err({ code: 'amount_of_session' });
      }
      const { customer } = change.wishes;
      // A new customer must fit the card that is attached already, too.
      const fits = method === null ? ok(null) : fitMethod(method, customer);
      if (!fits.ok && (wished !== null || intent.paymentMethod !== null)) return fits;
      const paymentMethod = wished === null ? null : (method?.id ?? null);
      return ok({ ...change, paymentMethod });
    },
  });
  return map(step, ({ view }) => view);
}
