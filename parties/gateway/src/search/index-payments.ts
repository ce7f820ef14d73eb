// Payments and charges in the index, changed in the commit of every step that changes what can be
// searched. A follower of payments: pure.

import { type Unit, unit } from '@kassa/database';
import { isRefunded, refundedOf } from '../api/to-stripe/charge.ts';
import { currency } from '../api/to-stripe/shape.ts';
import { notesOf } from '../payments/evolve.ts';
import type { Charge, PaymentIntent } from '../payments/intent.ts';
import type { Follower } from '../payments/ports.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { FieldsOf } from './fields.ts';
import { changeDocument, indexDocument } from './store.ts';

export const indexPayments: Follower = ({ before, view: { intent, method } }) => {
  if (before === null) return unit(indexIntent(intent), firstOfCharge(intent, method));
  const isNew = before.charge?.id !== intent.charge?.id;
  return unit(
    changeOfIntent(before, intent),
    isNew ? firstOfCharge(intent, method) : changeOfCharge(before, intent),
  );
};

function changeOfIntent(before: PaymentIntent, after: PaymentIntent): Unit {
  if (isHidden(after)) return {};
  const [was, is] = [fieldsOfIntent(before), fieldsOfIntent(after)];
  return changeDocument({ ...keyOfIntent(after), before: was, after: is });
}

/** Behind a charge of the older API stands a payment that nobody is shown. */
const isHidden = ({ wishes }: PaymentIntent) => wishes.isBehindCharge;

export function indexIntent(intent: PaymentIntent): Unit {
  if (isHidden(intent)) return {};
  return indexDocument({ ...keyOfIntent(intent), fields: fieldsOfIntent(intent) });
}

export function indexCharge(intent: PaymentIntent, charge: Charge, method: PaymentMethod): Unit {
  const fields = { ...movingOf(intent, charge), ...fixedOf(charge, method), disputed: false };
  return indexDocument({ ...keyOfCharge(intent, charge), fields });
}

function firstOfCharge(intent: PaymentIntent, method: PaymentMethod | null): Unit {
  const { charge } = intent;
  return charge === null || method === null ? {} : indexCharge(intent, charge, method);
}

/** What the card says never changes; whether it is disputed, others know. */
function changeOfCharge(before: PaymentIntent, intent: PaymentIntent): Unit {
  if (before.charge === null || intent.charge === null) return {};
  return changeDocument({
    ...keyOfCharge(intent, intent.charge),
    before: movingOf(before, before.charge),
    after: movingOf(intent, intent.charge),
  });
}

const keyOfIntent = ({ accountId, id, createdAtMs }: PaymentIntent) =>
  ({ accountId, kind: 'payment_intent', id, createdAtMs }) as const;

const keyOfCharge = ({ accountId }: PaymentIntent, { id, createdAtMs }: Charge) =>
  ({ accountId, kind: 'charge', id, createdAtMs }) as const;

function fieldsOfIntent({ amount, wishes, state }: PaymentIntent): FieldsOf<'payment_intent'> {
  return {
    amount: amount.minor,
    currency: currency(amount),
    customer: wishes.customer,
    metadata: wishes.metadata,
    status: state.status,
  };
}

function movingOf(intent: PaymentIntent, charge: Charge) {
  const { customer, metadata } = notesOf(charge, intent);
  return {
    amount: charge.amount.minor,
    customer,
    metadata,
    // As documented: "false" is refunded in part, null is not refunded at all.
    refunded: refundedOf(charge) === 0 ? null : isRefunded(charge),
    status: charge.state.kind === 'failed' ? 'failed' : 'succeeded',
  };
}

function fixedOf({ amount }: Charge, { face, billing }: PaymentMethod) {
  return {
    currency: currency(amount),
    'billing_details.address.postal_code': billing.address?.['postal_code'] ?? null,
    'payment_method_details.card.brand': face.brand,
    'payment_method_details.card.exp_month': String(face.expiry.month),
    'payment_method_details.card.exp_year': String(face.expiry.year),
    'payment_method_details.card.fingerprint': face.fingerprint,
    'payment_method_details.card.last4': face.last4,
  };
}
