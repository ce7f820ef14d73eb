// What a merchant says of a payment. Most of it is only repeated; what changes how the payment goes
// (who is there, when it is captured, how hard to ask for the cardholder) is read where it goes.
// Stored as json: payments made before a wish was known lack it, so each has its default.

import { z } from 'zod';
import { splitSchema } from './split.ts';

const nullableText = z.string().nullable();
const prefixed = <Prefix extends string>(prefix: Prefix) => z.templateLiteral([prefix, z.string()]);
const minor = z.number().int();

/** Where the goods go, in Stripe's shape. */
export const shippingSchema = z.object({
  address: z.record(z.string(), nullableText),
  carrier: nullableText,
  name: nullableText,
  phone: nullableText,
  trackingNumber: nullableText,
});

const availability = z.enum(['if_available', 'never']);
const usage = z.enum(['installment', 'recurring', 'unscheduled']);

/** What is said of card payments only. */
const cardSchema = z.object({
  threeDs: z.enum(['any', 'automatic', 'challenge']).default('automatic'),
  /** By mail or telephone: nobody can be asked by their bank. */
  isMoto: z.boolean().default(false),
  setupFutureUsage: z.enum(['none', 'off_session', 'on_session']).nullable().default(null),
  captureMethod: z.literal('manual').nullable().default(null),
  network: nullableText.default(null),
  extendedAuthorization: availability.nullable().default(null),
  overcapture: availability.nullable().default(null),
  setupCredentialUsage: usage.nullable().default(null),
  storedCredentialUsage: usage.nullable().default(null),
});

const lineItemSchema = z.object({
  id: z.string(),
  discountMinor: minor.nullable(),
  productCode: nullableText,
  productName: z.string(),
  quantity: z.number().int(),
  taxMinor: minor.nullable(),
  unitMinor: minor,
  unitOfMeasure: nullableText,
  commodityCode: nullableText,
});

/** What the amount is made of; told to nobody but the merchant. */
const amountDetailsSchema = z.object({
  discountMinor: minor.nullable(),
  isEnforced: z.boolean(),
  lines: z.array(lineItemSchema).readonly(),
  shipping: z
    .object({
      minor: minor.nullable(),
      fromPostalCode: nullableText,
      toPostalCode: nullableText,
    })
    .nullable(),
  taxMinor: minor.nullable(),
});

/** That the customer agreed to later payments, when and how. */
export const acceptanceSchema = z.object({
  acceptedAtMs: z.number().int(),
  online: z.object({ ipAddress: z.string(), userAgent: z.string() }).nullable(),
});

export const notesSchema = z.object({
  customer: prefixed('cus_').nullable(),
  description: nullableText,
  metadata: z.record(z.string(), z.string()),
  receiptEmail: nullableText,
  shipping: shippingSchema.nullable(),
  report: z.enum(['fraudulent', 'safe']).nullable(),
  transferGroup: nullableText.default(null),
});

export const wishesSchema = z.object({
  customer: prefixed('cus_').nullable(),
  description: nullableText,
  metadata: z.record(z.string(), z.string()),
  receiptEmail: nullableText,
  returnUrl: nullableText,
  offSession: z.boolean(),
  setupFutureUsage: z.enum(['off_session', 'on_session']).nullable(),
  shipping: shippingSchema.nullable(),
  statementDescriptor: nullableText.default(null),
  statementSuffix: nullableText,
  session: prefixed('cs_').nullable(),
  /** Made by the older API of charges: the intent is behind it, and shown to nobody. */
  isBehindCharge: z.boolean().default(false),
  automaticMethods: z.boolean(),
  allowRedirects: z.enum(['always', 'never']).default('always'),
  allowedTypes: z.array(z.string()).readonly().nullable().default(null),
  excludedTypes: z.array(z.string()).readonly().nullable().default(null),
  /** After the cardholder was asked, `manual` waits for the merchant to confirm once more. */
  confirmation: z.enum(['automatic', 'manual']).default('automatic'),
  /** A script of the merchant's page handles what the cardholder has to do. */
  usesScript: z.boolean().default(false),
  /** May the hold be raised before its capture, may it be captured in several parts? */
  requestIncremental: z.boolean().default(false),
  requestMulticapture: z.boolean().default(false),
  card: cardSchema.prefault({}),
  amountDetails: amountDetailsSchema.nullable().default(null),
  customerReference: nullableText.default(null),
  orderReference: nullableText.default(null),
  acceptance: acceptanceSchema.nullable().default(null),
  split: splitSchema.prefault({}),
});

export type Wishes = Readonly<z.output<typeof wishesSchema>>;
export type CardWishes = Wishes['card'];
export type Shipping = Readonly<z.output<typeof shippingSchema>>;
export type AmountDetails = Readonly<z.output<typeof amountDetailsSchema>>;
export type LineItem = AmountDetails['lines'][number];
export type Acceptance = Readonly<z.output<typeof acceptanceSchema>>;

/** Is the payment method to be used again? What is said of cards goes before what is said of all. */
export function keepsMethod({ setupFutureUsage, card }: Wishes): boolean {
  const usage = card.setupFutureUsage ?? setupFutureUsage;
  return usage === 'off_session' || usage === 'on_session';
}

export const noWishes: Wishes = wishesSchema.parse({
  customer: null,
  description: null,
  metadata: {},
  receiptEmail: null,
  returnUrl: null,
  offSession: false,
  setupFutureUsage: null,
  shipping: null,
  statementSuffix: null,
  session: null,
  automaticMethods: true,
});
