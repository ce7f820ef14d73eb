// A way of sending goods and what it costs, offered to buyers on the hosted page. A record.

import type { Currency } from '@kassa/money';
import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';
import { type TaxBehavior, taxBehaviors } from './price.ts';

export const estimateUnits = ['hour', 'day', 'business_day', 'week', 'month'] as const;

const edge = z.object({ unit: z.enum(estimateUnits), value: z.number() }).nullable();
const option = z.object({ minor: z.number(), taxBehavior: z.enum(taxBehaviors) });

const rateSchema = z.object({
  displayName: z.string(),
  active: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  taxCode: z.string().nullable(),
  estimate: z.object({ minimum: edge, maximum: edge }).nullable(),
  currency: z.string(),
  main: option,
  /** In other currencies. */
  options: z.record(z.string(), option),
});

export type ShippingRateData = Readonly<z.output<typeof rateSchema>>;
export type ShippingRate = RecordOf<ShippingRateData>;

export const shippingRates: RecordKind<ShippingRateData> = {
  kind: 'shipping_rate',
  prefix: 'shr',
  read: (json) => rateSchema.parse(json),
};

/** What sending costs in this currency; undefined where it is not offered in it. */
export function rateIn(
  rate: ShippingRateData,
  currency: Currency,
): { readonly minor: number; readonly taxBehavior: TaxBehavior } | undefined {
  if (rate.currency === currency) return rate.main;
  return Object.hasOwn(rate.options, currency) ? rate.options[currency] : undefined;
}
