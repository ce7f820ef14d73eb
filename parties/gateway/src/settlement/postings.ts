// What settlement does to the gateway's book. 100 captured stands as receivable and as owed,
// pending. Settled at a fee of 3: both shrink by 3, and 97 become available; paid out: both are gone.

import type { Entry } from '@kassa/ledger';
import { isZero, type Money, negate } from '@kassa/money';
import { accounts } from '../book/chart.ts';

export function settledEntries(provider: string, fee: Money, net: Money): readonly Entry[] {
  return [
    ...move(accounts.pending, accounts.receivable(provider), fee),
    ...move(accounts.pending, accounts.available, net),
  ];
}

export function paidEntries(provider: string, amount: Money): readonly Entry[] {
  return move(accounts.available, accounts.receivable(provider), amount);
}

/** A payout that came back: the money is with the acquirer again, and the merchant's. */
export function returnedEntries(provider: string, amount: Money): readonly Entry[] {
  return move(accounts.receivable(provider), accounts.available, amount);
}

/** Below zero the acquirer holds so much back; above zero it releases it. It owes it either way. */
export function reservedEntries(net: Money): readonly Entry[] {
  return move(accounts.reserved, accounts.available, net);
}

/** Debit the first, credit the second; nothing for zero, the other way round below zero. */
function move(debited: string, credited: string, amount: Money): readonly Entry[] {
  if (isZero(amount)) return [];
  if (amount.minor < 0n) return move(credited, debited, negate(amount));
  return [
    { account: debited, side: 'debit', amount },
    { account: credited, side: 'credit', amount },
  ];
}
