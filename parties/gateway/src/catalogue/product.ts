// A product: what a merchant sells, as its prices, payment links and sessions name it. A record.

import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';
import { indexRecord } from '../search/index-record.ts';

const productSchema = z.object({
  name: z.string(),
  active: z.boolean(),
  description: z.string().nullable(),
  images: z.array(z.string()),
  metadata: z.record(z.string(), z.string()),
  url: z.string().nullable(),
  shippable: z.boolean().nullable(),
  statementDescriptor: z.string().nullable(),
  unitLabel: z.string().nullable(),
  taxCode: z.string().nullable(),
  // Products made before these were taken lack them.
  performanceLocation: z.string().nullable().default(null),
  type: z.enum(['good', 'service']).default('service'),
  defaultPrice: z.string().nullable(),
  marketingFeatures: z.array(z.string()),
  packageDimensions: z
    .object({ height: z.number(), length: z.number(), weight: z.number(), width: z.number() })
    .nullable(),
  updatedAtMs: z.number(),
});

export type ProductData = Readonly<z.output<typeof productSchema>>;
export type Product = RecordOf<ProductData>;

export const products: RecordKind<ProductData> = {
  kind: 'product',
  prefix: 'prod',
  read: (json) => productSchema.parse(json),
  index: indexRecord('product', ({ active, description, metadata, name, shippable, url }) => {
    return { active, description, metadata, name, shippable, url };
  }),
};
