// Checkout Sessions in the database.

import { column, type Database, type RawRow, type Row, type Unit } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type AccountId, idFrom } from '../../ids.ts';
import { readCollected } from './collected.ts';
import { type CheckoutSession, type Pays, readDetails, readLines } from './session.ts';

export function insertSession(session: CheckoutSession): Unit {
  const { accountId, id, pays, total, expiresAtMs, createdAtMs } = session;
  const key = {
    account_id: accountId,
    id,
    mode: pays.mode,
    intent_id: pays.mode === 'payment' ? pays.intentId : null,
    setup_id: pays.mode === 'setup' ? pays.setupId : null,
  };
  const fixed = {
    currency: total.currency,
    payment_link_id: session.details.link,
    expires_at: expiresAtMs,
    created_at: createdAtMs,
  };
  const row = { ...key, ...fixed, ...changing(session), version: session.version };
  return { inserts: [{ table: 'checkout_session', rows: [row] }] };
}

/** The unit of a session that has changed; refused if another change came first. */
export function updateSession(before: CheckoutSession, after: CheckoutSession): Unit {
  const { accountId, id, version } = before;
  return {
    updates: [
      {
        as: 'checkout_session',
        table: 'checkout_session',
        key: { account_id: accountId, id },
        set: { ...changing(after), version: version + 1 },
        expect: { version },
      },
    ],
  };
}

function changing(session: CheckoutSession): Row {
  const { details, collected } = session;
  return {
    status: session.status,
    amount_subtotal: session.subtotal.minor,
    amount_shipping: session.shipping.minor,
    amount_tax: session.tax.minor,
    amount_tax_added: session.taxAdded.minor,
    amount_total: session.total.minor,
    lines: session.lines,
    details,
    collected,
    customer_id: customerOf(session),
    email: collected.email ?? details.customerEmail,
    completed_at: session.completedAtMs,
  };
}

/** The one named by the merchant, or the one that the completed session has made. */
export function customerOf({ status, details }: CheckoutSession): string | null {
  return details.customer ?? (status === 'complete' ? details.newCustomer : null);
}

export async function loadSession(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<CheckoutSession | undefined> {
  const text = 'select * from checkout_session where account_id = $1 and id = $2';
  return db.one({ text, values: [accountId, id] }, decodeSession);
}

/** A row of checkout_session, from a select or from row_to_json. */
export function decodeSession(row: RawRow): CheckoutSession {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const amount = (name: string) => money(currency, column.big(row, name));
  return {
    accountId: `acct_${column.text(row, 'account_id').slice(5)}`,
    id: `cs_${column.text(row, 'id').slice(3)}`,
    version: column.integer(row, 'version'),
    pays: decodePays(row),
    createdAtMs: column.integer(row, 'created_at'),
    status: column.oneOf(row, 'status', ['open', 'complete', 'expired']),
    subtotal: amount('amount_subtotal'),
    shipping: amount('amount_shipping'),
    tax: amount('amount_tax'),
    taxAdded: amount('amount_tax_added'),
    total: amount('amount_total'),
    lines: readLines(column.json(row, 'lines')),
    details: readDetails(column.json(row, 'details')),
    collected: readCollected(column.json(row, 'collected')),
    expiresAtMs: column.integer(row, 'expires_at'),
    completedAtMs: column.integerOrNull(row, 'completed_at'),
  };
}

function decodePays(row: RawRow): Pays {
  const mode = column.oneOf(row, 'mode', ['payment', 'setup']);
  return mode === 'payment'
    ? { mode, intentId: idFrom('pi', column.text(row, 'intent_id')) }
    : { mode, setupId: idFrom('seti', column.text(row, 'setup_id')) };
}
