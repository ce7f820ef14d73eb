// What goes into the commit that ends a session: the row, its event, the customer whom it was asked to
// make. And the one job that ends it in time.

import { randomBytes } from 'node:crypto';
import { type Unit, unit, type Value } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { customerToStripe } from '../../api/to-stripe/customer.ts';
import { sessionToStripe } from '../../api/to-stripe/session.ts';
import { customers, newCustomer } from '../../customers/customer.ts';
import type { Cause } from '../../payments/ports.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord } from '../../records/store.ts';
import type { Billing, PaymentMethod } from '../../vault/card.ts';
import { type RecordMeans, recordEvents } from '../../webhooks/record-event.ts';
import { countJob } from '../links/count-link.ts';
import { placeOf } from './apply-entry.ts';
import type { Address } from './collected.ts';
import type { CheckoutSession } from './session.ts';
import { updateSession } from './store.ts';
import { customerJob } from './update-customer.ts';

export type EndMeans = { readonly recording: RecordMeans; readonly publicUrl: string };

export type End = {
  readonly isPaid: boolean;
  readonly method: PaymentMethod | null;
  readonly cause: Cause | null;
  readonly atMs: number;
};

export function completeSession(means: EndMeans, session: CheckoutSession, end: End): Unit {
  const complete = completed(session, end);
  return unit(
    ended(means, { before: session, after: complete }, end),
    made(means, complete),
    counted(complete),
    customerJob(complete),
  );
}

export function expireOpenSession(means: EndMeans, session: CheckoutSession, end: End): Unit {
  return ended(means, { before: session, after: { ...session, status: 'expired' } }, end);
}

type Ending = { readonly before: CheckoutSession; readonly after: CheckoutSession };

function ended({ recording, publicUrl }: EndMeans, { before, after }: Ending, end: End): Unit {
  const { isPaid, cause, atMs } = end;
  const object: Value = { ...sessionToStripe(after, { isPaid }, publicUrl) };
  const about = { accountId: after.accountId, objectId: after.id, object, cause, atMs };
  const type =
    after.status === 'complete' ? 'checkout.session.completed' : 'checkout.session.expired';
  return unit(updateSession(before, after), recordEvents(recording, [{ ...about, type }]));
}

/** What the buyer has not typed on the page is known from the card's own details. */
function completed(session: CheckoutSession, { method, atMs }: End): CheckoutSession {
  const { collected } = session;
  const billing = method?.billing;
  return {
    ...session,
    status: 'complete',
    completedAtMs: atMs,
    collected: {
      ...collected,
      email: collected.email ?? session.details.customerEmail ?? billing?.email ?? null,
      name: collected.name ?? billing?.name ?? null,
      phone: collected.phone ?? billing?.phone ?? null,
      billing: collected.billing ?? addressOf(billing?.address ?? null),
    },
  };
}

function addressOf(address: Billing['address']): Address | null {
  if (address === null) return null;
  const part = (name: string) => address[name] ?? null;
  return {
    city: part('city'),
    country: part('country'),
    line1: part('line1'),
    line2: part('line2'),
    postalCode: part('postal_code'),
    state: part('state'),
  };
}

/** The customer whose id the session has kept for this moment. */
function made({ recording }: EndMeans, session: CheckoutSession): Unit {
  const { accountId, details, collected, completedAtMs } = session;
  if (details.newCustomer === null || completedAtMs === null) return {};
  const { shipping, email, name, phone, businessName, individualName } = collected;
  const customer = madeRecord({
    accountId,
    id: details.newCustomer,
    parent: null,
    createdAtMs: completedAtMs,
    data: {
      ...newCustomer(randomBytes(4).toString('hex').toUpperCase()),
      ...{ email, name, phone, businessName, individualName },
      address: collected.billing && placeOf(collected.billing),
      shipping: shipping && { address: placeOf(shipping.address), name: shipping.name, phone },
    },
  });
  const about = { accountId, objectId: customer.id, cause: null, atMs: completedAtMs };
  const object = customerToStripe(customer);
  return unit(
    insertRecord(customers, customer),
    recordEvents(recording, [{ ...about, type: 'customer.created', object }]),
  );
}

/** The link that the session came from is told that it was paid. */
function counted({ accountId, details }: CheckoutSession): Unit {
  return details.link === null ? {} : countJob({ accountId, linkId: details.link });
}

/** The one owner of a session's expiry. */
export function expiryJob({ accountId, id, expiresAtMs }: CheckoutSession): Unit {
  const payload = { accountId, sessionId: id };
  return addJob('expire-session', payload, { runAtMs: expiresAtMs, jobKey: `expire:${id}` });
}
