// What a presentment costs: interchange for the issuer, scheme fee for the network. A table with
// dates, because yesterday's capture is priced by yesterday's rates.

import { basisPoints, type Money, money } from '@kassa/money';
import { assert } from '@kassa/result';
import type { Product } from '../members/member.ts';

export type Region = 'domestic' | 'cross_border';

export type Rate = {
  /** Named in every presentment priced by it. */
  readonly id: string;
  readonly effectiveFrom: string;
  readonly product: Product;
  readonly region: Region;
  /** Hundredths of a per cent of the amount. */
  readonly interchangeBp: number;
  readonly schemeFeeBp: number;
};

export const rates: readonly Rate[] = [
  rate('2020-01-01', 'consumer_debit', 'domestic', 120),
  rate('2020-01-01', 'consumer_credit', 'domestic', 120),
  rate('2020-01-01', 'commercial', 'domestic', 180),
  rate('2020-01-01', 'consumer_debit', 'cross_border', 115),
  rate('2020-01-01', 'consumer_credit', 'cross_border', 150),
  rate('2020-01-01', 'commercial', 'cross_border', 200),
];

function rate(
  effectiveFrom: string,
  product: Product,
  region: Region,
  interchangeBp: number,
): Rate {
  const id = `${product}.${region}.${effectiveFrom}`;
  return { id, effectiveFrom, product, region, interchangeBp, schemeFeeBp: 30 };
}

export type Priced = {
  readonly rateId: string;
  /** What the issuer is paid; of a refund below zero: the issuer gives it back. */
  readonly interchange: Money;
  /** What the network keeps; a refund costs none, and none is given back. */
  readonly schemeFee: Money;
};

export type Priceable = {
  readonly amount: Money;
  readonly isCredit: boolean;
  /** The day of the capture. */
  readonly capturedOn: string;
  readonly product: Product;
  readonly cardCountry: string;
  readonly merchantCountry: string;
};

/** Rounded half to even, each fee for itself. Without a rate for the day it is a bug of the table. */
export function price(item: Priceable, table: readonly Rate[] = rates): Priced {
  const region = item.cardCountry === item.merchantCountry ? 'domestic' : 'cross_border';
  const found = table
    .filter((row) => row.product === item.product && row.region === region)
    .filter((row) => row.effectiveFrom <= item.capturedOn)
    .sort((one, other) => (one.effectiveFrom < other.effectiveFrom ? 1 : -1))[0];
  assert(found, `no rate for ${item.product} ${region} on ${item.capturedOn}`);
  const interchange = basisPoints(item.amount, found.interchangeBp, 'half_even');
  const { currency } = item.amount;
  if (item.isCredit) {
    const returned = money(currency, -interchange.minor);
    return { rateId: found.id, interchange: returned, schemeFee: money(currency, 0) };
  }
  const schemeFee = basisPoints(item.amount, found.schemeFeeBp, 'half_even');
  return { rateId: found.id, interchange, schemeFee };
}
