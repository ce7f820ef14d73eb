// Prices: what products cost. What a price costs never changes; its names and its other currencies
// may. A lookup key names one price of the merchant's at a time, and may pass to another.

import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type Price, type PriceData, prices } from '../../catalogue/price.ts';
import { products } from '../../catalogue/product.ts';
import type { AccountId } from '../../ids.ts';
import { madeRecord } from '../../records/record.ts';
import {
  insertRecord,
  listRecords,
  loadRecord,
  loadRecords,
  touchRecord,
  updateRecord,
} from '../../records/store.ts';
import type { Api } from '../api.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import {
  created,
  expansion,
  flag,
  list,
  mergeMetadata,
  metadata,
  page,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import {
  addCreate,
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type Made,
  tellRecord,
} from '../kernel/record-resource.ts';
import { idOf } from '../kernel/resources.ts';
import { addSearch } from '../kernel/search-resource.ts';
import { currencyOptionsToStripe, tiersToStripe } from '../to-stripe/price.ts';
import {
  createPriceInput,
  currencyOptions,
  optionsFrom,
  priceFrom,
  taxBehavior,
} from './price-input.ts';
import { priceResource } from './price-resource.ts';
import { newProduct, productResource } from './products.ts';

const updateInput = z.strictObject({
  ...expansion,
  active: flag.optional(),
  currency_options: unsettable(currencyOptions).optional(),
  lookup_key: unsettable(text(200)).optional(),
  metadata: metadata.optional(),
  nickname: unsettable(text(5000)).optional(),
  tax_behavior: taxBehavior.optional(),
  transfer_lookup_key: flag.optional(),
});

const listInput = z.strictObject({
  ...page,
  ...created,
  active: flag.optional(),
  currency: z.string().max(10).optional(),
  lookup_keys: list(text(200), 10).optional(),
  product: text(255).optional(),
  recurring: z
    .strictObject({
      interval: z.enum(['day', 'week', 'month', 'year']).optional(),
      meter: text(255).optional(),
      usage_type: z.enum(['licensed', 'metered']).optional(),
    })
    .optional(),
  type: z.enum(['one_time', 'recurring']).optional(),
});

export function addPrices(api: Api): void {
  const { db } = api.means;
  const read = addRecordReader(api, priceResource, ['price', 'default_price']);
  addSearch(api, { kind: 'price', name: 'prices', url: priceResource.url, read });
  const part = (name: string, show: (price: Price) => ReturnType<typeof tiersToStripe>) =>
    api.resources.addPart('price', name, async (accountId, objects) => {
      const found = await loadRecords(db, prices, accountId, objects.map(idOf));
      const byPrice = new Map(found.map((price) => [String(price.id), show(price)]));
      return objects.map((object) => byPrice.get(idOf(object)));
    });
  part('currency_options', currencyOptionsToStripe);
  part('tiers', ({ data }) => tiersToStripe(data.main));
  addCreate(api, priceResource, { input: createPriceInput, make: (call) => makePrice(api, call) });
  addRetrieve(api, priceResource);
  addUpdate(api, priceResource, {
    input: updateInput,
    change: async (before, call) => {
      const changed = merge(before.data, call.input);
      if (!changed.ok) return changed;
      const { lookupKey } = changed.value;
      const isNew = lookupKey !== before.data.lookupKey;
      const also = await freeKey(api, call, isNew ? lookupKey : null);
      return ok({ data: changed.value, also });
    },
  });
  addList(api, priceResource, {
    input: listInput,
    filter: ({ active, currency, product, type, lookup_keys: keys, recurring }) => ({
      lookup: product,
      uniqueKeys: keys,
      holds: {
        active,
        type,
        currency: currency?.toUpperCase(),
        ...(recurring === undefined ? {} : { recurring: { interval: recurring.interval } }),
      },
    }),
  });
}

type CreateCall = Call<z.output<typeof createPriceInput>>;

async function makePrice(api: Api, call: CreateCall): Promise<Result<Made<PriceData>, ApiError>> {
  const { accountId, input } = call;
  const product = await productOf(api, call);
  if (!product.ok) return product;
  const made = priceFrom(input, product.value.id);
  if (!made.ok) return made;
  const freed = await freeKey(api, { ...call, accountId }, made.value.lookupKey);
  return ok({ data: made.value, also: () => unit(product.value.unit, freed) });
}

/** The product that there is, or the one that is made along. */
async function productOf(
  api: Api,
  { accountId, input, cause }: CreateCall,
): Promise<Result<{ readonly id: string; readonly unit: Unit }, ApiError>> {
  const { db, clock, makeId } = api.means;
  const { product: id, product_data: given } = input;
  if ((id === undefined) === (given === undefined)) {
    const message = 'Give either the product that the price is of, or product_data of a new one.';
    const code = id === undefined ? 'parameter_missing' : 'parameter_invalid';
    return err(invalid(message, { code, param: 'product' }));
  }
  if (given !== undefined) {
    const record = madeRecord({
      accountId,
      id: given.id ?? makeId('prod'),
      parent: null,
      createdAtMs: clock.nowMs(),
      data: newProduct(given, clock.nowMs()),
    });
    const told = tellRecord(api, productResource, { after: record, before: null, cause });
    return ok({ id: record.id, unit: unit(insertRecord(products, record), told) });
  }
  const found = id === undefined ? undefined : await loadRecord(db, products, accountId, id);
  if (found === undefined || found.deletedAtMs !== null) {
    return err(missing('product', id ?? '', 'product', 400));
  }
  // A product with a price is not deleted: of the two at once, one is refused.
  return ok({ id: found.id, unit: touchRecord(accountId, found.id) });
}

type KeyCall = {
  readonly accountId: AccountId;
  readonly input: { readonly transfer_lookup_key?: boolean | undefined };
  readonly cause: Call<unknown>['cause'];
};

/** Takes the key from the price that has it, in the commit that gives it to another. */
async function freeKey(
  api: Api,
  { accountId, input, cause }: KeyCall,
  key: string | null,
): Promise<Unit> {
  if (key === null || input.transfer_lookup_key !== true) return {};
  const filter = { uniqueKeys: [key], limit: 1 };
  const [holder] = await listRecords(api.means.db, prices, accountId, filter);
  if (holder === undefined) return {};
  const freed = { ...holder, data: { ...holder.data, lookupKey: null } };
  const told = tellRecord(api, priceResource, { after: freed, before: holder, cause });
  return unit(updateRecord(prices, holder, freed), told);
}

function merge(old: PriceData, given: z.output<typeof updateInput>): Result<PriceData, ApiError> {
  const { tax_behavior: taxed = old.main.taxBehavior, currency_options: others } = given;
  if (old.main.taxBehavior !== 'unspecified' && taxed !== old.main.taxBehavior) {
    const message =
      'Once tax_behavior is inclusive or exclusive it cannot be changed: what the price costs would change. Make a new price.';
    return err(invalid(message, { param: 'tax_behavior' }));
  }
  const isTiered = old.main.tiers !== null;
  const options = optionsFrom(others ?? {}, { isTiered, main: old.currency });
  if (!options.ok) return options;
  return ok({
    ...old,
    active: given.active ?? old.active,
    lookupKey: given.lookup_key === undefined ? old.lookupKey : given.lookup_key,
    metadata: mergeMetadata(old.metadata, given.metadata),
    nickname: given.nickname === undefined ? old.nickname : given.nickname,
    main: { ...old.main, taxBehavior: taxed },
    options: others === null ? {} : { ...old.options, ...options.value },
  });
}
