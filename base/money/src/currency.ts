// Currencies of ISO 4217: the code, its number on the card wire (DE 49) and its exponent.

import { assert, err, ok, type Result } from '@kassa/result';
import { iso4217 } from './iso4217.ts';

/** Three upper-case letters that stand in the table; made by currencyOf only. */
export type Currency = string & { readonly __currency: true };

export type CurrencyError = { readonly code: 'unknown_currency'; readonly text: string };

type Row = { readonly currency: Currency; readonly numeric: string; readonly exponent: number };

const rows: readonly Row[] = Object.entries(iso4217).flatMap(([exponent, list]) =>
  list
    .trim()
    .split(/\s+/)
    .map((item) => ({
      currency: item.slice(0, 3) as Currency,
      numeric: item.slice(3),
      exponent: Number(exponent),
    })),
);
const byCode = new Map<string, Row>(rows.map((row) => [row.currency, row]));
const byNumeric = new Map(rows.map((row) => [row.numeric, row]));

/** Every currency of the table, by its letters. */
export const currencies: readonly Currency[] = rows.map((row) => row.currency).sort();

/** Reads 'BAM' or 'bam'. */
export function currencyOf(text: string): Result<Currency, CurrencyError> {
  const row = byCode.get(text.toUpperCase());
  return row ? ok(row.currency) : err({ code: 'unknown_currency', text });
}

/** Reads '977', the form of ISO 8583 DE 49. */
export function currencyFromNumeric(text: string): Result<Currency, CurrencyError> {
  const row = byNumeric.get(text);
  return row ? ok(row.currency) : err({ code: 'unknown_currency', text });
}

/** '977' for BAM. */
export function numericOf(currency: Currency): string {
  return rowOf(currency).numeric;
}

/** Digits after the decimal point: 2 for BAM, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: Currency): number {
  return rowOf(currency).exponent;
}

function rowOf(currency: Currency): Row {
  const row = byCode.get(currency);
  assert(row, `a currency that is not of ISO 4217: ${currency}`);
  return row;
}
