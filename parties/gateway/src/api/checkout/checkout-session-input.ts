// What a shop may say of a Checkout Session. What we do not do yet is refused by name, never
// silently dropped.

import { type Currency, money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { CheckoutSession, SessionLine } from '../../checkout/session/session.ts';
import type { AccountId, IdMaker, PaymentIntentId, SessionId } from '../../ids.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import {
  currencyCode,
  expansion,
  flag,
  integer,
  list,
  metadata,
  text,
  webAddress,
} from '../kernel/parameters.ts';

const price = integer(0, 99_999_999);

const lineItem = z.strictObject({
  quantity: integer(1, 999_999).optional(),
  price_data: z.strictObject({
    currency: currencyCode,
    unit_amount: price,
    tax_behavior: z.enum(['inclusive', 'exclusive', 'unspecified']).optional(),
    product_data: z.strictObject({
      name: text(250).min(1, 'Give a name'),
      description: text(500).optional(),
      images: list(webAddress, 8).optional(),
      metadata: metadata.optional(),
    }),
  }),
});

const shippingOption = z.strictObject({
  shipping_rate_data: z.strictObject({
    type: z.literal('fixed_amount').optional(),
    display_name: text(100),
    fixed_amount: z.strictObject({ amount: price, currency: currencyCode }),
    metadata: metadata.optional(),
    tax_behavior: z.enum(['inclusive', 'exclusive', 'unspecified']).optional(),
  }),
});

export const createSessionInput = z.strictObject({
  ...expansion,
  mode: z.literal('payment', 'Only the mode "payment" is there yet').optional(),
  ui_mode: z.literal('hosted_page', 'Only "hosted_page" is there yet').optional(),
  line_items: list(lineItem, 100),
  shipping_options: list(shippingOption, 1).optional(),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
  client_reference_id: text(200).optional(),
  customer: text(100).optional(),
  customer_email: text(512).optional(),
  expires_at: integer(0, 99_999_999_999).optional(),
  locale: text(10).optional(),
  metadata: metadata.optional(),
  allowed_payment_method_types: list(
    z.literal('card', 'Only "card" is taken here yet'),
    10,
  ).optional(),
  payment_intent_data: z
    .strictObject({
      capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
      description: text(1000).optional(),
      metadata: metadata.optional(),
      receipt_email: text(512).optional(),
      statement_descriptor_suffix: text(22).optional(),
    })
    .optional(),
  automatic_tax: z
    .strictObject({ enabled: flag.pipe(z.literal(false, 'Not there yet')) })
    .optional(),
});

export type CreateSessionInput = z.output<typeof createSessionInput>;

type Given = {
  readonly accountId: AccountId;
  readonly id: SessionId;
  readonly intentId: PaymentIntentId;
  readonly nowMs: number;
};

const lifeDefaultMs = 24 * 3_600_000;
const lifeMinMs = 30 * 60_000;

export function sessionFrom(
  input: CreateSessionInput,
  given: Given,
  makeId: IdMaker,
): Result<CheckoutSession, ApiError> {
  const currency = input.line_items[0]?.price_data.currency;
  if (currency === undefined) {
    const message = 'Missing required param: line_items. Give at least one line.';
    return err(invalid(message, { code: 'parameter_missing', param: 'line_items' }));
  }
  const expiresAtMs = expiryOf(input, given.nowMs);
  if (!expiresAtMs.ok) return expiresAtMs;
  const isMixed = currenciesOf(input).some((other) => other !== currency);
  if (isMixed) {
    const message = 'All lines and the shipping of one session must have the same currency.';
    return err(invalid(message, { param: 'line_items' }));
  }
  const lines = input.line_items.map((item) => lineOf(item, makeId));
  const subtotal = lines.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0);
  const shipping = input.shipping_options?.[0]?.shipping_rate_data;
  const shippingMinor = shipping?.fixed_amount.amount ?? 0;
  const total = subtotal + shippingMinor;
  if (total < 1 || total > 99_999_999) {
    const message = 'The total of a session must be between 1 and 99999999 minor units.';
    const code = total < 1 ? 'amount_too_small' : 'amount_too_large';
    return err(invalid(message, { code, param: 'line_items' }));
  }
  const amount = (minor: number) => money(currency, BigInt(minor));
  const { nowMs, ...ids } = given;
  return ok({
    ...ids,
    createdAtMs: nowMs,
    status: 'open',
    subtotal: amount(subtotal),
    shipping: amount(shippingMinor),
    total: amount(total),
    lines,
    details: detailsOf(input, shipping?.display_name ?? null),
    expiresAtMs: expiresAtMs.value,
    completedAtMs: null,
  });
}

function currenciesOf(input: CreateSessionInput): Currency[] {
  return [
    ...input.line_items.map((item) => item.price_data.currency),
    ...(input.shipping_options ?? []).map((one) => one.shipping_rate_data.fixed_amount.currency),
  ];
}

function lineOf(item: z.output<typeof lineItem>, makeId: IdMaker): SessionLine {
  const { product_data: product, unit_amount: unitMinor } = item.price_data;
  const { name, description = null, images = [] } = product;
  return { id: makeId('li'), name, description, images, quantity: item.quantity ?? 1, unitMinor };
}

function detailsOf(
  input: CreateSessionInput,
  shippingName: string | null,
): CheckoutSession['details'] {
  const isManual = input.payment_intent_data?.capture_method === 'manual';
  const given = input.metadata;
  return {
    successUrl: input.success_url,
    cancelUrl: input.cancel_url ?? null,
    clientReferenceId: input.client_reference_id ?? null,
    customerEmail: input.customer_email ?? null,
    customer: input.customer ?? null,
    locale: input.locale ?? null,
    metadata: given === undefined ? {} : given,
    shippingName,
    captureMethod: isManual ? 'manual' : 'automatic',
  };
}

function expiryOf({ expires_at }: CreateSessionInput, nowMs: number): Result<number, ApiError> {
  if (expires_at === undefined) return ok(nowMs + lifeDefaultMs);
  const lifeMs = expires_at * 1000 - nowMs;
  // A second of grace: the caller rounded, and the request took its time.
  if (lifeMs >= lifeMinMs - 60_000 && lifeMs <= lifeDefaultMs + 1000) return ok(expires_at * 1000);
  const message = 'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.';
  return err(invalid(message, { param: 'expires_at' }));
}
