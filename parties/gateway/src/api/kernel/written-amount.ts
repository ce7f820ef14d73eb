// Amounts in the sentences of errors.

import { type Currency, exponentOf } from '@kassa/money';

const signs: Partial<Readonly<Record<string, string>>> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };

/** As the original writes amounts in its errors: `$0.50`, `3.00 NOK`. */
export function written(minor: number | bigint, currency: Currency): string {
  const exponent = exponentOf(currency);
  const digits = String(minor).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const number = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  const sign = signs[currency];
  return sign === undefined ? `${number} ${currency}` : `${sign}${number}`;
}
