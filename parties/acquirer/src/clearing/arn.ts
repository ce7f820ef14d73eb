// The acquirer reference number: 23 digits by which every party finds one item again.

import { luhnDigit } from '@kassa/secret';
import { dateFrom, daysBetween, type PlainDate, yearOf } from '@kassa/time';

/**
 * Format 7, the acquirer's BIN (6), the date as last digit of the year and day of the year (4), the
 * item's number (11), and a Luhn digit over the rest.
 */
export function arnOf(referenceBin: string, number: bigint, date: PlainDate): string {
  const year = yearOf(date);
  const day = daysBetween(dateFrom(year, 1, 1), date) + 1;
  const julian = `${year % 10}${String(day).padStart(3, '0')}`;
  const body = `7${referenceBin}${julian}${String(number % 100_000_000_000n).padStart(11, '0')}`;
  return body + luhnDigit(body);
}
