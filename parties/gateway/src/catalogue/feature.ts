// What a product lets its buyer do, and which products have it. Two kinds of record: the feature, and
// its place at a product, whose child it is.

import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';

const featureSchema = z.object({
  name: z.string(),
  lookupKey: z.string(),
  active: z.boolean(),
  metadata: z.record(z.string(), z.string()),
});
export type FeatureData = Readonly<z.output<typeof featureSchema>>;
export type Feature = RecordOf<FeatureData>;

export const features: RecordKind<FeatureData> = {
  kind: 'feature',
  prefix: 'feat',
  read: (json) => featureSchema.parse(json),
  lookup: ({ lookupKey }) => lookupKey,
  unique: ({ lookupKey }) => lookupKey,
};

const attachedSchema = z.object({ product: z.string(), feature: z.string() });
export type AttachedData = Readonly<z.output<typeof attachedSchema>>;
export type Attached = RecordOf<AttachedData>;

export const productFeatures: RecordKind<AttachedData> = {
  kind: 'product_feature',
  prefix: 'prodft',
  read: (json) => attachedSchema.parse(json),
  unique: ({ product, feature }) => `${product}|${feature}`,
};
