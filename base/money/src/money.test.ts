import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  allocate,
  basisPoints,
  type Currency,
  compare,
  currencies,
  currencyOf,
  divide,
  format,
  isNegative,
  isZero,
  money,
  multiplyRatio,
  negate,
  parseMajor,
  type Rounding,
  subtract,
  sum,
  toMajor,
} from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const nok = unwrap(currencyOf('NOK'));
const anyCurrency: fc.Arbitrary<Currency> = fc.constantFrom(...currencies);
const anyMinor = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const anyMoney = fc.tuple(anyCurrency, anyMinor).map(([currency, minor]) => money(currency, minor));
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 })
  .filter((list) => list.some((weight) => weight > 0n));

describe('an amount', () => {
  test('is a whole number of minor units', () => {
    expect(money(bam, 10_000)).toEqual({ currency: 'BAM', minor: 10_000n });
    expect(() => money(bam, 0.1)).toThrow('whole');
    expect(() => money(bam, 2 ** 53)).toThrow('whole');
  });

  test('adds, subtracts, negates, compares', () => {
    const three = subtract(money(bam, 100), money(bam, 97));
    expect(three).toEqual(money(bam, 3));
    expect(add(three, negate(three))).toEqual(money(bam, 0));
    expect(isZero(money(bam, 0))).toBe(true);
    expect(isNegative(negate(three))).toBe(true);
    expect([money(bam, 2), money(bam, 1)].sort(compare)).toEqual([money(bam, 1), money(bam, 2)]);
    expect(sum(bam, [three, three])).toEqual(money(bam, 6));
    expect(sum(bam, [])).toEqual(money(bam, 0));
  });

  test('never meets another currency in one sum', () => {
    expect(() => add(money(bam, 1), money(nok, 1))).toThrow('BAM and NOK');
    expect(() => compare(money(bam, 1), money(nok, 1))).toThrow();
    expect(() => sum(bam, [money(nok, 1)])).toThrow();
  });
});

describe('rounding', () => {
  const table: [bigint, bigint, Record<Rounding, bigint>][] = [
    [5n, 2n, { half_even: 2n, half_up: 3n, down: 2n, up: 3n }],
    [7n, 2n, { half_even: 4n, half_up: 4n, down: 3n, up: 4n }],
    [-5n, 2n, { half_even: -2n, half_up: -3n, down: -2n, up: -3n }],
    [5n, -2n, { half_even: -2n, half_up: -3n, down: -2n, up: -3n }],
    [-7n, -2n, { half_even: 4n, half_up: 4n, down: 3n, up: 4n }],
    [1n, 3n, { half_even: 0n, half_up: 0n, down: 0n, up: 1n }],
    [-1n, 3n, { half_even: 0n, half_up: 0n, down: 0n, up: -1n }],
    [2n, 3n, { half_even: 1n, half_up: 1n, down: 0n, up: 1n }],
    [6n, 3n, { half_even: 2n, half_up: 2n, down: 2n, up: 2n }],
  ];
  test.each(table)('%s / %s', (numerator, denominator, expected) => {
    const modes: Rounding[] = ['half_even', 'half_up', 'down', 'up'];
    for (const mode of modes) expect(divide(numerator, denominator, mode)).toBe(expected[mode]);
  });

  test('never strays a whole unit from the exact quotient, and halves by a half at most', () => {
    const modes = fc.constantFrom<Rounding>('half_even', 'half_up', 'down', 'up');
    const divisors = anyMinor.filter((value) => value !== 0n);
    fc.assert(
      fc.property(anyMinor, divisors, modes, (numerator, denominator, mode) => {
        const off = divide(numerator, denominator, mode) * denominator - numerator;
        const reach = mode.startsWith('half') ? 2n : 1n;
        expect(magnitude(off) * reach <= magnitude(denominator)).toBe(true);
      }),
    );
  });

  test('the fees of 100.00: 3.00 in all, 1.20 to the issuer, 0.30 to the network', () => {
    const gross = money(bam, 10_000);
    expect(basisPoints(gross, 300, 'half_even')).toEqual(money(bam, 300));
    expect(basisPoints(gross, 120, 'half_even')).toEqual(money(bam, 120));
    expect(basisPoints(gross, 30, 'half_even')).toEqual(money(bam, 30));
    expect(multiplyRatio(gross, 17n, 117n, 'half_up')).toEqual(money(bam, 1453));
    expect(() => basisPoints(gross, 1.5, 'down')).toThrow('whole');
    expect(() => multiplyRatio(gross, 1n, 0n, 'down')).toThrow('zero');
  });
});

