// Who lacks what, the pure part: each member's net against what it can pay with.

import type { Money } from '@kassa/money';

export type Position = { readonly member: string; readonly amount: Money };

export type Shortfall = { readonly member: string; readonly minor: bigint };

/** `headroom`: how far a member's account may still fall, debit cap included; none is nothing. */
export function shortfallsOf(
  positions: readonly Position[],
  headroom: ReadonlyMap<string, bigint>,
): readonly Shortfall[] {
  return positions.flatMap(({ member, amount }) => {
    const minor = -amount.minor - (headroom.get(member) ?? 0n);
    return amount.minor < 0n && minor > 0n ? [{ member, minor }] : [];
  });
}
