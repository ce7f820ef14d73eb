// At the start: an account for each member and currency, and once its opening liquidity.

import { unit } from '@kassa/database';
import { openAccount } from '@kassa/ledger';
import { dateIn } from '@kassa/time';
import type { Ports } from '../ports.ts';
import { book, bookId } from './booking.ts';
import { lines, settlementPath } from './chart.ts';

export async function openAccounts(ports: Ports): Promise<void> {
  await openAll(ports);
  // Accounts of earlier versions were opened on the fly without a floor; one that owes is a finding.
  await ports.db.exec(
    `update ledger_account set floor = 0
      where account_id = $1 and path like 'member:%' and floor is null
        and posted_credit - posted_debit - pending_debit >= 0`,
    [bookId],
  );
}

async function openAll({ db, clock, makeId, members, day }: Ports): Promise<void> {
  for (const member of members.all) {
    for (const amount of member.liquidity) {
      const account = openAccount({
        accountId: bookId,
        path: settlementPath(member.code),
        currency: amount.currency,
        normal: lines.settlement.normal,
        floor: 0n,
        name: `Settlement account of ${member.name}`,
      });
      if (amount.minor === 0n) {
        await db.commit(account);
        continue;
      }
      const atMs = clock.nowMs();
      const movement = {
        id: makeId('mov'),
        member: member.code,
        amount,
        bookedOn: dateIn(atMs, day.zone),
        kind: 'LIQUIDITY' as const,
        counterparty: 'Central bank',
      };
      const description = `Opening liquidity of ${member.name}`;
      const reference = `LIQUIDITY-${member.code}-${amount.currency}`;
      const opened = await db.commit(
        unit(
          {
            inserts: [
              { table: 'opening', rows: [{ member: member.code, currency: amount.currency }] },
            ],
          },
          account,
          book(
            { atMs, description, reference, movements: [movement], fromReserves: amount },
            makeId,
          ),
        ),
      );
      // Given at an earlier start: nothing to do.
      if (
        !opened.ok &&
        !(opened.error.code === 'conflict' && opened.error.constraint === 'opening_pk')
      ) {
        throw new Error(
          `liquidity of ${member.code} was not booked: ${JSON.stringify(opened.error)}`,
        );
      }
    }
  }
}
