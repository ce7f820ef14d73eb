// Sessions for the merchant's lists and look-ups, with whether they are paid. Newest first.

import { column, type Database, type RawRow } from '@kassa/database';
import type { AccountId } from '../../ids.ts';
import { inOrder, orderOf } from '../../payments/list-charges.ts';
import type { Page } from '../../payments/store.ts';
import type { CheckoutSession } from './session.ts';
import { decodeSession } from './store.ts';

export type ShownSession = { readonly session: CheckoutSession; readonly isPaid: boolean };

const shown = `
  select s.*, coalesce(i.status = 'succeeded', false) as is_paid
  from checkout_session s
  left join payment_intent i on i.account_id = s.account_id and i.id = s.intent_id`;

export async function findSessionShown(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<ShownSession | undefined> {
  const text = `${shown} where s.account_id = $1 and s.id = $2`;
  return db.one({ name: 'session_shown', text, values: [accountId, id] }, decode);
}

export async function findSessionsShown(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<ShownSession[]> {
  const text = `${shown} where s.account_id = $1 and s.id = any($2) limit 1000`;
  return db.query({ text, values: [accountId, ids] }, decode);
}

export type SessionFilter = Page & {
  readonly intent?: string | undefined;
  readonly status?: string | undefined;
  readonly customer?: string | undefined;
  readonly link?: string | undefined;
  readonly email?: string | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
};

export async function listSessions(
  db: Database,
  accountId: AccountId,
  filter: SessionFilter,
): Promise<ShownSession[]> {
  const text = `${shown}
    where s.account_id = $1
      and ($2::text is null or s.id < $2)
      and ($3::text is null or s.id > $3)
      and ($4::text is null or s.intent_id = $4)
      and ($5::text is null or s.status = $5)
      and ($6::text is null or s.customer_id = $6)
      and ($7::text is null or s.payment_link_id = $7)
      and ($8::text is null or s.email = $8)
      and ($9::bigint is null or s.created_at >= $9)
      and ($10::bigint is null or s.created_at < $10)
    ${orderOf(filter, 's.id')} limit $11`;
  const { before, after, intent, status, customer, link, email, limit } = filter;
  const { createdFromMs: from, createdToMs: to } = filter;
  const values = [before, after, intent, status, customer, link, email, from, to];
  const asked = [accountId, ...values.map((value) => value ?? null), limit];
  return inOrder(filter, await db.query({ text, values: asked }, decode));
}

function decode(row: RawRow): ShownSession {
  return { session: decodeSession(row), isPaid: column.bool(row, 'is_paid') };
}
