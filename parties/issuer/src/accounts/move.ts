// Entries on a customer's account that must be booked whatever its balance: a payment the bank has
// promised to settle goes beyond the credit line into a debt of its own; what comes in repays that
// debt first.

import { balance, type Entry } from '@kassa/ledger';
import { type Currency, type Money, money } from '@kassa/money';
import type { Bank } from '../ports.ts';
import { customerPath, overdrawnPath } from './chart.ts';

/** The debit side of a payment that cannot be refused. */
export async function debitWhatever(
  bank: Pick<Bank, 'db' | 'book'>,
  account: { readonly bankAccountId: string; readonly creditLineMinor: bigint },
  amount: Money,
): Promise<Entry[]> {
  const path = customerPath(account.bankAccountId);
  const { currency } = amount;
  const kept = await balance(bank.db, bank.book, path, currency);
  const room = (kept?.available.minor ?? 0n) + account.creditLineMinor;
  const covered = least(room < 0n ? 0n : room, amount.minor);
  return [
    ...entry(path, 'debit', currency, covered),
    ...entry(overdrawnPath(account.bankAccountId), 'debit', currency, amount.minor - covered),
  ];
}

/** The credit side of money that comes in. */
export async function creditAfterDebt(
  bank: Pick<Bank, 'db' | 'book'>,
  bankAccountId: string,
  amount: Money,
): Promise<Entry[]> {
  const { currency } = amount;
  const debt = await balance(bank.db, bank.book, overdrawnPath(bankAccountId), currency);
  const repaid = least(debt?.available.minor ?? 0n, amount.minor);
  return [
    ...entry(overdrawnPath(bankAccountId), 'credit', currency, repaid),
    ...entry(customerPath(bankAccountId), 'credit', currency, amount.minor - repaid),
  ];
}

/** No entry for an amount of nothing: the book takes none. */
export function entry(
  account: string,
  side: Entry['side'],
  currency: Currency,
  minor: bigint,
): Entry[] {
  return minor === 0n ? [] : [{ account, side, amount: money(currency, minor) }];
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
