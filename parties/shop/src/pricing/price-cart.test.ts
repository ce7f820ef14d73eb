import { existsSync } from 'node:fs';
import { format, money } from '@kassa/money';
import { describe, expect, test } from 'vitest';
import { diva } from '../shops/diva/shop.ts';
import { nordlys } from '../shops/nordlys/shop.ts';
import type { Shop } from '../shops/shop.ts';
import { type CartLine, priceCart, priceOn } from './price-cart.ts';
import { vatRateOn, vatWithin } from './vat.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const one = (...slugs: string[]): CartLine[] => slugs.map((slug) => ({ slug, quantity: 1 }));

describe('the total of a cart', () => {
  test.each<[string, Shop, CartLine[], string | undefined, bigint, bigint, bigint]>([
    // title, shop, lines, delivery, subtotal, total, VAT within the total
    [
      'goods and a download',
      diva,
      one('evening-ritual', 'gift-guide'),
      'post',
      9300n,
      10000n,
      1453n,
    ],
    ['a download alone', diva, one('gift-guide'), undefined, 900n, 900n, 131n],
    ['a download needs no delivery', diva, one('gift-guide'), 'post', 900n, 900n, 131n],
    ['collected in the shop', diva, one('rose-serum'), 'pickup', 4300n, 4300n, 625n],
    ['by courier', diva, one('rose-serum'), 'courier', 4300n, 5500n, 799n],
    [
      'several of one',
      diva,
      [{ slug: 'honey-sage-soap', quantity: 3 }],
      'post',
      4500n,
      5200n,
      756n,
    ],
    [
      'free from 200 KM',
      diva,
      [{ slug: 'evening-ritual', quantity: 3 }],
      'post',
      25200n,
      25200n,
      3662n,
    ],
    ['an offer', diva, one('lavender-hand-cream'), 'pickup', 1600n, 1600n, 232n],
    [
      'Norway, 25 %',
      nordlys,
      one('polar-headlamp', 'aurora-guide'),
      'post',
      89800n,
      97700n,
      19540n,
    ],
    ['nothing', diva, [], undefined, 0n, 0n, 0n],
  ])('%s', (_, shop, lines, deliveryId, subtotal, total, vat) => {
    const cart = priceCart(shop, { lines, deliveryId }, nowMs);
    expect(cart.subtotal.minor).toBe(subtotal);
    expect(cart.total.minor).toBe(total);
    expect(cart.vat.minor).toBe(vat);
  });

  test('a product that left the shelf is left out of the sum', () => {
    const cart = priceCart(diva, { lines: one('gift-guide', 'no-such-thing') }, nowMs);
    expect(cart.lines.map((line) => line.product.slug)).toEqual(['gift-guide']);
  });

  test('an offer begins on its day, in the zone of the shop', () => {
    const cream = diva.products.find(({ slug }) => slug === 'lavender-hand-cream');
    const price = (at: string) =>
      priceCart(diva, { lines: one('lavender-hand-cream') }, Date.parse(at)).total.minor;
    expect(cream && priceOn(diva, cream, '2026-10-01')?.before?.minor).toBe(1900n);
    expect(price('2026-09-30T21:59:59Z')).toBe(1900n);
    expect(price('2026-09-30T22:00:00Z')).toBe(1600n);
  });
});

describe('VAT', () => {
  test.each([
    ['BA', '2005-12-31', undefined],
    ['BA', '2006-01-01', 1700],
    ['NO', '2004-12-31', 2400],
    ['NO', '2005-01-01', 2500],
    ['NO', '2026-11-22', 2500],
  ] as const)('%s on %s is %s hundredths of a per cent', (country, on, rate) => {
    if (rate === undefined) expect(() => vatRateOn(country, on)).toThrow(/no VAT rate/);
    else expect(vatRateOn(country, on)).toBe(rate);
  });

  test('the part within a gross price is rounded half up', () => {
    expect(vatWithin(money(diva.currency, 117), 1700).minor).toBe(17n);
    expect(vatWithin(money(diva.currency, 10_000), 1700).minor).toBe(1453n);
    // 2.5 øre within 12.5: the half goes up.
    expect(vatWithin(money(nordlys.currency, 5), 2500).minor).toBe(1n);
  });
});

describe.each([diva, nordlys])('the shelf of $id', (shop) => {
  test('every product can be sold, shown and, if it is a file, sent', () => {
    const slugs = new Set(shop.products.map((product) => product.slug));
    expect(slugs.size).toBe(shop.products.length);
    for (const product of shop.products) {
      expect(priceOn(shop, product, '2026-11-22')?.price.minor, product.slug).toBeGreaterThan(0n);
      expect(shop.categories.some(({ id }) => id === product.category)).toBe(true);
      expect(existsSync(new URL(`pictures/${product.picture}`, shop.folder))).toBe(true);
      expect([...product.prices].sort((a, b) => (a.from < b.from ? -1 : 1))).toEqual(
        product.prices,
      );
      expect(product.points.en.length).toBe(product.points.bs.length);
      if (product.kind === 'digital') {
        for (const file of Object.values(product.file)) {
          expect(existsSync(new URL(`downloads/${file}`, shop.folder))).toBe(true);
        }
      }
    }
  });

  test('has something to download and writes its prices in its currency', () => {
    expect(shop.products.some(({ kind }) => kind === 'digital')).toBe(true);
    const text = format(money(shop.currency, 100), 'bs-BA');
    expect(text.replaceAll('\u00a0', ' ')).toBe(shop.id === 'diva' ? '1,00 KM' : '1,00 NOK');
  });
});
