// Products: what a merchant sells.

import { ok } from '@kassa/result';
import { z } from 'zod';
import { type Product, type ProductData, products } from '../../catalogue/product.ts';
import type { Api } from '../api.ts';
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
  type RecordResource,
} from '../kernel/record-resource.ts';
import { type Resource, seconds } from '../to-stripe/shape.ts';

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
  unit_label: unsettable(text(12)).optional(),
  url: unsettable(webAddress).optional(),
};

const createInput = z.strictObject({
  ...productFields,
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
  url: text(5000).optional(),
});

export function addProducts(api: Api): void {
  const { clock } = api.means;
  const of: RecordResource<ProductData> = {
    kind: products,
    object: 'product',
    name: 'products',
    url: '/v1/products',
    show: productToStripe,
    events: { created: 'product.created', updated: 'product.updated', deleted: 'product.deleted' },
  };
  addRecordReader(api, of, ['product']);
  addCreate(api, of, {
    input: createInput,
    make: ({ input }) => {
      const data = { ...merge(noProduct, input), name: input.name, updatedAtMs: clock.nowMs() };
      return ok({ data, ...(input.id === undefined ? {} : { id: input.id }) });
    },
  });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: updateInput,
    change: ({ data }, { input }) => {
      const { name = data.name, default_price: defaultPrice = data.defaultPrice } = input;
      const updatedAtMs = clock.nowMs();
      return ok({ data: { ...merge(data, input), name, defaultPrice, updatedAtMs } });
    },
  });
  addList(api, of, {
    input: listInput,
    filter: ({ active, shippable, url, ids }) => ({
      holds: { active, shippable, url },
      ...(ids === undefined ? {} : { ids }),
    }),
  });
  addDelete(api, of);
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
  defaultPrice: null,
  marketingFeatures: [],
  packageDimensions: null,
  updatedAtMs: 0,
};

type Given = Omit<z.output<typeof updateInput>, 'name' | 'default_price'>;

/** The old product with what this request says otherwise; null unsets. */
function merge(old: ProductData, given: Given): ProductData {
  const or = <Value>(value: Value | undefined, before: Value): Value =>
    value === undefined ? before : value;
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
    taxCode: or(given.tax_code, old.taxCode),
    unitLabel: or(given.unit_label, old.unitLabel),
    url: or(given.url, old.url),
  };
}

function productToStripe({ id, data, createdAtMs }: Product): Resource & { readonly id: string } {
  return {
    id,
    object: 'product',
    active: data.active,
    attributes: [],
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
    type: 'service',
    unit_label: data.unitLabel,
    updated: seconds(data.updatedAtMs),
    url: data.url,
  };
}
