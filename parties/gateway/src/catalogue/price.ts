// A price: what one piece of a product costs, in one currency or in several. A record; what it costs
// never changes once it is made, so that whoever has seen a price has seen the truth.

import type { Currency } from '@kassa/money';
import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';
import { indexRecord } from '../search/index-record.ts';

export const taxBehaviors = ['inclusive', 'exclusive', 'unspecified'] as const;
export type TaxBehavior = (typeof taxBehaviors)[number];

/** `decimal` is the exact amount in minor units, up to twelve places; `minor` only when it is whole. */
const tierSchema = z.object({
  upTo: z.number().nullable(),
  unitDecimal: z.string().nullable(),
  flatDecimal: z.string().nullable(),
});

const optionSchema = z.object({
  unitDecimal: z.string().nullable(),
  taxBehavior: z.enum(taxBehaviors),
  /** The buyer says how much. */
  custom: z
    .object({
      minimum: z.number().nullable(),
      maximum: z.number().nullable(),
      preset: z.number().nullable(),
    })
    .nullable(),
  tiers: z.array(tierSchema).nullable(),
});

const packSchema = z.object({ divideBy: z.number(), round: z.enum(['up', 'down']) });
const tiersModes = z.enum(['graduated', 'volume']);

const priceSchema = z.object({
  product: z.string(),
  /** Made for one line of one session: no price that the merchant keeps. */
  isInline: z.boolean().default(false),
  active: z.boolean(),
  nickname: z.string().nullable(),
  lookupKey: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  currency: z.string(),
  type: z.enum(['one_time', 'recurring']),
  tiersMode: tiersModes.nullable(),
  transformQuantity: packSchema.nullable(),
  recurring: z
    .object({
      interval: z.enum(['day', 'week', 'month', 'year']),
      intervalCount: z.number(),
      trialDays: z.number().nullable(),
    })
    .nullable(),
  main: optionSchema,
  /** In other currencies. */
  options: z.record(z.string(), optionSchema),
});

/** All that an amount is counted from: a line of a session keeps it as it was. */
export const pricingSchema = z.object({
  tiersMode: tiersModes.nullable(),
  transformQuantity: packSchema.nullable(),
  option: optionSchema,
});

export type Pricing = Readonly<z.output<typeof pricingSchema>>;
export type PriceTier = Readonly<z.output<typeof tierSchema>>;
export type PriceOption = Readonly<z.output<typeof optionSchema>>;
export type PriceData = Readonly<z.output<typeof priceSchema>>;
export type Price = RecordOf<PriceData>;

export const prices: RecordKind<PriceData> = {
  kind: 'price',
  prefix: 'price',
  read: (json) => priceSchema.parse(json),
  lookup: ({ product, isInline }) => (isInline ? null : product),
  unique: ({ lookupKey }) => lookupKey,
  index: indexRecord('price', ({ active, currency, lookupKey, metadata, product, type }) => {
    return { active, currency, lookup_key: lookupKey, metadata, product, type };
  }),
};

/** What it costs in this currency; undefined where it is not sold in it. */
export function optionIn(price: PriceData, currency: Currency): PriceOption | undefined {
  if (price.currency === currency) return price.main;
  return Object.hasOwn(price.options, currency) ? price.options[currency] : undefined;
}
