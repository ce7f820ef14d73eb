// What the buyer has told on the page becomes what the merchant keeps of their customer, where the
// merchant wished so. A job of the completed session: a customer who is changed by others at the same
// moment must not hold a payment up.

import type { Unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { assert, ok } from '@kassa/result';
import { changedFrom } from '../../api/kernel/previous-attributes.ts';
import { customerToStripe } from '../../api/to-stripe/customer.ts';
import { type Customer, type CustomerData, customers } from '../../customers/customer.ts';
import type { PaymentMeans } from '../../payments/ports.ts';
import { changeRecord } from '../../records/change-record.ts';
import { type RecordMeans, recordEvents } from '../../webhooks/record-event.ts';
import { placeOf } from './apply-entry.ts';
import type { CheckoutSession } from './session.ts';
import { loadSession } from './store.ts';

export type SessionOf = Pick<CheckoutSession, 'accountId'> & { readonly sessionId: string };

export function customerJob({ accountId, id, details }: CheckoutSession): Unit {
  const { address, name, shipping } = details.customerUpdate;
  const isWished = details.customer !== null && (address || name || shipping);
  return isWished ? addJob('update-customer', { accountId, sessionId: id }) : {};
}

export type UpdateMeans = Pick<PaymentMeans, 'db' | 'clock'> & {
  readonly recording: RecordMeans;
};

export async function updateCustomer(
  { db, clock, recording }: UpdateMeans,
  { accountId, sessionId }: SessionOf,
): Promise<void> {
  const session = await loadSession(db, accountId, sessionId);
  const id = session?.details.customer ?? null;
  if (session === undefined || id === null) return;
  const changed = await changeRecord<CustomerData, never>(db, customers, {
    accountId,
    id,
    change: async (before) => ok({ record: { ...before, data: told(before, session) } }),
    along: (after, before) => {
      const object = customerToStripe(after);
      const previous = before === null ? {} : changedFrom(customerToStripe(before), object);
      const about = { accountId, objectId: id, cause: null, atMs: clock.nowMs() };
      return recordEvents(recording, [{ ...about, type: 'customer.updated', object, previous }]);
    },
  });
  // One who was deleted meanwhile is changed no more.
  const isDone = changed.ok || changed.error.code === 'record_unknown';
  assert(isDone, `the customer of ${sessionId} is not changed`);
}

function told({ data }: Customer, { details, collected }: CheckoutSession): CustomerData {
  const { customerUpdate: wished } = details;
  const { billing, shipping, name, phone } = collected;
  return {
    ...data,
    name: wished.name ? (name ?? data.name) : data.name,
    address: wished.address && billing !== null ? placeOf(billing) : data.address,
    shipping:
      wished.shipping && shipping !== null
        ? { address: placeOf(shipping.address), name: shipping.name, phone }
        : data.shipping,
  };
}
