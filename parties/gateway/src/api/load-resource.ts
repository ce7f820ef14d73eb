// Any object the caller may see, by its id: for `expand`. The prefix tells where it lives.

import { loadSession } from '../checkout/session/store.ts';
import type { AccountId } from '../ids.ts';
import { findCharge, findRefundShown, listRefunds } from '../payments/list-charges.ts';
import { loadPayment } from '../payments/store.ts';
import { listBalanceTransactions, listPayouts } from '../settlement/read.ts';
import { loadPaymentMethod } from '../vault/store.ts';
import type { Fields, LoadById, LoadPart } from './kernel/expand.ts';
import type { ApiMeans } from './ports.ts';
import { chargeToStripe } from './to-stripe/charge.ts';
import { balanceTransactionToStripe, payoutToStripe } from './to-stripe/money.ts';
import { paymentIntentToStripe } from './to-stripe/payment-intent.ts';
import { paymentMethodToStripe } from './to-stripe/payment-method.ts';
import { refundToStripe } from './to-stripe/refund.ts';
import { sessionLinesToStripe } from './to-stripe/session.ts';
import type { Json } from './to-stripe/shape.ts';

export function loadersFor(
  means: ApiMeans,
  accountId: AccountId,
): { readonly byId: LoadById; readonly part: LoadPart } {
  const readers: Readonly<Record<string, (id: string) => Promise<Json | undefined>>> = {
    pi: async (id) => {
      const view = await loadPayment(means.db, accountId, id);
      return view && paymentIntentToStripe(view, means);
    },
    ch: async (id) => {
      const found = await findCharge(means.db, accountId, id);
      return found && chargeToStripe(found);
    },
    pm: async (id) => {
      const method = await loadPaymentMethod(means.db, accountId, id);
      return method && paymentMethodToStripe(method);
    },
    re: async (id) => {
      const found = await findRefundShown(means.db, accountId, id);
      return found && refundToStripe(found.refund, found.balanceTransaction);
    },
    txn: async (id) => {
      const [found] = await listBalanceTransactions(means.db, accountId, { id, limit: 1 });
      return found && balanceTransactionToStripe(found);
    },
    po: async (id) => {
      const [found] = await listPayouts(means.db, accountId, { id, limit: 1 });
      return found && payoutToStripe(found);
    },
  };
  return {
    byId: async (id) => {
      const prefix = id.split('_', 1)[0] ?? '';
      return Object.hasOwn(readers, prefix) ? readers[prefix]?.(id) : undefined;
    },
    part: (object, name) => loadPart(means, accountId, object, name),
  };
}

/** Lists inside an object that are shown only when asked for. */
async function loadPart(
  means: ApiMeans,
  accountId: AccountId,
  object: Fields,
  name: string,
): Promise<Json | undefined> {
  const id = String(object['id']);
  if (object['object'] === 'checkout.session' && name === 'line_items') {
    const session = await loadSession(means.db, accountId, id);
    return (
      session && listOf(`/v1/checkout/sessions/${id}/line_items`, sessionLinesToStripe(session))
    );
  }
  if (object['object'] === 'charge' && name === 'refunds') {
    const found = await listRefunds(means.db, accountId, { charge: id, limit: 10 });
    const refunds = found.map(({ refund, balanceTransaction }) =>
      refundToStripe(refund, balanceTransaction),
    );
    return listOf(`/v1/charges/${id}/refunds`, refunds);
  }
  return undefined;
}

function listOf(url: string, data: readonly Json[]): Json {
  return { object: 'list', data, has_more: false, url };
}
