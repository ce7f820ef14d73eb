// The bank's chart of accounts. A customer's account is what the bank owes the customer: credit is
// the normal side, and a credit line is a floor below zero.

import type { Unit } from '@kassa/database';
import { unit } from '@kassa/database';
import { type ChartLine, openAccount } from '@kassa/ledger';
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
  /** Paid to the network for its rulings. */
  disputeFees: 'expense:arbitration-fee',
  reserve: 'central-bank:reserve',
  returns: 'clearing-house:returns',
  vault: 'vault:cash',
  capital: 'capital',
} as const;

const ofBank: readonly ChartLine[] = [
  {
    ...{ path: paths.cardsDue, normal: 'credit', name: 'Card payments due to the network' },
    means: 'Paid or set aside by cardholders: the network will claim it.',
  },
  {
    ...{ path: paths.networkPayable, normal: 'credit', name: 'Owed to the card network' },
    means: 'We owe the network, net of interchange, until the next settlement.',
  },
  {
    ...{ path: paths.interchange, normal: 'credit', name: 'Interchange earned' },
    means: 'Earned: our part of purchases, less what went back with refunds.',
  },
  {
    ...{ path: paths.conversionFee, normal: 'credit', name: 'Conversion fees earned' },
    means: 'Earned: what cardholders pay for purchases in another currency.',
  },
  {
    ...{ path: paths.conversion, normal: 'credit', name: 'Currency position' },
    means: 'Taken in one currency, and owed in another: each purchase abroad stands in both.',
  },
  {
    ...{ path: paths.disputes, normal: 'debit', name: 'Disputes under way' },
    means: 'Credited to cardholders, and not yet had back from the network.',
  },
  {
    ...{ path: paths.disputeFees, normal: 'debit', name: 'Arbitration fees paid to the network' },
    means: 'Spent: what the network took to hear cases, less what it gave back with those won.',
  },
  {
    ...{ path: paths.reserve, normal: 'debit', name: 'Account at the clearing house' },
    means: 'The central bank owes us: our money there.',
  },
  {
    ...{ path: paths.returns, normal: 'credit', name: 'Payments on their way back' },
    means:
      'Came for accounts that are not ours: it goes back. Below zero: collected, refused, not had back yet.',
  },
  {
    ...{ path: paths.vault, normal: 'debit', name: 'Cash' },
    means: 'Ours, in cash: what customers began with.',
  },
  {
    ...{ path: paths.capital, normal: 'credit', name: 'Capital' },
    means: 'What the bank began with.',
  },
];

const ofCustomers = {
  account: {
    ...{ path: customerPath('{account}'), normal: 'credit', name: 'A customer’s account' },
    means: 'We owe the customer; below zero the customer owes us, down to the credit line.',
  },
  overdrawn: {
    ...{ path: overdrawnPath('{account}'), normal: 'debit', name: 'Beyond the credit line' },
    means: 'The customer owes us what had to be booked without cover.',
  },
} as const satisfies Readonly<Record<string, ChartLine>>;

export const chart: readonly ChartLine[] = [...ofBank, ofCustomers.account, ofCustomers.overdrawn];

/** Opens whatever the bank needs to book in a currency; what is open stays as it is. */
export function openBankAccounts(bank: Pick<Bank, 'book'>, currency: Currency): Unit {
  const accounts = ofBank.map(({ path, normal, name }) =>
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
      normal: ofCustomers.account.normal,
      floor: -creditLineMinor,
      name,
    }),
    openAccount({
      accountId: bank.book,
      path: overdrawnPath(bankAccountId),
      currency,
      normal: ofCustomers.overdrawn.normal,
      floor: 0n,
      name: `${name}, beyond the credit line`,
    }),
  );
}
