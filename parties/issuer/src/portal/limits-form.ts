// What a holder typed as limits: amounts in major units, empty for none. Wrong fields are named.

import { type Currency, exponentOf, type Money, parseMajor, toMajor } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { CardLimits } from '../cards/card.ts';

const typed = z.string().trim().max(40).default('');
const ticked = z
  .string()
  .optional()
  .transform((value) => value === 'yes');

export const limitsInput = z.object({
  paymentMax: typed,
  dayMax: typed,
  dayCount: typed,
  onlineMax: typed,
  online: ticked,
  crossBorder: ticked,
});

export type LimitsEntry = z.output<typeof limitsInput>;
export type LimitField = 'paymentMax' | 'dayMax' | 'dayCount' | 'onlineMax';
export type LimitErrors = Partial<Record<LimitField, 'bad_amount' | 'bad_count'>>;

export function readLimits(
  entry: LimitsEntry,
  currency: Currency,
): Result<CardLimits, LimitErrors> {
  const errors: LimitErrors = {};
  const amount = (field: 'paymentMax' | 'dayMax' | 'onlineMax'): bigint | null => {
    const text = plainAmount(entry[field]);
    if (text === '') return null;
    const read = parseMajor(text, currency);
    // Thirteen digits are more than any account here holds, and still fit the column.
    if (read.ok && read.value.minor >= 0n && read.value.minor < 10n ** 13n) return read.value.minor;
    errors[field] = 'bad_amount';
    return null;
  };
  const limits = {
    paymentMaxMinor: amount('paymentMax'),
    dayMaxMinor: amount('dayMax'),
    onlineMaxMinor: amount('onlineMax'),
    dayCountMax: entry.dayCount === '' ? null : Number(entry.dayCount),
    isOnlineAllowed: entry.online,
    isCrossBorderAllowed: entry.crossBorder,
  };
  if (!/^\d{0,4}$/.test(entry.dayCount)) errors.dayCount = 'bad_count';
  return Object.keys(errors).length > 0 ? err(errors) : ok(limits);
}

/** As the locale writes a number, with every decimal of the currency: 1.000,50 for bs. */
export function typedAmount(amount: Money, locale: string): string {
  const digits = exponentOf(amount.currency);
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(toMajor(amount));
}

/**
 * 1000.50 out of 1.000,50, 1,000.50, 1 000,50 or 1000,50. Only the last sign can begin the decimals;
 * before it, and where three digits follow each, signs part thousands: no amount here has three
 * decimals. What is neither stays as it is, and is refused.
 */
function plainAmount(text: string): string {
  const [, whole, mark, point, fraction] = inThousands.exec(text) ?? [];
  if (whole === undefined || mark === point) return text.replace(',', '.');
  const digits = whole.replaceAll(/\D/g, '');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

const inThousands = /^([1-9]\d{0,2}([.,\s\u2019])\d{3}(?:\2\d{3})*)(?:([.,])(\d{1,2}))?$/;
