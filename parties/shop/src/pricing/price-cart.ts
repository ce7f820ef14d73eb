// What a cart costs on a day: the one place where the shop adds up. Pure; used for the cart, the
// checkout page, and once more when the order is placed.
import { add, type Money, money, sum } from '@kassa/money';
import { dateIn, type PlainDate } from '@kassa/time';
import type { Delivery, Product, Shop } from '../shops/shop.ts';
import { vatRateOn, vatWithin } from './vat.ts';

export type CartLine = { readonly slug: string; readonly quantity: number };

export type PricedLine = {
  readonly product: Product;
  readonly quantity: number;
  readonly unit: Money;
  /** The price before an offer, per piece. */
  readonly before: Money | undefined;
  readonly total: Money;
};

export type PricedCart = {
  readonly lines: readonly PricedLine[];
  readonly pieces: number;
  readonly subtotal: Money;
  /** True as soon as one line has to travel. */
  readonly needsDelivery: boolean;
  /** What the buyer may choose among, with what each would cost for this cart. */
  readonly deliveries: readonly PricedDelivery[];
  readonly delivery: PricedDelivery | undefined;
  readonly total: Money;
  readonly vatBasisPoints: number;
  /** The VAT inside the total, delivery included. */
  readonly vat: Money;
};

export type PricedDelivery = { readonly delivery: Delivery; readonly price: Money };

/** Lines whose product is gone are left out; the caller tells the buyer if there were any. */
export function priceCart(
  shop: Shop,
  cart: { readonly lines: readonly CartLine[]; readonly deliveryId?: string | undefined },
  nowMs: number,
): PricedCart {
  const on = dateIn(nowMs, shop.zone);
  const lines = cart.lines.flatMap((line) => priceLine(shop, line, on));
  const subtotal = sum(
    shop.currency,
    lines.map((line) => line.total),
  );
  const goods = lines.filter((line) => line.product.kind === 'physical');
  const deliveries = goods.length === 0 ? [] : priceDeliveries(shop, subtotal);
  const delivery = deliveries.find((one) => one.delivery.id === cart.deliveryId);
  const total = delivery ? add(subtotal, delivery.price) : subtotal;
  const vatBasisPoints = vatRateOn(shop.country, on);
  return {
    lines,
    pieces: lines.reduce((pieces, line) => pieces + line.quantity, 0),
    subtotal,
    needsDelivery: goods.length > 0,
    deliveries,
    delivery,
    total,
    vatBasisPoints,
    vat: vatWithin(total, vatBasisPoints),
  };
}

export type ProductPrice = { readonly price: Money; readonly before: Money | undefined };

/** The latest price whose day has come; undefined before the first. */
export function priceOn(shop: Shop, product: Product, on: PlainDate): ProductPrice | undefined {
  const dated = product.prices.filter((price) => price.from <= on).at(-1);
  if (!dated) return undefined;
  const before = dated.beforeMinor;
  return {
    price: money(shop.currency, dated.minor),
    before: before === undefined ? undefined : money(shop.currency, before),
  };
}

export const productOf = (shop: Shop, slug: string): Product | undefined =>
  shop.products.find((product) => product.slug === slug);

function priceLine(shop: Shop, { slug, quantity }: CartLine, on: PlainDate): PricedLine[] {
  const product = productOf(shop, slug);
  const price = product && priceOn(shop, product, on);
  if (!price) return [];
  const total = money(shop.currency, price.price.minor * BigInt(quantity));
  return [{ product, quantity, unit: price.price, before: price.before, total }];
}

function priceDeliveries(shop: Shop, subtotal: Money): PricedDelivery[] {
  const free = shop.freeDeliveryFromMinor;
  const isFree = free !== undefined && subtotal.minor >= free;
  return shop.deliveries.map((delivery) => ({
    delivery,
    price: money(shop.currency, isFree ? 0n : delivery.minor),
  }));
}
