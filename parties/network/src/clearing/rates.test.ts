import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Priceable, price, type Rate, rates } from './rates.ts';

const bam = unwrap(currencyOf('BAM'));
const item = (minor: number, more: Partial<Priceable> = {}): Priceable => ({
  amount: money(bam, minor),
  isCredit: false,
  capturedOn: '2026-11-20',
  product: 'consumer_debit',
  cardCountry: 'BA',
  merchantCountry: 'BA',
  ...more,
});
const pricesOf = (priceable: Priceable, table?: readonly Rate[]) => {
  const { interchange, schemeFee } = price(priceable, table);
  return [Number(interchange.minor), Number(schemeFee.minor)];
};

describe('the price of a presentment', () => {
  test.each([
    ['100.00 at home', item(10_000), [120, 30]],
    ['a half is rounded to the even', item(1250), [15, 4]],
    ['less than a half is dropped', item(41), [0, 0]],
    [
      'abroad on credit',
      item(10_000, { product: 'consumer_credit', cardCountry: 'NO' }),
      [150, 30],
    ],
    ['a refund gives the interchange back', item(10_000, { isCredit: true }), [-120, 0]],
  ])('%s', (_, priceable, expected) => {
    expect(pricesOf(priceable)).toEqual(expected);
  });

  test('is that of the day of the capture', () => {
    const dearer = rates.map((rate) => ({
      ...rate,
      effectiveFrom: '2026-12-01',
      interchangeBp: 200,
    }));
    const table = [...dearer, ...rates];
    expect(pricesOf(item(10_000, { capturedOn: '2026-11-30' }), table)).toEqual([120, 30]);
    expect(pricesOf(item(10_000, { capturedOn: '2026-12-01' }), table)).toEqual([200, 30]);
    expect(() => price(item(1, { capturedOn: '2019-12-31' }))).toThrow(/no rate/);
  });

  test('never takes more than the amount, and a refund mirrors the interchange', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (minor) => {
        const [interchange = 0, schemeFee = 0] = pricesOf(item(minor));
        expect(interchange + schemeFee).toBeLessThanOrEqual(minor);
        expect(pricesOf(item(minor, { isCredit: true }))[0]).toBe(0 - interchange);
      }),
    );
  });
});
