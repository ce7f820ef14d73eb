// What a dispute does to the gateway's book: the acquirer owes so much less, and the merchant has it
// no more; reinstated, all of it but the fees is turned round.

import type { Entry } from '@kassa/ledger';
import { isZero, type Money } from '@kassa/money';
import { accounts } from '../book/chart.ts';

export function withdrawnEntries(provider: string, amount: Money): readonly Entry[] {
  if (isZero(amount)) return [];
  return [
    { account: accounts.available, side: 'debit', amount },
    { account: accounts.receivable(provider), side: 'credit', amount },
  ];
}

export function reinstatedEntries(provider: string, amount: Money): readonly Entry[] {
  if (isZero(amount)) return [];
  return [
    { account: accounts.receivable(provider), side: 'debit', amount },
    { account: accounts.available, side: 'credit', amount },
  ];
}
