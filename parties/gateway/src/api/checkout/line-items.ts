// The lines of a session or a payment link: from prices that the merchant keeps, or made here from
// `price_data`, as a price and a product that are sold nowhere else.

import { type Unit, unit } from '@kassa/database';
import type { Currency } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { optionIn, type Price, type PriceData, prices } from '../../catalogue/price.ts';
import { type Product, products } from '../../catalogue/product.ts';
import type { SessionLine } from '../../checkout/session/session.ts';
import type { AccountId } from '../../ids.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord, loadRecords } from '../../records/store.ts';
import {
  priceFrom,
  productTax,
  recurring,
  taxBehavior,
  unitAmount,
  unitDecimal,
} from '../catalogue/price-input.ts';
import { newProduct } from '../catalogue/products.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import {
  absent,
  currencyCode,
  flag,
  integer,
  list,
  metadata,
  text,
  webAddress,
} from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';

export const quantity = integer(1, 999_999);

export const adjustable = z.strictObject({
  enabled: flag,
  maximum: integer(1, 999_999).optional(),
  minimum: integer(0, 999_999).optional(),
});

const priceData = z.strictObject({
  currency: currencyCode,
  product: text(255).optional(),
  product_data: z
    .strictObject({
      description: text(40_000).optional(),
      images: list(webAddress, 8).optional(),
      metadata: metadata.optional(),
      name: text(250).min(1, 'Give a name'),
      tax_code: text(100).optional(),
      tax_details: productTax.optional(),
      unit_label: text(12).optional(),
    })
    .optional(),
  recurring: recurring.optional(),
  tax_behavior: taxBehavior.optional(),
  unit_amount: unitAmount.optional(),
  unit_amount_decimal: unitDecimal.optional(),
});

export const lineInput = z.strictObject({
  adjustable_quantity: adjustable.optional(),
  metadata: metadata.optional(),
  price: text(255).optional(),
  price_data: priceData.optional(),
  quantity: quantity.optional(),
  tax_rates: absent('tax rates of your own; use automatic_tax'),
});

export type LineInput = z.output<typeof lineInput>;

export type ResolvedLines = {
  readonly currency: Currency;
  readonly lines: readonly SessionLine[];
  /** The prices and products made for them. */
  readonly also: Unit;
};

export type LinesAsked = {
  readonly accountId: AccountId;
  readonly items: readonly LineInput[];
  /** What the session is to be paid in; its first line says when nobody does. */
  readonly currency?: Currency | undefined;
};

export async function resolveLines(
  means: ApiMeans,
  { accountId, items, currency: wished }: LinesAsked,
): Promise<Result<ResolvedLines, ApiError>> {
  const known = await loadKnown(means, accountId, items);
  const sold: Sold[] = [];
  for (const [place, item] of items.entries()) {
    const one = soldBy(means, accountId, { item, known, at: `line_items[${place}]` });
    if (!one.ok) return one;
    sold.push(one.value);
  }
  const currency = wished ?? currencyOfFirst(sold);
  if (currency === undefined) {
    const message = 'Missing required param: line_items. Give at least one line.';
    return err(invalid(message, { code: 'parameter_missing', param: 'line_items' }));
  }
  const lines: SessionLine[] = [];
  for (const [place, item] of items.entries()) {
    const one = sold[place];
    const line = one && lineFrom(means, { item, sold: one, currency, at: `line_items[${place}]` });
    if (line?.ok === false) return line;
    if (line?.ok) lines.push(line.value);
  }
  const custom = lines.findIndex(({ pricing }) => pricing.option.custom !== null);
  if (custom >= 0 && (lines.length > 1 || lines[custom]?.quantity !== 1)) {
    const message = 'A price whose amount the buyer names must be the only line, once.';
    return err(invalid(message, { param: `line_items[${custom}][price]` }));
  }
  const made = sold.filter(({ isNew }) => isNew);
  const own = made.flatMap(({ product, isOwn }) => (isOwn ? [product] : []));
  const also = unit(
    insertRecord(unsoughtProducts, ...own),
    insertRecord(unsoughtPrices, ...made.map(({ price }) => price)),
  );
  return ok({ currency, lines, also });
}

/** What is made for one line alone is found by nobody's search. */
const { index: _product, ...unsoughtProducts } = products;
const { index: _price, ...unsoughtPrices } = prices;

type Known = {
  readonly prices: ReadonlyMap<string, Price>;
  readonly products: ReadonlyMap<string, Product>;
};

async function loadKnown(
  { db }: ApiMeans,
  accountId: AccountId,
  items: readonly LineInput[],
): Promise<Known> {
  const priceIds = items.flatMap(({ price }) => price ?? []);
  const priced = priceIds.length === 0 ? [] : await loadRecords(db, prices, accountId, priceIds);
  const productIds = [
    ...priced.map(({ data }) => data.product),
    ...items.flatMap(({ price_data: data }) => data?.product ?? []),
  ];
  const sold =
    productIds.length === 0 ? [] : await loadRecords(db, products, accountId, productIds);
  return {
    prices: new Map(priced.map((price) => [price.id, price])),
    products: new Map(sold.map((product) => [product.id, product])),
  };
}

