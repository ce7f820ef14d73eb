import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PriceOption } from './price.ts';
import { amountFor, wholeMinor } from './price-amount.ts';

const plain = { tiersMode: null, transformQuantity: null };
const each = (unitDecimal: string): PriceOption => ({
  unitDecimal,
  taxBehavior: 'inclusive',
  custom: null,
  tiers: null,
});
const tiers: PriceOption = {
  ...each('0'),
  unitDecimal: null,
  tiers: [
    { upTo: 5, unitDecimal: '500', flatDecimal: null },
    { upTo: 10, unitDecimal: '400', flatDecimal: '1000' },
    { upTo: null, unitDecimal: '300.5', flatDecimal: null },
  ],
};

describe('what a quantity costs', () => {
  test.each([
    ['1500', 2, 3_000n],
    ['0.5', 1, 1n],
    ['0.4', 1, 0n],
    ['0.333333333333', 3, 1n],
    ['12.5', 3, 38n],
  ])('%s each, %i of them', (unit, quantity, cost) => {
    expect(amountFor({ ...plain, option: each(unit) }, quantity)).toBe(cost);
  });

  test.each([
    ['graduated', 1, 500n],
    ['graduated', 5, 2_500n],
    ['graduated', 6, 3_900n],
    ['graduated', 12, 2_500n + 1_000n + 2_000n + 601n],
    ['volume', 5, 2_500n],
    ['volume', 6, 1_000n + 2_400n],
    ['volume', 12, 3_606n],
  ] as const)('%s tiers, %i pieces', (tiersMode, quantity, cost) => {
    expect(amountFor({ ...plain, tiersMode, option: tiers }, quantity)).toBe(cost);
  });

  test('in packs is counted by the pack', () => {
    const packs = (round: 'up' | 'down') => ({
      ...plain,
      transformQuantity: { divideBy: 10, round },
      option: each('700'),
    });
    expect(amountFor(packs('up'), 13)).toBe(1_400n);
    expect(amountFor(packs('down'), 13)).toBe(700n);
  });

  test('never falls when one more is bought at graduated prices', () => {
    const how = { ...plain, tiersMode: 'graduated', option: tiers } as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (quantity) => {
        const [less, more] = [quantity, quantity + 1].map((n) => amountFor(how, n) ?? 0n);
        return (more ?? 0n) >= (less ?? 0n);
      }),
    );
  });

  test('only whole amounts are shown as whole ones', () => {
    expect(['1500', '1500.0', '0.5', null].map(wholeMinor)).toEqual([1_500, 1_500, null, null]);
  });
});
