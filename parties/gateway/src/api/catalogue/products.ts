// Products: what a merchant sells.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { prices } from '../../catalogue/price.ts';
import { type Product, type ProductData, products } from '../../catalogue/product.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord, listRecords, loadRecord, noneLookingUp } from '../../records/store.ts';
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
  webAddress,
} from '../kernel/parameters.ts';
import {
  addCreate,
  addDelete,
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type Made,
  type RecordResource,
  tellRecord,
} from '../kernel/record-resource.ts';
import { addSearch } from '../kernel/search-resource.ts';
import { type Resource, seconds } from '../to-stripe/shape.ts';
import { priceFields, priceFrom, productTax } from './price-input.ts';
import { priceResource } from './price-resource.ts';

const size = z.coerce.number().positive().max(1_000_000);
const dimensions = z.strictObject({ height: size, length: size, weight: size, width: size });
const feature = z.strictObject({ name: text(80) });

const productFields = {
  ...expansion,
  active: flag.optional(),
  description: unsettable(text(40_000)).optional(),
  images: unsettable(list(webAddress, 8)).optional(),
  marketing_features: unsettable(list(feature, 15)).optional(),
  metadata: metadata.optional(),
  package_dimensions: unsettable(dimensions).optional(),
  shippable: flag.optional(),
  statement_descriptor: unsettable(text(22)).optional(),
  tax_code: unsettable(text(100)).optional(),
  tax_details: unsettable(productTax).optional(),
  unit_label: unsettable(text(12)).optional(),
  url: unsettable(webAddress).optional(),
};

const createInput = z.strictObject({
  ...productFields,
  default_price_data: z.strictObject(priceFields).optional(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,255}$/, 'give letters, digits, _ and -')
    .optional(),
  name: text(250).min(1, 'give a name'),
  type: z.enum(['good', 'service']).optional(),
});
const updateInput = z.strictObject({
  ...productFields,
  name: text(250).min(1, 'give a name').optional(),
  default_price: text(255).optional(),
});
const listInput = z.strictObject({
  ...page,
  ...created,
  active: flag.optional(),
  ids: list(text(255)).optional(),
  shippable: flag.optional(),
  type: z.enum(['good', 'service']).optional(),
  url: text(5000).optional(),
});

export const productResource: RecordResource<ProductData> = {
  kind: products,
  object: 'product',
  name: 'products',
  url: '/v1/products',
  show: productToStripe,
  events: { created: 'product.created', updated: 'product.updated', deleted: 'product.deleted' },
  // Of a price that is made and a product that is deleted at once, one is refused.
  along: ({ accountId, id, deletedAtMs }) =>
    deletedAtMs === null ? {} : noneLookingUp(prices, accountId, id),
};

export function addProducts(api: Api): void {
  const { db, clock } = api.means;
  const of = productResource;
  const read = addRecordReader(api, of, ['product']);
  addSearch(api, { kind: 'product', name: of.name, url: of.url, read });
  addCreate(api, of, {
    input: createInput,
    make: (call) => makeProduct(api, call),
  });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: updateInput,
    change: async ({ id, data }, { accountId, input }) => {
      const { name = data.name, default_price: defaultPrice = data.defaultPrice } = input;
      if (defaultPrice !== null && defaultPrice !== data.defaultPrice) {
        const price = await loadRecord(db, prices, accountId, defaultPrice);
        if (price === undefined) return err(missing('price', defaultPrice, 'default_price', 400));
        if (price.data.product !== id) {
          const message = `The price ${defaultPrice} is of another product. Give one of this product's own.`;
          return err(invalid(message, { param: 'default_price' }));
        }
      }
      const updatedAtMs = clock.nowMs();
      return ok({ data: { ...merge(data, input), name, defaultPrice, updatedAtMs } });
    },
  });
  addList(api, of, {
    input: listInput,
    filter: ({ active, shippable, type, url, ids }) => ({
      holds: { active, shippable, type, url },
      ...(ids === undefined ? {} : { ids }),
    }),
  });
  addDelete(api, of, async ({ accountId, id }) => {
    const [price] = await listRecords(db, prices, accountId, { lookup: id, limit: 1 });
    if (price === undefined) return undefined;
    const message =
      'This product cannot be deleted because it has prices. Set it to active=false instead: it is then sold no more.';
    return invalid(message, { param: 'id' });
  });
}

