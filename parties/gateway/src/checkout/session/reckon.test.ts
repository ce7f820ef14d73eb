import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reckon } from './reckon.ts';
import type { SessionLine, SessionTax, ShippingOption } from './session.ts';

const line = (
  unitDecimal: string,
  quantity = 1,
  taxBehavior: 'inclusive' | 'exclusive' = 'inclusive',
): SessionLine => ({
  id: 'li_1',
  name: 'Soap',
  description: null,
  images: [],
  quantity,
  price: null,
  product: null,
  pricing: {
    tiersMode: null,
    transformQuantity: null,
    option: { unitDecimal, taxBehavior, custom: null, tiers: null },
  },
  customMinor: null,
  adjustable: null,
  metadata: {},
  subtotalMinor: 0,
  taxMinor: 0,
});
const tax: SessionTax = {
  country: 'BA',
  basisPoints: 1700,
  effectiveFrom: '2006-01-01',
  exemption: 'none',
};
const courier: ShippingOption = {
  rate: 'shr_1',
  name: 'Courier',
  minor: 700,
  taxBehavior: 'inclusive',
  estimate: null,
};
const currency = unwrap(currencyOf('BAM'));

const minors = (order: Parameters<typeof reckon>[0]) => {
  const { subtotal, shipping, tax: all, taxAdded, total, shippingTaxMinor, lines } = reckon(order);
  return {
    subtotal: subtotal.minor,
    shipping: shipping.minor,
    tax: all.minor,
    added: taxAdded.minor,
    total: total.minor,
    shippingTax: shippingTaxMinor,
    lineTaxes: lines.map(({ taxMinor }) => taxMinor),
  };
};

describe('a session costs', () => {
  test('its lines and its shipping', () => {
    const order = { currency, lines: [line('4500', 2)], shipping: courier, tax: null };
    expect(minors(order)).toMatchObject({ subtotal: 9_000n, total: 9_700n, tax: 0n });
  });

  test('no more for VAT that its prices include', () => {
    const order = { currency, lines: [line('4200'), line('2700')], shipping: courier, tax };
    expect(minors(order)).toEqual({
      subtotal: 6_900n,
      shipping: 700n,
      total: 7_600n,
      tax: 1_104n,
      added: 0n,
      shippingTax: 102,
      lineTaxes: [610, 392],
    });
  });

  test('VAT on top of prices without it', () => {
    const order = { currency, lines: [line('10000', 1, 'exclusive')], shipping: courier, tax };
    expect(minors(order)).toMatchObject({ total: 12_400n, added: 1_700n, tax: 1_802n });
  });

  test('no VAT for who is exempt', () => {
    const exempt: SessionTax = { ...tax, exemption: 'reverse' };
    const order = {
      currency,
      lines: [line('10000', 1, 'exclusive')],
      shipping: undefined,
      tax: exempt,
    };
    expect(minors(order)).toMatchObject({ total: 10_000n, tax: 0n });
  });

  test('the sum of its parts, whatever they are', () => {
    const lines = fc.array(
      fc.record({
        unit: fc.integer({ min: 0, max: 99_999 }),
        quantity: fc.integer({ min: 1, max: 9 }),
        isAdded: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 2_700 }), (all, basisPoints) => {
        const order = {
          currency,
          lines: all.map(({ unit, quantity, isAdded }) =>
            line(String(unit), quantity, isAdded ? 'exclusive' : 'inclusive'),
          ),
          shipping: courier,
          tax: { ...tax, basisPoints },
        };
        const { subtotal, tax: whole, lineTaxes, shippingTax, added, total } = minors(order);
        const parts = lineTaxes.reduce((sum, one) => sum + BigInt(one), BigInt(shippingTax));
        return parts === whole && total === subtotal + 700n + added && added <= whole;
      }),
    );
  });
});