type Sold = {
  readonly price: Price;
  readonly product: Product;
  /** Made here; and so is its product. */
  readonly isNew: boolean;
  readonly isOwn: boolean;
};

type Selling = { readonly item: LineInput; readonly known: Known; readonly at: string };

function soldBy(
  means: ApiMeans,
  accountId: AccountId,
  { item, known, at }: Selling,
): Result<Sold, ApiError> {
  const { price: id, price_data: data } = item;
  if ((id === undefined) === (data === undefined)) {
    const message = `Give either ${at}[price] or ${at}[price_data].`;
    return err(invalid(message, { code: 'parameter_missing', param: `${at}[price]` }));
  }
  if (data !== undefined) return madeFor(means, accountId, { data, known, at });
  const price = known.prices.get(id ?? '');
  if (price === undefined) return err(missing('price', id ?? '', `${at}[price]`, 400));
  const product = known.products.get(price.data.product);
  const isSold = price.data.active && product?.deletedAtMs === null;
  if (!isSold || !product.data.active) {
    const message = `The price ${price.id} or its product is not active. Give one that is sold.`;
    return err(invalid(message, { param: `${at}[price]` }));
  }
  return ok({ price, product, isNew: false, isOwn: false });
}

type Making = {
  readonly data: z.output<typeof priceData>;
  readonly known: Known;
  readonly at: string;
};

function madeFor(
  means: ApiMeans,
  accountId: AccountId,
  { data, known, at }: Making,
): Result<Sold, ApiError> {
  const { product: id, product_data: given } = data;
  const param = `${at}[price_data]`;
  if ((id === undefined) === (given === undefined)) {
    const message = `Give either ${param}[product] or ${param}[product_data].`;
    return err(invalid(message, { code: 'parameter_missing', param: `${param}[product_data]` }));
  }
  const createdAtMs = means.clock.nowMs();
  const about = { accountId, parent: null, createdAtMs };
  const kept = id === undefined ? undefined : known.products.get(id);
  const product =
    given === undefined
      ? kept
      : madeRecord({
          ...about,
          id: means.makeId('prod'),
          data: { ...newProduct(given, createdAtMs), active: false },
        });
  if (product === undefined || product.deletedAtMs !== null) {
    return err(missing('product', id ?? '', `${param}[product]`, 400));
  }
  const price = priceFrom(data, product.id);
  if (!price.ok) return err({ ...price.error, param: `${param}[${price.error.param ?? ''}]` });
  const inline: PriceData = { ...price.value, active: false, isInline: true };
  const record = madeRecord({ ...about, id: means.makeId('price'), data: inline });
  return ok({ price: record, product, isNew: true, isOwn: given !== undefined });
}

const currencyOfFirst = ([first]: readonly Sold[]): Currency | undefined => {
  const found = currencyCode.safeParse(first?.price.data.currency);
  return found.success ? found.data : undefined;
};

type Lining = {
  readonly item: LineInput;
  readonly sold: Sold;
  readonly currency: Currency;
  readonly at: string;
};

function lineFrom(
  { makeId }: ApiMeans,
  { item, sold, currency, at }: Lining,
): Result<SessionLine, ApiError> {
  const { price, product } = sold;
  const { data } = price;
  if (data.type === 'recurring') {
    const message =
      'You specified `payment` mode but passed a recurring price. Kassa has no subscriptions yet: use one-time prices only.';
    return err(invalid(message, { param: `${at}[price]` }));
  }
  const option = optionIn(data, currency);
  if (option === undefined) {
    const message = `All lines of a session have one currency, and ${price.id} is not sold in ${currency.toLowerCase()}. Give the price in that currency too (currency_options).`;
    return err(invalid(message, { param: `${at}[price]` }));
  }
  const { adjustable_quantity: range, quantity: count = 1 } = item;
  const { minimum = 0, maximum = 99 } = range ?? {};
  const isOutside = range?.enabled === true && (count < minimum || count > maximum);
  if (isOutside || minimum > maximum) {
    const message = `The quantity must be between the minimum (${minimum}) and the maximum (${maximum}) that the buyer may choose.`;
    return err(invalid(message, { param: `${at}[adjustable_quantity]` }));
  }
  return ok({
    id: makeId('li'),
    name: product.data.name,
    description: product.data.description,
    images: product.data.images,
    quantity: count,
    price: price.id,
    product: product.id,
    pricing: { tiersMode: data.tiersMode, transformQuantity: data.transformQuantity, option },
    customMinor: option.custom === null ? null : firstAmount(option.custom),
    adjustable: range?.enabled === true ? { minimum, maximum } : null,
    metadata: item.metadata ?? {},
    subtotalMinor: 0,
    taxMinor: 0,
  });
}

/** Until the buyer names another amount. */
function firstAmount(custom: NonNullable<SessionLine['pricing']['option']['custom']>): number {
  return custom.preset ?? custom.minimum ?? 100;
}
