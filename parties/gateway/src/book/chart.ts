// The gateway's chart of accounts. It holds no money and earns none: each shard says what acquirers owe
// one merchant, and what of it is the merchant's.

import type { Unit } from '@kassa/database';
import { type ChartLine, openAccount } from '@kassa/ledger';
import type { Currency } from '@kassa/money';
import type { AccountId } from '../ids.ts';

export const accounts = {
  receivable: (provider: string) => `acquirer:${provider}:receivable`,
  pending: 'merchant:pending',
  available: 'merchant:available',
  reserved: 'merchant:reserved',
  inTransit: 'payouts:in-transit',
  /** In the platform's shard. */
  dueTo: (connected: string) => `connected:${connected}:due-to`,
  /** In the connected account's shard. */
  dueFrom: 'platform:due-from',
} as const;

const lines = {
  receivable: {
    ...{ path: accounts.receivable('{acquirer}'), normal: 'debit' },
    name: 'What the acquirer owes the merchant for captured payments',
    means: 'The acquirer owes the merchant what was captured, less refunds, fees and payouts.',
  },
  pending: {
    ...{ path: accounts.pending, normal: 'credit', name: 'Owed to the merchant, not settled yet' },
    means: 'The merchant’s, before fees: the acquirer has not settled it.',
  },
  available: {
    ...{ path: accounts.available, normal: 'credit' },
    name: 'Owed to the merchant, settled, not paid out',
    means: 'The merchant’s, after fees; below zero the merchant owes the acquirer.',
  },
  reserved: {
    ...{ path: accounts.reserved, normal: 'credit', name: 'Owed to the merchant, held in reserve' },
    means: 'The merchant’s, held back by the acquirer until the day that was agreed.',
  },
  inTransit: {
    ...{ path: accounts.inTransit, normal: 'credit', name: 'On the way to the bank account' },
    means: 'The merchant’s, in payouts that the acquirer was or will be told to make.',
  },
  dueTo: {
    ...{ path: accounts.dueTo('{account}'), normal: 'credit' },
    name: 'Owed to a connected account',
    means: 'What of the platform’s money is a connected account’s.',
  },
  dueFrom: {
    ...{ path: accounts.dueFrom, normal: 'debit', name: 'Owed by the platform' },
    means: 'The same in the connected account’s shard: the platform owes it.',
  },
} as const satisfies Readonly<Record<string, ChartLine>>;

export const chart: readonly ChartLine[] = Object.values(lines);

type Opened = { readonly accountId: AccountId; readonly currency: Currency };

/** Opening an account again changes nothing. `path`: where the chart has braces. */
export function open(
  line: keyof typeof lines,
  { accountId, currency }: Opened,
  path: string = lines[line].path,
): Unit {
  const { normal, name } = lines[line];
  return openAccount({ accountId, path, currency, normal, name });
}
