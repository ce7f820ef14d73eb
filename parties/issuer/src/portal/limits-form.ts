// What a holder typed as limits: amounts in major units, empty for none. Wrong fields are named.

import { type Currency, parseMajor } from '@kassa/money';
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
    // People write a comma as well as a point.
    const text = entry[field].replace(',', '.');
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