describe('allocation', () => {
  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [5n, [50n, 30n, 20n], [3n, 1n, 1n]],
    [1n, [0n, 1n], [0n, 1n]],
    [0n, [3n, 7n], [0n, 0n]],
    [10n, [1n, 2n], [3n, 7n]],
  ])('%s by %s is %s', (minor, by, expected) => {
    expect(allocate(money(bam, minor), by).map((share) => share.minor)).toEqual(expected);
  });

  test('conserves the sum, is never a unit off, gives nothing for a weight of zero', () => {
    fc.assert(
      fc.property(anyMoney, weights, (amount, by) => {
        const shares = allocate(amount, by);
        const total = by.reduce((left, right) => left + right, 0n);
        expect(sum(amount.currency, shares)).toEqual(amount);
        shares.forEach((share, place) => {
          const weight = by[place] ?? 0n;
          const off = share.minor * total - amount.minor * weight;
          expect(magnitude(off) < total).toBe(true);
          if (weight === 0n) expect(share.minor).toBe(0n);
        });
      }),
    );
  });

  test.each([[[]], [[0n]], [[2n, -1n]]])('weights %s are refused', (by: bigint[]) => {
    expect(() => allocate(money(bam, 1), by)).toThrow('weights');
  });
});

describe('text', () => {
  test.each([
    ['12.50', 'BAM', 1250n],
    ['12.5', 'BAM', 1250n],
    ['12', 'BAM', 1200n],
    ['-0.05', 'BAM', -5n],
    ['0.001', 'KWD', 1n],
    ['500', 'JPY', 500n],
    ['12.505', 'BAM', 'too_many_decimals'],
    ['1.0', 'JPY', 'too_many_decimals'],
    ['1,50', 'BAM', 'not_an_amount'],
    ['1 000', 'BAM', 'not_an_amount'],
    ['.5', 'BAM', 'not_an_amount'],
    ['5.', 'BAM', 'not_an_amount'],
    ['1e3', 'BAM', 'not_an_amount'],
    ['+1', 'BAM', 'not_an_amount'],
    ['٣', 'BAM', 'not_an_amount'],
    ['', 'BAM', 'not_an_amount'],
    ['9'.repeat(31), 'BAM', 'not_an_amount'],
  ])('%j in %s reads as %s', (text, code, expected) => {
    const read = parseMajor(text, unwrap(currencyOf(code)));
    expect(read.ok ? read.value.minor : read.error.code).toBe(expected);
  });

  test('what is written is read back the same', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(unwrap(parseMajor(toMajor(amount), amount.currency))).toEqual(amount);
      }),
    );
  });

  test.each([
    [10_000n, 'BAM', 'bs', '100,00 KM'],
    [-9_700n, 'BAM', 'bs', '-97,00 KM'],
    [123_456n, 'NOK', 'nb', '1 234,56 kr'],
    [123_456n, 'EUR', 'en', '€1,234.56'],
    [500n, 'JPY', 'en', '¥500'],
    [10n ** 20n + 1n, 'EUR', 'en', '€1,000,000,000,000,000,000.01'],
  ])('%s %s for %s reads %s', (minor, code, locale, expected) => {
    const shown = format(money(unwrap(currencyOf(code)), minor), locale);
    // Intl separates with no-break spaces and writes the true minus sign in some locales.
    expect(shown.replaceAll(/\s/g, ' ').replaceAll('−', '-')).toBe(expected);
  });
});

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
