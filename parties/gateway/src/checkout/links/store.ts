// Payment links in the database, besides what every record has: by the token alone, and how often
// one has been paid.

import { column, type Database } from '@kassa/database';
import { type AccountId, idFrom } from '../../ids.ts';
import { loadRecord } from '../../records/store.ts';
import { type PaymentLink, paymentLinks } from './payment-link.ts';

/** By its token: whoever knows it has the link. */
export async function loadLinkByToken(
  db: Database,
  token: string,
): Promise<PaymentLink | undefined> {
  const text = `select account_id, id from record
    where kind = 'payment_link' and unique_key = $1 and deleted_at is null limit 1`;
  const found = await db.one({ name: 'link_by_token', text, values: [token] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
  }));
  return found && loadRecord(db, paymentLinks, found.accountId, found.id);
}

/** How many of its sessions are complete. */
export async function countCompleted(
  db: Database,
  of: { readonly accountId: AccountId; readonly id: string },
): Promise<number> {
  const text = `select count(*)::integer as completed from checkout_session
    where account_id = $1 and payment_link_id = $2 and status = 'complete'`;
  const found = await db.one({ text, values: [of.accountId, of.id] }, (row) =>
    column.integer(row, 'completed'),
  );
  return found ?? 0;
}

/** Whether a session of the link comes too late: others have paid as often as it may be. */
export async function isUsedUp(
  db: Database,
  { accountId, id, data }: PaymentLink,
): Promise<boolean> {
  return data.limit !== null && (await countCompleted(db, { accountId, id })) >= data.limit;
}
