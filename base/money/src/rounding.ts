// Every division of money names its rounding; the modes differ only where a remainder is left.

import { assert, unreachable } from '@kassa/result';
import type { Money } from './money.ts';

/**
 * half_even: to the nearest, a tie to the even neighbour (fees: no drift over many payments);
 * half_up: to the nearest, a tie away from zero (taxes, prices);
 * down: towards zero; up: away from zero.
 */
export type Rounding = 'half_even' | 'half_up' | 'down' | 'up';

/** numerator / denominator, rounded to a whole number. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  assert(denominator !== 0n, 'a division by zero');
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const awayFromZero = numerator < 0n === denominator < 0n ? 1n : -1n;
  return leavesZero(quotient, abs(remainder) * 2n, abs(denominator), rounding)
    ? quotient + awayFromZero
    : quotient;
}

/** amount × numerator / denominator: the general price, tax and exchange step. */
export function multiplyRatio(
  amount: Money,
  numerator: bigint,
  denominator: bigint,
  rounding: Rounding,
): Money {
  return {
    currency: amount.currency,
    minor: divide(amount.minor * numerator, denominator, rounding),
  };
}

/** Hundredths of a percent: 300 of 100.00 is 3.00. */
export function basisPoints(amount: Money, points: number, rounding: Rounding): Money {
  assert(Number.isSafeInteger(points), `basis points must be whole: ${points}`);
  return multiplyRatio(amount, BigInt(points), 10_000n, rounding);
}

function leavesZero(
  quotient: bigint,
  twiceRemainder: bigint,
  denominator: bigint,
  rounding: Rounding,
): boolean {
  switch (rounding) {
    case 'down':
      return false;
    case 'up':
      return true;
    case 'half_up':
      return twiceRemainder >= denominator;
    case 'half_even':
      return twiceRemainder === denominator ? quotient % 2n !== 0n : twiceRemainder > denominator;
    default:
      return unreachable(rounding, 'rounding');
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
