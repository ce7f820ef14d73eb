// VAT by country and day. Prices in the shops include it; this finds the part that is VAT.
// BA: Zakon o porezu na dodanu vrijednost, art. 23 (17 % since 2006). NO: Stortingsvedtak om
// merverdiavgift (25 % since 2005).
import { type Money, multiplyRatio } from '@kassa/money';
import { assert } from '@kassa/result';
import type { PlainDate } from '@kassa/time';

type DatedRate = {
  readonly country: 'BA' | 'NO';
  readonly from: PlainDate;
  /** Hundredths of a per cent: 1700 is 17 %. */
  readonly basisPoints: number;
};

export const vatRates: readonly DatedRate[] = [
  { country: 'BA', from: '2006-01-01', basisPoints: 1700 },
  { country: 'NO', from: '2001-01-01', basisPoints: 2400 },
  { country: 'NO', from: '2005-01-01', basisPoints: 2500 },
];

/** The standard rate of a country on a day, in basis points. */
export function vatRateOn(country: 'BA' | 'NO', on: PlainDate): number {
  const past = vatRates.filter((rate) => rate.country === country && rate.from <= on);
  const rate = past.at(-1);
  assert(rate, `no VAT rate of ${country} is known for ${on}`);
  return rate.basisPoints;
}

/** The VAT inside a gross amount, rounded half up as both tax offices do on an invoice. */
export function vatWithin(gross: Money, basisPoints: number): Money {
  return multiplyRatio(gross, BigInt(basisPoints), BigInt(10_000 + basisPoints), 'half_up');
}
