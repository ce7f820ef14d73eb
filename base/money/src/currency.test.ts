import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@kassa/result';
import * as dinero from 'dinero.js/currencies';
import { describe, expect, test } from 'vitest';
import { currencies, currencyFromNumeric, currencyOf, exponentOf, numericOf } from './index.ts';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors');
const list = join(vectors, 'iso4217/codes-all.csv');

describe('a currency', () => {
  test('is known by its letters in either case and by its number', () => {
    const bam = unwrap(currencyOf('bam'));
    expect(bam).toBe('BAM');
    expect([numericOf(bam), exponentOf(bam)]).toEqual(['977', 2]);
    expect(unwrap(currencyFromNumeric('578'))).toBe('NOK');
  });

  test.each(['', 'BA', 'BAMM', 'XXX', 'XAU', 'DEM', '977'])('%j is none', (text) => {
    expect(currencyOf(text)).toEqual({ ok: false, error: { code: 'unknown_currency', text } });
  });

  test.each(['', '999', '77', 'BAM'])('the number %j is none', (text) => {
    expect(currencyFromNumeric(text).ok).toBe(false);
  });

  test('letters and numbers are unique', () => {
    expect(new Set(currencies).size).toBe(currencies.length);
    expect(new Set(currencies.map(numericOf)).size).toBe(currencies.length);
  });

  test('exponents are those of dinero.js wherever it knows the currency', () => {
    const known = Object.values(dinero).filter((entry) => currencyOf(entry.code).ok);
    expect(known.length).toBeGreaterThan(140);
    for (const entry of known) {
      // dinero.js counts the ariary and the ouguiya by their real subunit of a fifth; ISO says 2.
      if (entry.base === 5) continue;
      expect([entry.code, exponentOf(unwrap(currencyOf(entry.code)))]).toEqual([
        entry.code,
        entry.exponent,
      ]);
    }
  });

  const absent = existsSync(list) ? '' : ` (skipped: ${list} is not there)`;
  test.skipIf(absent)(`the table is the published one of ISO 4217${absent}`, () => {
    const published = new Map<string, string>();
    for (const line of readFileSync(list, 'utf8').trim().split('\n').slice(1)) {
      // The last four columns hold no comma; names of countries may.
      const [letters = '', numeric = '', exponent = '', withdrawn = ''] = line
        .trimEnd()
        .split(',')
        .slice(-4);
      if (withdrawn === '' && /^\d$/.test(exponent)) {
        published.set(letters, `${numeric}/${exponent}`);
      }
    }
    const ours = currencies.map(
      (code) => [code, `${numericOf(code)}/${exponentOf(code)}`] as const,
    );
    expect(new Map(ours)).toEqual(published);
  });
});
