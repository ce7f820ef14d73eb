// A purchase in another currency: the bank's rate, then its fee, both shown to the cardholder.
// In the card's own currency nothing is converted and nothing is charged [D16].

import { basisPoints, type Currency, exponentOf, type Money, multiplyRatio } from '@kassa/money';

export type Rate = {
  readonly exchangeRateId: string;
  readonly sold: Currency;
  readonly bought: Currency;
  /** Major units of `bought` for one major unit of `sold`, as decimal text: '1.95583'. */
  readonly rate: string;
};

export type Billed = {
  /** What the cardholder pays, fee included. */
  readonly total: Money;
  readonly converted: Money;
  readonly fee: Money;
  readonly exchangeRateId: string | null;
};

/** 2 % of the converted amount. */
export const conversionFeeBp = 200;

/** Undefined when the currency differs and no rate leads from one to the other. */
export function bill(amount: Money, into: Currency, rate: Rate | undefined): Billed | undefined {
  if (amount.currency === into) {
    const fee = { currency: into, minor: 0n };
    return { total: amount, converted: amount, fee, exchangeRateId: null };
  }
  const converted = rate && exchanged(amount, into, rate);
  if (!rate || !converted) return undefined;
  const fee = basisPoints(converted, conversionFeeBp, 'half_up');
  const total = { currency: into, minor: converted.minor + fee.minor };
  return { total, converted, fee, exchangeRateId: rate.exchangeRateId };
}

/** The rate may be quoted either way round. */
function exchanged(amount: Money, into: Currency, rate: Rate): Money | undefined {
  const isForward = rate.sold === amount.currency && rate.bought === into;
  if (!isForward && !(rate.bought === amount.currency && rate.sold === into)) return undefined;
  const [whole = '', fraction = ''] = rate.rate.split('.');
  const scaled = BigInt(whole + fraction);
  const scale = 10n ** BigInt(fraction.length);
  const [numerator, denominator] = isForward ? [scaled, scale] : [scale, scaled];
  const up = 10n ** BigInt(exponentOf(into));
  const down = 10n ** BigInt(exponentOf(amount.currency));
  const inMinor = { currency: into, minor: amount.minor };
  return multiplyRatio(inMinor, numerator * up, denominator * down, 'half_up');
}
