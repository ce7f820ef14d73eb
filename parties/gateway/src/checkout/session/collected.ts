// What a session asks its buyer besides the card, and what the buyer has answered.

import { z } from 'zod';

const nullable = z.string().nullable();

const addressSchema = z.object({
  city: nullable,
  country: nullable,
  line1: nullable,
  line2: nullable,
  postalCode: nullable,
  state: nullable,
});
export type Address = Readonly<z.output<typeof addressSchema>>;

const length = z.number().nullable();

const customFieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  isOptional: z.boolean(),
  type: z.enum(['text', 'numeric', 'dropdown']),
  defaultValue: nullable,
  minimumLength: length,
  maximumLength: length,
  options: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type CustomField = Readonly<z.output<typeof customFieldSchema>>;

const nameAsk = z.enum(['required', 'optional']).nullable();

export const askSchema = z.object({
  /** Whether the e-mail must be typed, since the merchant has not told it. */
  email: z.boolean(),
  phone: z.boolean(),
  billing: z.enum(['auto', 'required']),
  /** Where goods may go; null where no address is asked for. */
  shippingCountries: z.array(z.string()).nullable(),
  businessName: nameAsk,
  individualName: nameAsk,
  fields: z.array(customFieldSchema),
  /** Whether the terms must be agreed to, and whether news may be wished for. */
  terms: z.boolean(),
  promotions: z.boolean(),
});
export type Ask = Readonly<z.output<typeof askSchema>>;

const collectedSchema = z.object({
  email: nullable,
  name: nullable,
  phone: nullable,
  businessName: nullable,
  individualName: nullable,
  billing: addressSchema.nullable(),
  shipping: z.object({ name: z.string(), address: addressSchema }).nullable(),
  /** Answers by the key of the field. */
  fields: z.record(z.string(), z.string()),
  terms: z.boolean(),
  promotions: z.enum(['opt_in', 'opt_out']).nullable(),
  /** Chosen on the page before the address is whole: it says whose VAT it is. */
  country: nullable.default(null),
});
export type Collected = Readonly<z.output<typeof collectedSchema>>;

export const nothingCollected: Collected = {
  email: null,
  name: null,
  phone: null,
  businessName: null,
  individualName: null,
  billing: null,
  shipping: null,
  fields: {},
  terms: false,
  promotions: null,
  country: null,
};

export const readCollected = (json: unknown): Collected => collectedSchema.parse(json);
