// A session follows its payment, in the same commit: paid or held makes it complete, canceled makes
// it expired. With its completion the customer is made whom it was asked to make. A follower of
// payments.

import { randomBytes } from 'node:crypto';
import { type Unit, unit, type Value } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { customerToStripe } from '../../api/to-stripe/customer.ts';
import { sessionToStripe } from '../../api/to-stripe/session.ts';
import { customers, newCustomer } from '../../customers/customer.ts';
import type { Follower, Step } from '../../payments/ports.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord } from '../../records/store.ts';
import type { Billing } from '../../vault/card.ts';
import { type RecordMeans, recordEvents } from '../../webhooks/record-event.ts';
import { countJob } from '../links/count-link.ts';
import { placeOf } from './apply-entry.ts';
import type { Address } from './collected.ts';
import type { CheckoutSession } from './session.ts';
import { updateSession } from './store.ts';

export function followPayment(means: RecordMeans, publicUrl: string): Follower {
  const around = { means, publicUrl };
  return (step) => {
    const { session, intent } = step.view;
    if (session === null) return {};
    if (step.before === null) return expiryJob(session);
    if (session.status !== 'open') return {};
    const { status } = intent.state;
    if (status === 'succeeded' || status === 'requires_capture') {
      const complete = completed(session, step);
      return unit(
        ended(around, step, { before: session, after: complete }),
        made(around, complete),
        counted(complete),
      );
    }
    if (status === 'canceled') {
      return ended(around, step, { before: session, after: { ...session, status: 'expired' } });
    }
    return {};
  };
}

type Around = { readonly means: RecordMeans; readonly publicUrl: string };
type Ending = { readonly before: CheckoutSession; readonly after: CheckoutSession };

function ended({ means, publicUrl }: Around, step: Step, { before, after }: Ending): Unit {
  const { cause, atMs, view } = step;
  const isPaid = view.intent.state.status === 'succeeded';
  const object: Value = { ...sessionToStripe(after, { isPaid }, publicUrl) };
  const about = { accountId: after.accountId, objectId: after.id, object, cause, atMs };
  const type =
    after.status === 'complete' ? 'checkout.session.completed' : 'checkout.session.expired';
  return unit(updateSession(before, after), recordEvents(means, [{ ...about, type }]));
}

/** What the buyer has not typed on the page is known from the card's own details. */
function completed(session: CheckoutSession, { view, atMs }: Step): CheckoutSession {
  const { collected } = session;
  const billing = view.method?.billing;
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
function made({ means }: Around, session: CheckoutSession): Unit {
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
    recordEvents(means, [{ ...about, type: 'customer.created', object }]),
  );
}

/** The link that the session came from is told that it was paid. */
function counted({ accountId, details }: CheckoutSession): Unit {
  return details.link === null ? {} : countJob({ accountId, linkId: details.link });
}

/** The one owner of a session's expiry. */
function expiryJob({ accountId, id, expiresAtMs }: CheckoutSession): Unit {
  const payload = { accountId, sessionId: id };
  return addJob('expire-session', payload, { runAtMs: expiresAtMs, jobKey: `expire:${id}` });
}