type CreateCall = Call<z.output<typeof createInput>>;

/** With `default_price_data` its first price is made in the same commit. */
function makeProduct(
  api: Api,
  { accountId, input, cause }: CreateCall,
): Result<Made<ProductData>, ApiError> {
  const nowMs = api.means.clock.nowMs();
  const id = input.id ?? api.means.makeId('prod');
  const data = newProduct(input, nowMs);
  if (input.default_price_data === undefined) return ok({ id, data });
  const made = priceFrom(input.default_price_data, id);
  if (!made.ok) return made;
  const price = madeRecord({
    accountId,
    id: api.means.makeId('price'),
    parent: null,
    createdAtMs: nowMs,
    data: made.value,
  });
  return ok({
    id,
    data: { ...data, defaultPrice: price.id },
    also: () =>
      unit(
        insertRecord(prices, price),
        tellRecord(api, priceResource, { after: price, before: null, cause }),
      ),
  });
}

/** A product as its maker says it, also where it is made along with a price. */
export function newProduct(
  given: Given & { readonly name: string; readonly type?: 'good' | 'service' | undefined },
  nowMs: number,
): ProductData {
  const { name, type = 'service' } = given;
  return { ...merge(noProduct, given), name, type, updatedAtMs: nowMs };
}

const noProduct: ProductData = {
  name: '',
  active: true,
  description: null,
  images: [],
  metadata: {},
  url: null,
  shippable: null,
  statementDescriptor: null,
  unitLabel: null,
  taxCode: null,
  performanceLocation: null,
  type: 'service',
  defaultPrice: null,
  marketingFeatures: [],
  packageDimensions: null,
  updatedAtMs: 0,
};

type Given = Omit<z.output<typeof updateInput>, 'name' | 'default_price' | 'expand'>;

/** The old product with what this request says otherwise; null unsets. */
function merge(old: ProductData, given: Given): ProductData {
  const or = <Value>(value: Value | undefined, before: Value): Value =>
    value === undefined ? before : value;
  const { tax_details: tax } = given;
  return {
    ...old,
    active: given.active ?? old.active,
    description: or(given.description, old.description),
    images: given.images === null ? [] : (given.images ?? old.images),
    marketingFeatures:
      given.marketing_features === null
        ? []
        : (given.marketing_features?.map(({ name }) => name) ?? old.marketingFeatures),
    metadata: mergeMetadata(old.metadata, given.metadata),
    packageDimensions: or(given.package_dimensions, old.packageDimensions),
    shippable: given.shippable ?? old.shippable,
    statementDescriptor: or(given.statement_descriptor, old.statementDescriptor),
    taxCode: or(tax === null ? null : (tax?.tax_code ?? given.tax_code), old.taxCode),
    performanceLocation: or(
      tax === null ? null : tax?.performance_location,
      old.performanceLocation,
    ),
    unitLabel: or(given.unit_label, old.unitLabel),
    url: or(given.url, old.url),
  };
}

function productToStripe({ id, data, createdAtMs }: Product): Resource & { readonly id: string } {
  return {
    id,
    object: 'product',
    active: data.active,
    created: seconds(createdAtMs),
    default_price: data.defaultPrice,
    description: data.description,
    images: data.images,
    livemode: false,
    marketing_features: data.marketingFeatures.map((name) => ({ name })),
    metadata: data.metadata,
    name: data.name,
    package_dimensions: data.packageDimensions,
    shippable: data.shippable,
    statement_descriptor: data.statementDescriptor,
    tax_code: data.taxCode,
    tax_details:
      data.taxCode === null && data.performanceLocation === null
        ? null
        : { performance_location: data.performanceLocation, tax_code: data.taxCode },
    type: data.type,
    unit_label: data.unitLabel,
    updated: seconds(data.updatedAtMs),
    url: data.url,
  };
}
