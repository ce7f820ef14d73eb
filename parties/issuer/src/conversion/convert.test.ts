import { currencyOf, money, toMajor } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import { bill, type Rate } from './convert.ts';

const of = (code: string) => unwrap(currencyOf(code));
const rate = (sold: string, bought: string, text: string): Rate => ({
  exchangeRateId: 'fx_1',
  sold: of(sold),
  bought: of(bought),
  rate: text,
});

describe('a purchase is billed', () => {
  test.each([
    ['100.00 BAM at home', 'BAM', 10_000n, 'BAM', undefined, '100.00', '0.00'],
    ['100.00 EUR', 'EUR', 10_000n, 'BAM', rate('EUR', 'BAM', '1.95583'), '199.49', '3.91'],
    [
      'the rate the other way round',
      'BAM',
      19_558n,
      'EUR',
      rate('EUR', 'BAM', '1.95583'),
      '102.00',
      '2.00',
    ],
    [
      'from a currency without decimals',
      'JPY',
      1000n,
      'BAM',
      rate('JPY', 'BAM', '0.012'),
      '12.24',
      '0.24',
    ],
    [
      'into a currency without decimals',
      'BAM',
      1000n,
      'JPY',
      rate('JPY', 'BAM', '0.0125'),
      '816',
      '16',
    ],
  ])('%s', (_, from, minor, into, quoted, total, fee) => {
    const billed = bill(money(of(from), minor), of(into), quoted);
    expect(billed && [toMajor(billed.total), toMajor(billed.fee)]).toEqual([total, fee]);
  });

  test('not at all without a rate that leads from one currency to the other', () => {
    expect(bill(money(of('NOK'), 100n), of('BAM'), undefined)).toBeUndefined();
    expect(bill(money(of('NOK'), 100n), of('BAM'), rate('EUR', 'BAM', '1.95583'))).toBeUndefined();
  });
});
