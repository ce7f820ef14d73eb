// The entries between a cardholder's payment and what the network claims for it: interchange is the
// bank's own, a conversion goes through the currency position. A refund is all of it turned round.

import type { Entry } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';

export type Claim = {
  /** What the shop was paid, in its currency; the direction is isCredit. */
  readonly amount: Money;
  /** What the cardholder pays or is paid, in the card's currency, fee included. */
  readonly billed: Money;
  readonly conversionFeeMinor: bigint;
  /** As the bank sees it: positive is earned, negative given back. */
  readonly interchangeMinor: bigint;
  readonly isCredit: boolean;
};

/** `through` stands between the cardholder and the network. */
export function claimEntries(claim: Claim, through: string = paths.cardsDue): Entry[] {
  const { amount, billed, interchangeMinor: interchange } = claim;
  const sign = claim.isCredit ? -1n : 1n;
  const fee = sign * claim.conversionFeeMinor;
  const paid = sign * billed.minor;
  const claimed = sign * amount.minor;
  const converted =
    amount.currency === billed.currency
      ? []
      : [
          ...credit(paths.conversionFee, billed, fee),
          ...credit(paths.conversion, billed, paid - fee),
          ...credit(paths.conversion, amount, -claimed),
        ];
  return [
    ...credit(through, billed, -paid),
    ...converted,
    ...credit(paths.networkPayable, amount, claimed - interchange),
    ...credit(paths.interchange, amount, interchange),
  ];
}

/** A credit; below zero a debit. */
function credit(path: string, like: Money, minor: bigint): Entry[] {
  return minor < 0n
    ? entry(path, 'debit', like.currency, -minor)
    : entry(path, 'credit', like.currency, minor);
}
