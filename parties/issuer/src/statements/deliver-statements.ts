// Statements that a customer has ordered to be brought to somebody: each morning those of the banking
// day before. The receiver knows a statement by its account and id: brought twice is brought once.

import type { HttpClient } from '@kassa/http';
import { assert } from '@kassa/result';
import type { Calendar, PlainDate } from '@kassa/time';
import { subAccountsOfIban } from '../accounts/store.ts';
import type { IssuerConfig } from '../config.ts';
import type { Bank } from '../ports.ts';
import { writeStatement } from './write-statement.ts';

type Order = IssuerConfig['statementsTo'][number];

export type Delivering = {
  readonly bank: Bank;
  readonly client: HttpClient;
  readonly calendar: Calendar;
  readonly orders: readonly Order[];
};

/** Throws if one could not be brought: the schedule tries all of them again. */
export async function deliverStatements(delivering: Delivering, date: PlainDate): Promise<void> {
  const undone: string[] = [];
  for (const order of delivering.orders) {
    const fault = await deliver(delivering, order, date);
    if (fault !== undefined) undone.push(`statement of ${order.iban}: ${fault}`);
  }
  if (undone.length > 0) throw new Error(undone.join('; '));
}

async function deliver(
  { bank, client, calendar }: Delivering,
  { iban, url, key }: Order,
  date: PlainDate,
): Promise<string | undefined> {
  const accounts = await subAccountsOfIban(bank.db, iban);
  if (accounts.length === 0) return 'there is no such account';
  const written = await writeStatement(bank, accounts, { date, calendar });
  if (!written.ok && written.error.code === 'too_long') return 'too long for one message';
  assert(written.ok, `the day before is over: ${date}`);
  const headers = { 'content-type': 'application/xml', authorization: `Bearer ${key.reveal()}` };
  const answer = await client.postText(url, written.value, { headers });
  if (!answer.ok) return answer.error.code;
  const { status, body } = answer.value;
  return status < 300 ? undefined : `${status} ${body.slice(0, 200)}`;
}
