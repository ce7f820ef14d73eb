// What the cardholder pays for part of an authorization, at the price that stood when it was asked
// for. Increments and presentments in parts are all priced as steps of the one line from nothing to
// the whole, so that the parts together never come to more or less than the whole.

import { assert } from '@kassa/result';
import type { StoredAuthorization } from './decode-authorization.ts';

type Priced = Pick<StoredAuthorization, 'amount' | 'billed' | 'conversionFeeMinor'>;

/** In the card's currency, fee included, for so much as the shop counts it. */
export function priceOf({ amount, billed }: Priced, minor: bigint): bigint {
  assert(billed && amount.minor > 0n, 'what is approved has its price');
  return (billed.minor * minor) / amount.minor;
}

/** The fee within that price. */
export function feeOf({ amount, conversionFeeMinor }: Priced, minor: bigint): bigint {
  return (conversionFeeMinor * minor) / amount.minor;
}

/**
 * What an authorization itself counts against the limits of its day; what increments added counts
 * on their own days.
 */
export function countedOf(one: Priced & { readonly totalMinor: bigint }, minor: bigint): bigint {
  const price = priceOf(one, minor);
  const hasIncrements = one.totalMinor > one.amount.minor;
  return hasIncrements ? least(price, one.billed?.minor ?? 0n) : price;
}

export function most(one: bigint, other: bigint): bigint {
  return one < other ? other : one;
}

export function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
