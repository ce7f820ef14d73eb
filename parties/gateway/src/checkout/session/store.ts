// Checkout Sessions in the database.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import { type CheckoutSession, readDetails, readLines } from './session.ts';

export function insertSession(session: CheckoutSession): Unit {
  return {
    inserts: [
      {
        table: 'checkout_session',
        rows: [
          {
            account_id: session.accountId,
            id: session.id,
            intent_id: session.intentId,
            status: session.status,
            currency: session.total.currency,
            amount_subtotal: session.subtotal.minor,
            amount_shipping: session.shipping.minor,
            amount_total: session.total.minor,
            lines: session.lines,
            details: session.details,
            expires_at: session.expiresAtMs,
            completed_at: session.completedAtMs,
            created_at: session.createdAtMs,
          },
        ],
      },
    ],
  };
}

/** The unit of a session that has changed its status; the intent's version guards the race. */
export function updateSession(session: CheckoutSession): Unit {
  const { accountId, id, status, completedAtMs } = session;
  return {
    updates: [
      {
        as: 'checkout_session',
        table: 'checkout_session',
        key: { account_id: accountId, id },
        set: { status, completed_at: completedAtMs },
        expect: { status: 'open' },
      },
    ],
  };
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
  return {
    accountId: `acct_${column.text(row, 'account_id').slice(5)}`,
    id: `cs_${column.text(row, 'id').slice(3)}`,
    intentId: `pi_${column.text(row, 'intent_id').slice(3)}`,
    createdAtMs: column.integer(row, 'created_at'),
    status: column.oneOf(row, 'status', ['open', 'complete', 'expired']),
    subtotal: money(currency, column.big(row, 'amount_subtotal')),
    shipping: money(currency, column.big(row, 'amount_shipping')),
    total: money(currency, column.big(row, 'amount_total')),
    lines: readLines(column.json(row, 'lines')),
    details: readDetails(column.json(row, 'details')),
    expiresAtMs: column.integer(row, 'expires_at'),
    completedAtMs: column.integerOrNull(row, 'completed_at'),
  };
}
