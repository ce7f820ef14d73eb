import { buffer } from 'node:stream/consumers';
import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { expect, test } from 'vitest';
import { type Cell, csvWriter } from './csv.ts';

const cases: readonly (readonly [string, Cell, string, string])[] = [
  ['an amount', 123_456n, 'BAM', '1234.56'],
  ['an amount below zero, as a figure', -5n, 'BAM', '-0.05'],
  ['an amount without decimals', -1_200n, 'JPY', '-1200'],
  ['a count', 7, 'BAM', '7'],
  ['nothing', null, 'BAM', ''],
  ['what a spreadsheet would run', '=HYPERLINK("x")', 'BAM', `"'=HYPERLINK(""x"")"`],
  ['what it would run, too', '-1+cmd', 'BAM', `'-1+cmd`],
  ['a name with a comma', 'Žuti, d.o.o.', 'BAM', '"Žuti, d.o.o."'],
];

test.each(cases)('%s', async (_, cell, currency, written) => {
  const csv = csvWriter(['it'], unwrap(currencyOf(currency)));
  csv.end([cell]);
  expect((await buffer(csv)).toString()).toBe(`\uFEFFit\r\n${written}\r\n`);
});
