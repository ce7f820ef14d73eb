// What members can pay with: the balance of the account at the central bank, and how far below zero
// it may go.

import { column, type Database } from '@kassa/database';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
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

export type MemberAccount = {
  readonly member: string;
  readonly balance: Money;
  readonly debitCap: Money;
  readonly headroom: Money;
};

/** Every account of every member, for people. */
export function memberAccounts(db: Database): Promise<MemberAccount[]> {
  return db.query(
    {
      text: `
        select
          split_part(path, ':', 2) as member,
          currency,
          posted_credit - posted_debit as balance,
          -coalesce(floor, 0) as debit_cap
        from ledger_account
        where account_id = $1 and path >= 'member:' and path < 'member;'
        order by path, currency
        limit 1000`,
      values: [bookId],
    },
    (row) => {
      const currency = unwrap(currencyOf(column.text(row, 'currency')));
      const [balance, cap] = [column.big(row, 'balance'), column.big(row, 'debit_cap')];
      return {
        member: column.text(row, 'member'),
        balance: money(currency, balance),
        debitCap: money(currency, cap),
        headroom: money(currency, balance + cap),
      };
    },
  );
}
