// The statement of a member for one day: one account for each currency, every entry, camt.053.

import { type Statement, writeCamt053 } from '@kassa/iso20022';
import { add } from '@kassa/money';
import { instant, type PlainDate } from '@kassa/time';
import type { Member } from '../members/directory.ts';
import type { Ports } from '../ports.ts';
import { accountNumber, entryOf } from './advice.ts';
import { balanceBefore, currenciesOf, movementsOn } from './store.ts';

/** Undefined if the member has no account that has ever moved. */
export async function writeStatement(
  ports: Pick<Ports, 'db' | 'clock' | 'makeId'>,
  member: Member,
  date: PlainDate,
): Promise<string | undefined> {
  const statements: Statement[] = [];
  for (const currency of await currenciesOf(ports.db, member.code, date)) {
    const opening = await balanceBefore(ports.db, member.code, currency, date);
    const movements = await movementsOn(ports.db, member.code, currency, date);
    statements.push({
      id: `${member.code}-${currency}-${date}`,
      account: accountNumber(member.code, currency),
      currency,
      owner: member.name,
      date,
      opening,
      closing: movements.reduce((balance, { amount }) => add(balance, amount), opening),
      entries: movements.map(entryOf),
    });
  }
  if (statements.length === 0) return undefined;
  return writeCamt053({
    messageId: ports.makeId('stm'),
    createdAtMs: instant(ports.clock.nowMs()),
    statements,
  });
}
