// An amount is a currency and a whole number of its minor units, never a fraction.
// Two currencies in one sum is a bug of ours, not an error of the user, so it throws.

import { assert } from '@kassa/result';
import type { Currency } from './currency.ts';

export type Money = { readonly currency: Currency; readonly minor: bigint };

/** `minor` counts minor units (feninger, øre): money(bam, 10000) is 100 KM. */
export function money(currency: Currency, minor: bigint | number): Money {
  if (typeof minor === 'bigint') return { currency, minor };
  assert(Number.isSafeInteger(minor), `an amount in minor units must be whole: ${minor}`);
  return { currency, minor: BigInt(minor) };
}

export function add(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return { currency: left.currency, minor: left.minor + right.minor };
}

export function subtract(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return { currency: left.currency, minor: left.minor - right.minor };
}

export function negate(amount: Money): Money {
  return { currency: amount.currency, minor: -amount.minor };
}

/** The currency is named because a sum of nothing has one too. */
export function sum(currency: Currency, amounts: Iterable<Money>): Money {
  let total = money(currency, 0n);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** Negative, zero or positive, as Array.sort wants it. */
export function compare(left: Money, right: Money): -1 | 0 | 1 {
  sameCurrency(left, right);
  if (left.minor === right.minor) return 0;
  return left.minor < right.minor ? -1 : 1;
}

export function isZero(amount: Money): boolean {
  return amount.minor === 0n;
}

export function isNegative(amount: Money): boolean {
  return amount.minor < 0n;
}

function sameCurrency(left: Money, right: Money): void {
  assert(
    left.currency === right.currency,
    `${left.currency} and ${right.currency} do not go into one sum`,
  );
}
