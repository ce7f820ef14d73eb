// Entitlement features: what products let their buyers do. Who is entitled to what follows from
// subscriptions, which are not here; the features themselves are kept and attached to products.

import { ok } from '@kassa/result';
import { z } from 'zod';
import { type Feature, type FeatureData, features } from '../../catalogue/feature.ts';
import type { Api } from '../api.ts';
import { expansion, flag, mergeMetadata, metadata, page, text } from '../kernel/parameters.ts';
import {
  addCreate,
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type RecordResource,
} from '../kernel/record-resource.ts';
import type { Resource } from '../to-stripe/shape.ts';

const name = text(80).min(1, 'give a name');

const of: RecordResource<FeatureData> = {
  kind: features,
  object: 'entitlements.feature',
  name: 'entitlements.features',
  url: '/v1/entitlements/features',
  show: featureToStripe,
};

export function addFeatures(api: Api): void {
  addRecordReader(api, of);
  addCreate(api, of, {
    input: z.strictObject({
      ...expansion,
      lookup_key: text(80).min(1, 'give a key'),
      metadata: metadata.optional(),
      name,
    }),
    make: ({ input }) => {
      const { name: called, lookup_key: lookupKey, metadata: given = {} } = input;
      return ok({ data: { name: called, lookupKey, active: true, metadata: given } });
    },
  });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: z.strictObject({
      ...expansion,
      active: flag.optional(),
      metadata: metadata.optional(),
      name: name.optional(),
    }),
    change: ({ data }, { input }) =>
      ok({
        data: {
          ...data,
          name: input.name ?? data.name,
          active: input.active ?? data.active,
          metadata: mergeMetadata(data.metadata, input.metadata),
        },
      }),
  });
  addList(api, of, {
    input: z.strictObject({
      ...page,
      archived: flag.optional(),
      lookup_key: text(80).optional(),
    }),
    filter: ({ archived = false, lookup_key: lookup }) => ({
      lookup,
      holds: { active: !archived },
    }),
  });
}

export function featureToStripe({ id, data }: Feature): Resource & { readonly id: string } {
  return {
    id,
    object: 'entitlements.feature',
    active: data.active,
    livemode: false,
    lookup_key: data.lookupKey,
    metadata: data.metadata,
    name: data.name,
  };
}
