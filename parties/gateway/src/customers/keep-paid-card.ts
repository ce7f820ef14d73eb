// A card that was paid with, and is to be used again, becomes its customer's in the same commit as the
// payment. A follower of payments.

import { type Unit, unit } from '@kassa/database';
import { paymentMethodToStripe } from '../api/to-stripe/payment-method.ts';
import type { Follower } from '../payments/ports.ts';
import { keepsMethod } from '../payments/wishes.ts';
import { attachMethod } from '../vault/change-method.ts';
import { type RecordMeans, recordEvents } from '../webhooks/record-event.ts';

export function keepPaidCard(means: RecordMeans): Follower {
  return ({ events, view, cause, atMs }): Unit => {
    const { intent, method } = view;
    const { customer } = intent.wishes;
    const isPaid = events.some(({ type }) => type === 'approved' || type === 'approval_forced');
    if (!isPaid || method === null || customer === null || !keepsMethod(intent.wishes)) return {};
    const attached = attachMethod(method, customer);
    // Since the payment began it was taken away, or given to another: the payment stands all the same.
    if (!attached.ok || method.customer === customer) return {};
    const object = paymentMethodToStripe(attached.value.method);
    const about = { accountId: intent.accountId, objectId: method.id, object, cause, atMs };
    const event = { ...about, type: 'payment_method.attached' } as const;
    return unit(attached.value.unit, recordEvents(means, [event]));
  };
}
