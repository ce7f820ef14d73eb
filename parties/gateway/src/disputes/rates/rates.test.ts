// The networks' thresholds at their edges: just below, there, above; the least count; which month's
// sales divide; who is spared. And months at the edges of a zone.

import { type Currency, currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Figures, figuresOf } from './figures.ts';
import { judge, rankOf, ratioOf, worstOf } from './judge.ts';
import { addMonths, edgesOf, monthIn, monthsUntil } from './month.ts';
import { programmes, programmesOf } from './programmes.ts';

const eur = unwrap(currencyOf('EUR'));
const bam = unwrap(currencyOf('BAM'));

type Month = Partial<Pick<Figures, 'sales' | 'disputes' | 'authenticated'>> & {
  readonly frauds?: number;
  readonly fraudMajor?: number;
  readonly currency?: Currency;
};

function month(name: string, of: Month = {}): Figures {
  const { sales = 0, authenticated = 0, frauds = 0, currency = eur, fraudMajor = 0 } = of;
  const [none] = figuresOf({ sales: [], disputes: [] }, 'visa', [name]);
  if (none === undefined) throw new Error('one month is asked for');
  return {
    ...{ ...none, sales, authenticated, disputes: of.disputes ?? frauds },
    byCategory: { ...none.byCategory, fraud: frauds },
    disputedAsFraud: frauds === 0 ? [] : [money(currency, fraudMajor * 100)],
  };
}

type Merchant = { readonly brand: string; readonly country: string };
const visa: Merchant = { brand: 'visa', country: 'BA' };
const mastercard: Merchant = { brand: 'mastercard', country: 'BA' };

function standing(of: Merchant, name: string, now: Month, before: Month = {}) {
  const worst = worstOf(judge(of, month(name, now), month(addMonths(name, -1), before)));
  return worst === undefined ? 'none' : `${worst.programme.name} ${worst.standing}`;
}

describe('Visa', () => {
  test.each([
    // 1.5 % and 1,500 since April 2026: both have to be reached, in the same month.
    ['2026-11', { disputes: 1_500, sales: 100_000 }, 'VAMP in_programme'],
    ['2026-11', { disputes: 1_500, sales: 100_001 }, 'VAMP near'],
    ['2026-11', { disputes: 1_499, sales: 50_000 }, 'VAMP near'],
    ['2026-11', { disputes: 1_125, sales: 50_000 }, 'VAMP near'],
    ['2026-11', { disputes: 1_124, sales: 50_000 }, 'VAMP fine'],
    ['2026-11', { disputes: 3_000, sales: 1_000_000 }, 'VAMP fine'],
    // Before that 2.2 %, and before June 2025 there was no such programme.
    ['2026-03', { disputes: 1_500, sales: 68_181 }, 'VAMP in_programme'],
    ['2026-03', { disputes: 1_500, sales: 68_182 }, 'VAMP near'],
    ['2025-05', { disputes: 1_500, sales: 2_000 }, 'none'],
    ['2026-11', { disputes: 0, sales: 0 }, 'VAMP fine'],
    ['2026-11', { disputes: 1_500, sales: 0 }, 'VAMP in_programme'],
  ] as const)('in %s: %j is %s', (name, now, expected) => {
    expect(standing(visa, name, now)).toBe(expected);
  });
});

