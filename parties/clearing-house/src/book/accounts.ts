// What members can pay with: the balance of the account at the central bank, and how far below zero
// it may go.

import { column, type Database } from '@kassa/database';
import type { Currency } from '@kassa/money';
import { bookId } from './booking.ts';

/** By member: how far the account may still fall, in minor units. */
export async function headroomOf(
  db: Database,
  currency: Currency,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await db.query(
    {
      name: 'member_headroom',
      text: `
        select
          split_part(path, ':', 2) as member,
          posted_credit - posted_debit - pending_debit - coalesce(floor, 0) as headroom
        from ledger_account
        where account_id = $1 and path >= 'member:' and path < 'member;' and currency = $2`,
      values: [bookId, currency],
    },
    (row) => [column.text(row, 'member'), column.big(row, 'headroom')] as const,
  );
  return new Map(rows);
}
