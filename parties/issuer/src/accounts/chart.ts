// The bank's chart of accounts. A customer's account is what the bank owes the customer: credit is
// the normal side, and a credit line is a floor below zero.

import type { Unit } from '@kassa/database';
import { unit } from '@kassa/database';
import { openAccount } from '@kassa/ledger';
import type { Currency } from '@kassa/money';
import type { Bank } from '../ports.ts';

/** The bank keeps one book. */
export const bookId = 'bank';

export const customerPath = (bankAccountId: string) => `customer:${bankAccountId}`;

/** What a customer owes beyond the credit line, after a payment that had to be booked. */
export const overdrawnPath = (bankAccountId: string) => `overdrawn:${bankAccountId}`;

export const paths = {
  /** What cardholders have paid or set aside, and the network will claim. */
  cardsDue: 'cards:due',
  networkPayable: 'network:payable',
  interchange: 'income:interchange',
  conversionFee: 'income:conversion-fee',
  conversion: 'position:conversion',
  /** Credited to cardholders for disputes, not yet given back by the network. */
  disputes: 'disputes:under-way',
  reserve: 'central-bank:reserve',
  vault: 'vault:cash',
  capital: 'capital',
} as const;

const bankAccounts = [
  [paths.cardsDue, 'credit', 'Card payments due to the network'],
  [paths.networkPayable, 'credit', 'Owed to the card network'],
  [paths.interchange, 'credit', 'Interchange earned'],
  [paths.conversionFee, 'credit', 'Conversion fees earned'],
  [paths.conversion, 'credit', 'Currency position'],
  [paths.disputes, 'debit', 'Disputes under way'],
  [paths.reserve, 'debit', 'Account at the clearing house'],
  [paths.vault, 'debit', 'Cash'],
  [paths.capital, 'credit', 'Capital'],
] as const;

/** Opens whatever the bank needs to book in a currency; what is open stays as it is. */
export function openBankAccounts(bank: Pick<Bank, 'book'>, currency: Currency): Unit {
  const accounts = bankAccounts.map(([path, normal, name]) =>
    openAccount({ accountId: bank.book, path, currency, normal, name }),
  );
  return unit(...accounts);
}

export function openCustomerAccount(
  bank: Pick<Bank, 'book'>,
  account: {
    readonly bankAccountId: string;
    readonly currency: Currency;
    readonly creditLineMinor: bigint;
    readonly name: string;
  },
): Unit {
  const { bankAccountId, currency, creditLineMinor, name } = account;
  return unit(
    openAccount({
      accountId: bank.book,
      path: customerPath(bankAccountId),
      currency,
      normal: 'credit',
      floor: -creditLineMinor,
      name,
    }),
    openAccount({
      accountId: bank.book,
      path: overdrawnPath(bankAccountId),
      currency,
      normal: 'debit',
      floor: 0n,
      name: `${name}, beyond the credit line`,
    }),
  );
}
