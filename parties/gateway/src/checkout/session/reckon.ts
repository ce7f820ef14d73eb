// What a session costs: pure, and the only place where one is added up. Called when it is made and
// with every choice of the buyer. VAT is counted once for all lines of one kind of price and then
// shared out, so that the page, the lines and the merchant's own invoice show the same sum.

import { allocate, type Currency, divide, money } from '@kassa/money';
import type { TaxBehavior } from '../../catalogue/price.ts';
import { amountFor } from '../../catalogue/price-amount.ts';
import type { CheckoutSession, SessionLine, SessionTax, ShippingOption } from './session.ts';

export type Order = {
  readonly currency: Currency;
  readonly lines: readonly SessionLine[];
  readonly shipping: ShippingOption | undefined;
  readonly tax: SessionTax | null;
};

type Sums = Pick<CheckoutSession, 'subtotal' | 'shipping' | 'tax' | 'taxAdded' | 'total' | 'lines'>;
export type Reckoned = Sums & { readonly shippingTaxMinor: number };

export function reckon(order: Order): Reckoned {
  const { currency, shipping } = order;
  const lines = order.lines.map((line) => ({ ...line, subtotalMinor: Number(subtotalOf(line)) }));
  const taxable = [
    ...lines.map(({ subtotalMinor, pricing }) => ({
      minor: BigInt(subtotalMinor),
      isAdded: isAdded(pricing.option.taxBehavior),
    })),
    ...(shipping === undefined
      ? []
      : [{ minor: BigInt(shipping.minor), isAdded: isAdded(shipping.taxBehavior) }]),
  ];
  const taxes = taxesOf(currency, taxable, rateOf(order.tax));
  const total = (minors: readonly bigint[]) => minors.reduce((sum, one) => sum + one, 0n);
  const subtotal = total(lines.map(({ subtotalMinor }) => BigInt(subtotalMinor)));
  const shippingMinor = BigInt(shipping?.minor ?? 0);
  const taxAdded = total(taxes.filter((_, place) => taxable[place]?.isAdded === true));
  return {
    lines: lines.map((line, place) => ({ ...line, taxMinor: Number(taxes[place] ?? 0n) })),
    subtotal: money(currency, subtotal),
    shipping: money(currency, shippingMinor),
    tax: money(currency, total(taxes)),
    taxAdded: money(currency, taxAdded),
    total: money(currency, subtotal + shippingMinor + taxAdded),
    shippingTaxMinor: shipping === undefined ? 0 : Number(taxes.at(-1) ?? 0n),
  };
}

/** A price that does not say is taken to include VAT, as prices to consumers do here. */
export const isAdded = (behavior: TaxBehavior): boolean => behavior === 'exclusive';

function subtotalOf({ pricing, quantity, customMinor }: SessionLine): bigint {
  return amountFor(pricing, quantity) ?? BigInt(customMinor ?? 0);
}

function rateOf(tax: SessionTax | null): number {
  return tax === null || tax.exemption !== 'none' ? 0 : tax.basisPoints;
}

type Taxable = { readonly minor: bigint; readonly isAdded: boolean };

function taxesOf(currency: Currency, all: readonly Taxable[], basisPoints: number): bigint[] {
  const shared = [false, true].map((added) => {
    const weights = all.map(({ minor, isAdded: is }) => (is === added ? minor : 0n));
    const sum = weights.reduce((total, one) => total + one, 0n);
    if (sum === 0n) return weights;
    const base = added ? 10_000n : BigInt(10_000 + basisPoints);
    const tax = divide(sum * BigInt(basisPoints), base, 'half_up');
    return allocate(money(currency, tax), weights).map(({ minor }) => minor);
  });
  return all.map((_, place) => (shared[0]?.[place] ?? 0n) + (shared[1]?.[place] ?? 0n));
}
