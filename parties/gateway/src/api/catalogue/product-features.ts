// Features at products: attached, listed, taken off. Each is shown with the whole feature inside, as
// the original has it, so the answers are put together here and not by the usual operations.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type Attached, type Feature, features, productFeatures } from '../../catalogue/feature.ts';
import { products } from '../../catalogue/product.ts';
import type { AccountId } from '../../ids.ts';
import {
  changeRecord,
  makeRecord,
  type RecordRefusal,
  recordUnknown,
} from '../../records/change-record.ts';
import { madeRecord } from '../../records/record.ts';
import { listRecords, loadRecord, loadRecords } from '../../records/store.ts';
import type { Api } from '../api.ts';
import {
  type Answer,
  type ApiError,
  busy,
  invalid,
  keyInUse,
  missing,
} from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import type { Resource } from '../to-stripe/shape.ts';
import { featureToStripe } from './features.ts';

const url = '/v1/products/:product/features';

export function addProductFeatures(api: Api): void {
  addEndpoint(api, {
    name: 'products.createFeature',
    method: 'POST',
    url,
    summary: 'Attaches a feature to a product.',
    answers: 'product_feature',
    input: z.strictObject({ ...expansion, entitlement_feature: text(255) }),
    run: (call) => attach(api, call),
  });
  addEndpoint(api, {
    name: 'products.listFeatures',
    method: 'GET',
    url,
    summary: 'The features of a product, newest first.',
    answers: 'list of product_feature',
    input: z.strictObject(page),
    run: async (call) => {
      const product = await productOf(api, call);
      if (!product.ok) return product;
      const { accountId, input } = call;
      const filter = { ...pageOf(input), parent: product.value };
      const found = await listRecords(api.means.db, productFeatures, accountId, filter);
      const shown = await show(api, accountId, found);
      return ok(listAnswer(`/v1/products/${product.value}/features`, input, shown));
    },
  });
  addEndpoint(api, {
    name: 'products.retrieveFeature',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One feature of a product.',
    answers: 'product_feature',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, ids }) => {
      const found = await loadRecord(api.means.db, productFeatures, accountId, id);
      if (!isAt(found, ids['product'])) return err(missing('product_feature', id));
      const [body] = await show(api, accountId, [found]);
      return body === undefined ? err(missing('product_feature', id)) : ok({ status: 200, body });
    },
  });
  addEndpoint(api, {
    name: 'products.deleteFeature',
    method: 'DELETE',
    url: `${url}/:id`,
    summary: 'Takes a feature off a product.',
    answers: 'deleted product_feature',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, ids }) => {
      const { db, clock } = api.means;
      const done = await changeRecord(db, productFeatures, {
        accountId,
        id,
        change: async (before) =>
          isAt(before, ids['product'])
            ? ok({ record: { ...before, deletedAtMs: clock.nowMs() } })
            : err(recordUnknown(id)),
        along: () => ({}),
      });
      const body = { id, object: 'product_feature', deleted: true };
      return done.ok ? ok({ status: 200, body }) : err(refused(done.error, id));
    },
  });
}

async function attach(
  api: Api,
  call: Call<{ readonly entitlement_feature: string }>,
): Promise<Result<Answer, ApiError>> {
  const { db, clock, makeId } = api.means;
  const { accountId, input, once } = call;
  const product = await productOf(api, call);
  if (!product.ok) return product;
  const id = input.entitlement_feature;
  const feature = await loadRecord(db, features, accountId, id);
  if (feature === undefined) return err(missing('feature', id, 'entitlement_feature', 400));
  const record = madeRecord({
    accountId,
    id: makeId(productFeatures.prefix),
    parent: product.value,
    createdAtMs: clock.nowMs(),
    data: { product: product.value, feature: feature.id },
  });
  const answer: Answer = { status: 200, body: attachedToStripe(record, feature) };
  const done = await makeRecord(db, productFeatures, {
    record,
    along: () => once(() => answer).settle(record, record.id),
  });
  return done.ok ? ok(answer) : err(refused(done.error, id));
}

async function productOf(api: Api, call: Call<unknown>): Promise<Result<string, ApiError>> {
  const id = call.ids['product'] ?? '';
  const found = await loadRecord(api.means.db, products, call.accountId, id);
  const isThere = found !== undefined && found.deletedAtMs === null;
  return isThere ? ok(id) : err(missing('product', id, 'product'));
}

function isAt(record: Attached | undefined, product: string | undefined): record is Attached {
  return record !== undefined && record.deletedAtMs === null && record.parent === product;
}

async function show(
  api: Api,
  accountId: AccountId,
  attached: readonly Attached[],
): Promise<Resource[]> {
  const ids = attached.map(({ data }) => data.feature);
  const found = await loadRecords(api.means.db, features, accountId, ids);
  const byId = new Map(found.map((feature) => [feature.id, feature]));
  return attached.flatMap((one) => {
    const feature = byId.get(one.data.feature);
    return feature === undefined ? [] : [attachedToStripe(one, feature)];
  });
}

function attachedToStripe({ id }: Attached, feature: Feature): Resource {
  return {
    id,
    object: 'product_feature',
    entitlement_feature: featureToStripe(feature),
    livemode: false,
  };
}

function refused(refusal: RecordRefusal, id: string): ApiError {
  switch (refusal.code) {
    case 'record_unknown':
      return missing('product_feature', id);
    case 'record_taken':
      return invalid(`The feature ${id} is attached to this product already.`, {
        code: 'resource_already_exists',
        param: 'entitlement_feature',
      });
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}
