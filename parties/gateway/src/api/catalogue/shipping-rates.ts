// Shipping rates: what sending costs, kept by the merchant and offered by their sessions.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import {
  type ShippingRate,
  type ShippingRateData,
  shippingRates,
} from '../../catalogue/shipping-rate.ts';
import type { Api } from '../api.ts';
import { invalid } from '../kernel/api-error.ts';
import { created, expansion, flag, mergeMetadata, metadata, page } from '../kernel/parameters.ts';
import {
  addCreate,
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type RecordResource,
} from '../kernel/record-resource.ts';
import { type Json, type Resource, seconds } from '../to-stripe/shape.ts';
import { taxBehavior, unitAmount } from './price-input.ts';
import { rateFields, rateFrom, rateOptions } from './shipping-rate-input.ts';

const updateInput = z.strictObject({
  ...expansion,
  active: flag.optional(),
  fixed_amount: z
    .strictObject({
      currency_options: z
        .record(
          z.string().max(10),
          z.strictObject({ amount: unitAmount.optional(), tax_behavior: taxBehavior.optional() }),
        )
        .optional(),
    })
    .optional(),
  metadata: metadata.optional(),
  tax_behavior: taxBehavior.optional(),
});

const of: RecordResource<ShippingRateData> = {
  kind: shippingRates,
  object: 'shipping_rate',
  name: 'shippingRates',
  url: '/v1/shipping_rates',
  param: 'shipping_rate_token',
  show: rateToStripe,
};

export function addShippingRates(api: Api): void {
  addRecordReader(api, of, ['shipping_rate']);
  addCreate(api, of, {
    input: z.strictObject({ ...expansion, ...rateFields }),
    make: ({ input }) => {
      const made = rateFrom(input);
      return made.ok ? ok({ data: made.value }) : made;
    },
  });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: updateInput,
    change: ({ data: old }, { input }) => {
      const { tax_behavior: taxed = old.main.taxBehavior, fixed_amount: fixed } = input;
      if (old.main.taxBehavior !== 'unspecified' && taxed !== old.main.taxBehavior) {
        const message =
          'Once tax_behavior is inclusive or exclusive it cannot be changed. Make a new rate.';
        return err(invalid(message, { param: 'tax_behavior' }));
      }
      const about = { main: old.currency, param: 'fixed_amount', old: old.options };
      const options = rateOptions(fixed?.currency_options ?? {}, about);
      if (!options.ok) return options;
      return ok({
        data: {
          ...old,
          active: input.active ?? old.active,
          metadata: mergeMetadata(old.metadata, input.metadata),
          main: { ...old.main, taxBehavior: taxed },
          options: options.value,
        },
      });
    },
  });
  addList(api, of, {
    input: z.strictObject({
      ...page,
      ...created,
      active: flag.optional(),
      currency: z.string().max(10).optional(),
    }),
    filter: ({ active, currency }) => ({ holds: { active, currency: currency?.toUpperCase() } }),
  });
}

function rateToStripe({ id, data, createdAtMs }: ShippingRate): Resource & { readonly id: string } {
  return {
    id,
    object: 'shipping_rate',
    active: data.active,
    created: seconds(createdAtMs),
    delivery_estimate: data.estimate,
    display_name: data.displayName,
    fixed_amount: {
      amount: data.main.minor,
      currency: data.currency.toLowerCase(),
      ...currencyOptionsOf(data),
    },
    livemode: false,
    metadata: data.metadata,
    tax_behavior: data.main.taxBehavior,
    tax_code: data.taxCode,
    type: 'fixed_amount',
  };
}

function currencyOptionsOf({ currency, main, options }: ShippingRateData): Record<string, Json> {
  const others = Object.entries(options);
  if (others.length === 0) return {};
  const all = [[currency, main] as const, ...others].map(([code, { minor, taxBehavior }]) => [
    code.toLowerCase(),
    { amount: minor, tax_behavior: taxBehavior },
  ]);
  return { currency_options: Object.fromEntries(all) };
}
