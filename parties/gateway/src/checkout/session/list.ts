// Sessions for the merchant's lists and look-ups, with whether they are paid. Newest first.

import { column, type Database, type RawRow } from '@kassa/database';
import type { AccountId } from '../../ids.ts';
import { inOrder, orderOf } from '../../payments/list-charges.ts';
import type { Page } from '../../payments/store.ts';
import type { CheckoutSession } from './session.ts';
import { decodeSession } from './store.ts';

export type ShownSession = { readonly session: CheckoutSession; readonly isPaid: boolean };

const shown = `
  select s.*, i.status in ('succeeded', 'requires_capture') as is_paid
  from checkout_session s
  join payment_intent i on i.account_id = s.account_id and i.id = s.intent_id`;

export async function findSessionShown(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<ShownSession | undefined> {
  const text = `${shown} where s.account_id = $1 and s.id = $2`;
  return db.one({ name: 'session_shown', text, values: [accountId, id] }, decode);
}

export async function listSessions(
  db: Database,
  accountId: AccountId,
  filter: Page & { readonly intent?: string | undefined; readonly status?: string | undefined },
): Promise<ShownSession[]> {
  const text = `${shown}
    where s.account_id = $1
      and ($2::text is null or s.id < $2)
      and ($3::text is null or s.id > $3)
      and ($4::text is null or s.intent_id = $4)
      and ($5::text is null or s.status = $5)
    ${orderOf(filter, 's.id')} limit $6`;
  const { before = null, after = null, intent = null, status = null, limit } = filter;
  const values = [accountId, before, after, intent, status, limit];
  return inOrder(filter, await db.query({ text, values }, decode));
}

function decode(row: RawRow): ShownSession {
  return { session: decodeSession(row), isPaid: column.bool(row, 'is_paid') };
}
