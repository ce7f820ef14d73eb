// The network's book: one account per member for what it owes or is owed until it settles, the fees
// earned, and the money that lies at the clearing house.

import { type Unit, unit } from '@kassa/database';
import { type ChartLine, type Entry, openAccount } from '@kassa/ledger';
import type { Currency, Money } from '@kassa/money';

/** The network keeps one book. */
export const bookId = 'network';

export const paths = {
  /** Debit: the member owes the network. Credit: the network owes the member. */
  member: (memberId: string) => `member:${memberId}:clearing`,
  schemeFees: 'revenue:scheme_fees',
  disputeFees: 'revenue:dispute_fees',
  /** Money of the network at the clearing house. */
  settlementAccount: 'clearing_house:settlement_account',
} as const;

const lines = {
  member: {
    ...{ path: paths.member('{institution}'), normal: 'debit', name: 'Clearing of a member' },
    means: 'The member owes the network until it settles; below zero the network owes the member.',
  },
  schemeFees: {
    ...{ path: paths.schemeFees, normal: 'credit', name: 'Scheme fees earned' },
    means: 'Earned: the scheme fees of all presentments.',
  },
  disputeFees: {
    ...{ path: paths.disputeFees, normal: 'credit', name: 'Arbitration fees earned' },
    means: 'Earned: what banks pay to file a case, and for the ruling.',
  },
  settlementAccount: {
    path: paths.settlementAccount,
    normal: 'debit',
    name: 'Settlement account at the clearing house',
    means: 'The central bank owes the network: its money there.',
  },
} as const satisfies Readonly<Record<string, ChartLine>>;

export const chart: readonly ChartLine[] = Object.values(lines);

/** Every account that a presentment or a settlement in this currency may touch; idempotent. */
export function openAccounts(memberIds: readonly string[], currency: Currency): Unit {
  const common = { accountId: bookId, currency };
  return unit(
    ...memberIds.map((id) =>
      openAccount({
        ...common,
        path: paths.member(id),
        normal: lines.member.normal,
        name: `Clearing of member ${id}`,
      }),
    ),
    ...[lines.schemeFees, lines.disputeFees, lines.settlementAccount].map(
      ({ path, normal, name }) => openAccount({ ...common, path, normal, name }),
    ),
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