describe('Mastercard', () => {
  const last = { sales: 10_000 };
  test.each([
    [{ disputes: 150 }, last, 'ECM in_programme'],
    [{ disputes: 149 }, last, 'ECM near'],
    [{ disputes: 100 }, { sales: 6_666 }, 'ECM in_programme'],
    [{ disputes: 99 }, { sales: 100 }, 'ECM near'],
    [{ disputes: 75 }, { sales: 100 }, 'ECM near'],
    [{ disputes: 74 }, { sales: 100 }, 'ECM fine'],
    [{ disputes: 300 }, last, 'HECM in_programme'],
    [{ disputes: 299 }, last, 'ECM in_programme'],
    [{ disputes: 299 }, { sales: 100 }, 'ECM in_programme'],
    // The sales of its own month do not divide.
    [{ disputes: 150, sales: 1_000_000 }, last, 'ECM in_programme'],
    [{ disputes: 150, sales: 10_000 }, { sales: 1_000_000 }, 'ECM fine'],
  ] as const)('%j after %j is %s', (now, before, expected) => {
    expect(standing(mastercard, '2026-11', now, before)).toBe(expected);
  });

  const fraud = { frauds: 50, fraudMajor: 50_000 };
  test.each([
    [fraud, last, 'BA', 'EFM in_programme'],
    [{ ...fraud, frauds: 49 }, last, 'BA', 'EFM near'],
    [{ ...fraud, fraudMajor: 49_999 }, last, 'BA', 'EFM near'],
    [{ ...fraud, frauds: 40 }, { sales: 999 }, 'BA', 'EFM near'],
    // Enough is shown to be the cardholder's: a tenth, or half where the law asks for it.
    [fraud, { sales: 10_000, authenticated: 1_000 }, 'BA', 'ECM fine'],
    [fraud, { sales: 10_000, authenticated: 999 }, 'BA', 'EFM in_programme'],
    [fraud, { sales: 10_000, authenticated: 4_999 }, 'NO', 'EFM in_programme'],
    [fraud, { sales: 10_000, authenticated: 5_000 }, 'NO', 'ECM fine'],
    [fraud, last, 'DE', 'ECM fine'],
    // No rate is known here: all else is reached, so people are warned, and no more.
    [{ ...fraud, currency: bam }, last, 'BA', 'EFM near'],
  ] as const)('fraud %j after %j in %s is %s', (now, before, country, expected) => {
    expect(standing({ ...mastercard, country }, '2026-11', now, before)).toBe(expected);
  });
});

test('brands without a programme are not judged', () => {
  expect(standing({ brand: 'diners', country: 'BA' }, '2026-11', { disputes: 9_000 })).toBe('none');
});

test('one more dispute never makes a standing better, one more sale never worse', () => {
  const counts = fc.record({
    disputes: fc.nat(3_000),
    sales: fc.nat(200_000),
    brand: fc.constantFrom('visa', 'mastercard'),
  });
  fc.assert(
    fc.property(counts, ({ disputes, sales, brand }) => {
      const rank = (now: Month) => {
        const of = { brand, country: 'BA' };
        const worst = worstOf(judge(of, month('2026-11', now), month('2026-10', now)));
        return worst === undefined ? 0 : rankOf(worst);
      };
      const now = rank({ disputes, sales });
      expect(rank({ disputes: disputes + 1, sales })).toBeGreaterThanOrEqual(now);
      expect(rank({ disputes, sales: sales + 1 })).toBeLessThanOrEqual(now);
    }),
  );
});

test('of every programme one version holds, and its ratio is floored', () => {
  for (const { name, brand } of programmes) {
    expect(programmesOf(brand, '2026-11').filter((one) => one.name === name)).toHaveLength(1);
  }
  expect([ratioOf(1, 3), ratioOf(0, 5), ratioOf(3, 0)]).toEqual([3_333, 0, null]);
});

test('a month is one of its zone, also where its clocks move', () => {
  const zone = 'Europe/Sarajevo';
  expect(edgesOf('2026-10', zone)).toEqual({
    fromMs: Date.parse('2026-09-30T22:00:00Z'),
    toMs: Date.parse('2026-10-31T23:00:00Z'),
  });
  expect(monthIn(Date.parse('2026-10-31T23:00:00Z'), zone)).toBe('2026-11');
  expect(monthIn(Date.parse('2026-10-31T22:59:59Z'), zone)).toBe('2026-10');
  expect(monthsUntil('2026-02', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});
