// The central bank's chart of accounts: an account for each member, against the reserves.

import type { ChartLine } from '@kassa/ledger';

export function settlementPath(member: string): string {
  return `member:${member}:settlement`;
}

export function collateralPath(member: string): string {
  return `collateral:${member}`;
}

export const lines = {
  settlement: {
    ...{ path: settlementPath('{member}'), normal: 'credit', name: 'A member’s account' },
    means:
      'The central bank owes the member: what it can pay others with. Below zero the member owes, down to its debit cap.',
  },
  collateral: {
    ...{ path: collateralPath('{member}'), normal: 'credit', name: 'Collateral of a member' },
    means: 'What the member has pledged, and gets back: never less than its debit cap.',
  },
  pledges: {
    ...{ path: 'central-bank:collateral', normal: 'debit', name: 'Collateral held' },
    means: 'What the central bank holds of its members’ securities.',
  },
  reserves: {
    ...{ path: 'central-bank:reserves', normal: 'debit', name: 'Reserves of the central bank' },
    means: 'What stands behind the money that members were given at the opening.',
  },
} as const satisfies Readonly<Record<string, ChartLine>>;

export const chart: readonly ChartLine[] = Object.values(lines);
