// Splits an amount by weights without losing or making a minor unit.

import { assert } from '@kassa/result';
import type { Money } from './money.ts';

/**
 * Shares in the order of the weights; their sum is the amount. What is left after rounding towards
 * zero goes out one unit each to the largest remainders, of equal ones to the earliest.
 * Weights are not negative and not all zero; a weight of zero gets nothing.
 */
export function allocate(amount: Money, weights: readonly bigint[]): readonly Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(
    total > 0n && weights.every((weight) => weight >= 0n),
    'weights are not negative and not all zero',
  );
  const sign = amount.minor < 0n ? -1n : 1n;
  const size = amount.minor * sign;
  const shares = weights.map((weight, place) => ({
    place,
    whole: (size * weight) / total,
    remainder: (size * weight) % total,
  }));
  const left = size - shares.reduce((sum, share) => sum + share.whole, 0n);
  const favoured = new Set(
    [...shares]
      .sort((one, other) => byRemainder(one.remainder, other.remainder) || one.place - other.place)
      .slice(0, Number(left))
      .map((share) => share.place),
  );
  return shares.map(({ place, whole }) => ({
    currency: amount.currency,
    minor: sign * (whole + (favoured.has(place) ? 1n : 0n)),
  }));
}

/** Larger first; bigint differences do not fit what sort expects. */
function byRemainder(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one > other ? -1 : 1;
}
