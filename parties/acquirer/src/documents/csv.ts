// Tables for spreadsheets and accounting programs: UTF-8 with a byte order mark (or spreadsheets
// read č as Ä), one header row, amounts in major units with a point. There is no row of totals:
// whoever sums a column would count everything twice.

import { type Currency, money, toMajor } from '@kassa/money';
import { type Stringifier, stringify } from 'csv-stringify';

/** A bigint is an amount in minor units. */
export type Cell = string | number | bigint | null;

/** Text that a spreadsheet would take for a formula is disarmed; amounts below zero stay figures. */
export function csvWriter(columns: readonly string[], currency: Currency): Stringifier {
  return stringify({
    ...{ header: true, columns: [...columns], bom: true, record_delimiter: 'windows' },
    escape_formulas: true,
    cast: { bigint: (minor) => toMajor(money(currency, minor)) },
  });
}
