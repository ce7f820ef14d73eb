import { describe, expect, test } from 'vitest';
import { diva } from '../shops/diva/shop.ts';
import { addToCart, linesMax, setQuantity } from './change-cart.ts';

const slug = 'rose-serum';
const two = [{ slug, quantity: 2 }];

describe('a quantity', () => {
  test.each<[unknown, string]>([
    ['', 'not_a_quantity'],
    ['abc', 'not_a_quantity'],
    ['-1', 'not_a_quantity'],
    ['1.5', 'not_a_quantity'],
    ['1e2', 'not_a_quantity'],
    ['0x10', 'not_a_quantity'],
    ['١٢', 'not_a_quantity'],
    ['99999999999999999999', 'not_a_quantity'],
    [undefined, 'not_a_quantity'],
    [['1', '2'], 'not_a_quantity'],
    ['21', 'too_many'],
    ['9999', 'too_many'],
  ])('of %s is refused: %s', (quantity, code) => {
    const set = setQuantity(diva, two, { slug, quantity });
    expect(set).toMatchObject({ ok: false, error: { code } });
  });

  test.each([
    ['1', [{ slug, quantity: 1 }]],
    [' 20 ', [{ slug, quantity: 20 }]],
    ['0', []],
  ])('of "%s" is taken', (quantity, value) => {
    expect(setQuantity(diva, two, { slug, quantity })).toEqual({ ok: true, value });
  });
});

describe('adding to the cart', () => {
  test('counts what lies in it already', () => {
    expect(addToCart(diva, two, { slug, quantity: '3' })).toEqual({
      ok: true,
      value: [{ slug, quantity: 5 }],
    });
    expect(addToCart(diva, two, { slug, quantity: '19' })).toMatchObject({
      error: { code: 'too_many', quantityMax: 20 },
    });
  });

  test('nought, an unknown product and a second copy of a file are refused', () => {
    expect(addToCart(diva, two, { slug, quantity: '0' })).toMatchObject({
      error: { code: 'not_a_quantity' },
    });
    expect(addToCart(diva, two, { slug: 'none', quantity: '1' })).toMatchObject({
      error: { code: 'no_such_product' },
    });
    const guide = [{ slug: 'gift-guide', quantity: 1 }];
    expect(addToCart(diva, guide, { slug: 'gift-guide', quantity: '1' })).toMatchObject({
      error: { code: 'too_many', quantityMax: 1 },
    });
  });

  test('a full cart takes no further product', () => {
    const full = Array.from({ length: linesMax }, (_, index) => ({
      slug: `other-${index}`,
      quantity: 1,
    }));
    expect(addToCart(diva, full, { slug, quantity: '1' })).toMatchObject({
      error: { code: 'cart_full' },
    });
  });
});
