// The network's book: one account per member for what it owes or is owed until it settles, the fees
// earned, and the money that lies at the clearing house.

import { type Unit, unit } from '@kassa/database';
import { type Entry, openAccount } from '@kassa/ledger';
import type { Currency, Money } from '@kassa/money';

/** The network keeps one book. */
export const bookId = 'network';

export const paths = {
  /** Debit: the member owes the network. Credit: the network owes the member. */
  member: (memberId: string) => `member:${memberId}:clearing`,
  schemeFees: 'revenue:scheme_fees',
  /** Money of the network at the clearing house. */
  settlementAccount: 'clearing_house:settlement_account',
} as const;

/** Every account that a presentment or a settlement in this currency may touch; idempotent. */
export function openAccounts(memberIds: readonly string[], currency: Currency): Unit {
  const common = { accountId: bookId, currency };
  return unit(
    ...memberIds.map((id) =>
      openAccount({
        ...common,
        path: paths.member(id),
        normal: 'debit',
        name: `clearing of member ${id}`,
      }),
    ),
    openAccount({
      ...common,
      path: paths.schemeFees,
      normal: 'credit',
      name: 'scheme fees earned',
    }),
    openAccount({
      ...common,
      path: paths.settlementAccount,
      normal: 'debit',
      name: 'settlement account at the clearing house',
    }),
  );
}

/** From one account to the other; nothing for a zero, the other way round below zero. */
export function move(from: string, to: string, amount: Money): readonly Entry[] {
  if (amount.minor === 0n) return [];
  if (amount.minor < 0n) return move(to, from, { ...amount, minor: -amount.minor });
  return [
    { account: to, side: 'debit', amount },
    { account: from, side: 'credit', amount },
  ];
}
