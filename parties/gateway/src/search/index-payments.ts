// Payments and charges in the index, changed in the commit of every step that changes what can be
// searched. A follower of payments: pure.

import { toJson, type Unit, unit } from '@kassa/database';
import { isRefunded, refundedOf } from '../api/to-stripe/charge.ts';
import { currency } from '../api/to-stripe/shape.ts';
import type { Charge, PaymentIntent } from '../payments/intent.ts';
import type { Follower } from '../payments/ports.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { FieldsOf } from './fields.ts';
import { indexDocument } from './store.ts';

export const indexPayments: Follower = ({ before, view: { intent, method } }) =>
  unit(indexIntent(before, intent), indexCharge(before, intent, method));

function indexIntent(before: PaymentIntent | null, intent: PaymentIntent): Unit {
  const { accountId, id, createdAtMs } = intent;
  const fields = fieldsOfIntent(intent);
  if (before !== null && toJson(fieldsOfIntent(before)) === toJson(fields)) return {};
  return indexDocument({ accountId, kind: 'payment_intent', id, createdAtMs, fields });
}

function indexCharge(
  before: PaymentIntent | null,
  intent: PaymentIntent,
  method: PaymentMethod | null,
): Unit {
  const { charge, accountId } = intent;
  // Another card may have been chosen after a refusal: the refused charge stands as it was.
  if (charge === null || method?.id !== charge.paymentMethod) return {};
  const { id, createdAtMs } = charge;
  const fields = fieldsOfCharge(intent, charge, method);
  const wasThere = before?.charge?.id === id;
  if (wasThere && before?.charge != null) {
    const earlier = fieldsOfCharge(before, before.charge, method);
    if (toJson(earlier) === toJson(fields)) return {};
  }
  return indexDocument({ accountId, kind: 'charge', id, createdAtMs, fields });
}

function fieldsOfIntent({ amount, wishes, state }: PaymentIntent): FieldsOf<'payment_intent'> {
  return {
    amount: amount.minor,
    currency: currency(amount),
    customer: wishes.customer,
    metadata: wishes.metadata,
    status: state.status,
  };
}

function fieldsOfCharge(
  { wishes }: PaymentIntent,
  charge: Charge,
  { face, billing }: PaymentMethod,
): FieldsOf<'charge'> {
  return {
    amount: charge.amount.minor,
    'billing_details.address.postal_code': billing.address?.['postal_code'] ?? null,
    currency: currency(charge.amount),
    customer: wishes.customer,
    disputed: false,
    metadata: wishes.metadata,
    'payment_method_details.card.brand': face.brand,
    'payment_method_details.card.exp_month': String(face.expiry.month),
    'payment_method_details.card.exp_year': String(face.expiry.year),
    'payment_method_details.card.fingerprint': face.fingerprint,
    'payment_method_details.card.last4': face.last4,
    // As documented: "false" is refunded in part, null is not refunded at all.
    refunded: refundedOf(charge) === 0 ? null : isRefunded(charge),
    status: charge.state.kind === 'failed' ? 'failed' : 'succeeded',
  };
}
