// Amounts as text: the plain form of wires and databases, and the form a person reads.

import { err, ok, type Result } from '@kassa/result';
import { type Currency, exponentOf } from './currency.ts';
import type { Money } from './money.ts';

export type AmountTextError = {
  readonly code: 'not_an_amount' | 'too_many_decimals';
  readonly text: string;
};

// 30 digits hold every amount there is; a longer text is an attack on the parser.
const plain = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/** Reads '12.50', '12.5', '12' or '-0.05'; a point, no grouping, no more decimals than allowed. */
export function parseMajor(text: string, currency: Currency): Result<Money, AmountTextError> {
  const match = plain.exec(text);
  if (!match) return err({ code: 'not_an_amount', text: text.slice(0, 64) });
  const [, sign, whole = '', fraction = ''] = match;
  const exponent = exponentOf(currency);
  if (fraction.length > exponent) return err({ code: 'too_many_decimals', text });
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'));
  return ok({ currency, minor: sign === '-' ? -minor : minor });
}

/** '12.50': the point always, every decimal of the currency, no grouping. */
export function toMajor(amount: Money): `${number}` {
  const exponent = exponentOf(amount.currency);
  const sign = amount.minor < 0n ? '-' : '';
  const digits = (sign ? -amount.minor : amount.minor).toString().padStart(exponent + 1, '0');
  if (exponent === 0) return `${sign}${digits}` as `${number}`;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` as `${number}`;
}

/**
 * What a person reads, in the manner of the locale: '100,00 KM' for bs, 'BAM 100.00' for en.
 * Intl puts no-break spaces in; ISO 4217 decides the decimals, not the habits that Intl knows.
 */
export function format(amount: Money, locale: string): string {
  const exponent = exponentOf(amount.currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(toMajor(amount));
}
