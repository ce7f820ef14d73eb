// A Checkout Session: what the hosted page shows and the PaymentIntent it pays. Its state follows
// the payment's; only its expiry and what the buyer chooses on the page are its own.

import type { Money } from '@kassa/money';
import { z } from 'zod';
import { pricingSchema, taxBehaviors } from '../../catalogue/price.ts';
import { estimateUnits } from '../../catalogue/shipping-rate.ts';
import type { AccountId, PaymentIntentId, SessionId, SetupIntentId } from '../../ids.ts';
import { askSchema, type Collected } from './collected.ts';

export type SessionStatus = 'open' | 'complete' | 'expired';

/** What comes of it: a payment, or a card that is kept for later and costs nothing now. */
export type Pays =
  | { readonly mode: 'payment'; readonly intentId: PaymentIntentId }
  | { readonly mode: 'setup'; readonly setupId: SetupIntentId };

export type CheckoutSession = {
  readonly accountId: AccountId;
  readonly id: SessionId;
  /** A change names the version it was made from. */
  readonly version: number;
  readonly pays: Pays;
  readonly createdAtMs: number;
  readonly status: SessionStatus;
  /** All lines; VAT is within where prices include it, and comes on top where they do not. */
  readonly subtotal: Money;
  readonly shipping: Money;
  /** All VAT, and the part of it that is added to the prices. */
  readonly tax: Money;
  readonly taxAdded: Money;
  readonly total: Money;
  readonly lines: readonly SessionLine[];
  readonly details: SessionDetails;
  /** What the buyer has told on the page. */
  readonly collected: Collected;
  readonly expiresAtMs: number;
  readonly completedAtMs: number | null;
};

const nullable = z.string().nullable();
const metadata = z.record(z.string(), z.string());

export const lineSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: nullable,
  images: z.array(z.string()),
  quantity: z.number(),
  price: nullable,
  product: nullable,
  pricing: pricingSchema,
  /** What the buyer has named, where the price leaves it to them. */
  customMinor: z.number().nullable(),
  /** Between what the buyer may change the quantity. */
  adjustable: z.object({ minimum: z.number(), maximum: z.number() }).nullable(),
  metadata,
  subtotalMinor: z.number(),
  taxMinor: z.number(),
});

const edge = z.object({ unit: z.enum(estimateUnits), value: z.number() }).nullable();

export const shippingOptionSchema = z.object({
  rate: z.string(),
  name: z.string(),
  minor: z.number(),
  taxBehavior: z.enum(taxBehaviors),
  estimate: z.object({ minimum: edge, maximum: edge }).nullable(),
});

const taxSchema = z.object({
  /** Whose VAT it is; null while the buyer has yet to say where they are. */
  country: nullable,
  /** Zero where the table knows no VAT of that country. */
  basisPoints: z.number(),
  /** From when the rate holds. */
  effectiveFrom: nullable,
  /** Of a customer who owes none. */
  exemption: z.enum(['none', 'exempt', 'reverse']),
});

/** Texts of the merchant's own that stand on the page. */
export const textsSchema = z.object({
  submit: nullable,
  shippingAddress: nullable,
  terms: nullable,
  afterSubmit: nullable,
});

const detailsSchema = z.object({
  /** Null: our own page confirms the payment. */
  successUrl: nullable,
  cancelUrl: nullable,
  clientReferenceId: nullable,
  customerEmail: nullable,
  customer: nullable,
  locale: nullable,
  metadata,
  captureMethod: z.enum(['automatic', 'manual']),
  ask: askSchema,
  texts: textsSchema,
  submitType: z.enum(['pay', 'book', 'donate']).nullable(),
  shippingOptions: z.array(shippingOptionSchema),
  /** The option that counts now: the first, until the buyer chooses. */
  shippingRate: nullable,
  shippingTaxMinor: z.number(),
  /** Null where no VAT is counted. */
  tax: taxSchema.nullable(),
  customerCreation: z.enum(['always', 'if_required']),
  /** The id that a customer will bear who is made when the session is complete. */
  newCustomer: z.templateLiteral(['cus_', z.string()]).nullable(),
  /** Of the card: may its customer be shown it again? */
  allowRedisplay: z.enum(['always', 'limited', 'unspecified']).default('unspecified'),
  /** What the buyer tells becomes that of the customer who is there already. */
  customerUpdate: z
    .object({ address: z.boolean(), name: z.boolean(), shipping: z.boolean() })
    .default({ address: false, name: false, shipping: false }),
  /** Once expired, a link opens the same order again. */
  recovery: z.boolean(),
  recoveredFrom: nullable,
  link: nullable,
  /** What our own page says once it is paid, where it confirms. */
  confirmation: nullable.default(null),
  /** What the merchant has said and we repeat: nothing here moves anything. */
  said: z.record(z.string(), z.json()),
});

/** One row of the order; amounts are whole minor units of the session's currency. */
export type SessionLine = Readonly<z.output<typeof lineSchema>>;
export type ShippingOption = Readonly<z.output<typeof shippingOptionSchema>>;
export type SessionTax = Readonly<z.output<typeof taxSchema>>;
export type SessionTexts = Readonly<z.output<typeof textsSchema>>;
export type SessionDetails = Readonly<z.output<typeof detailsSchema>>;

export const readLines = (json: unknown): readonly SessionLine[] => z.array(lineSchema).parse(json);
export const readDetails = (json: unknown): SessionDetails => detailsSchema.parse(json);

/** The shipping that is charged now; undefined where nothing is sent. */
export function shippingOf({ details }: CheckoutSession): ShippingOption | undefined {
  return details.shippingOptions.find(({ rate }) => rate === details.shippingRate);
}
