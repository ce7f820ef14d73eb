// What a merchant may say of a PaymentIntent, and what it means for the payment's own wishes.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type AccountId, idFrom } from '../../ids.ts';
import type { Shipping, Wishes } from '../../payments/intent.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import {
  address,
  amount,
  currencyCode,
  expansion,
  flag,
  integer,
  list,
  mergeMetadata,
  metadata,
  text,
  unsettable,
  webAddress,
} from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { cardInput, methodFields, sealCard } from './payment-method-input.ts';
import { testMethod } from './test-method.ts';

const methodTypes = list(z.literal('card', 'Only "card" is taken here yet'), 10);
const offSession = z.union([flag, z.enum(['one_off', 'recurring']).transform(() => true)]);

export const shippingInput = z.strictObject({
  address,
  name: text(),
  carrier: text().optional(),
  phone: text(100).optional(),
  tracking_number: text().optional(),
});

const wishFields = {
  customer: text(100).optional(),
  description: unsettable(text(1000)).optional(),
  metadata: metadata.optional(),
  receipt_email: unsettable(text(512)).optional(),
  setup_future_usage: unsettable(z.enum(['off_session', 'on_session'])).optional(),
  shipping: unsettable(shippingInput).optional(),
  statement_descriptor_suffix: unsettable(text(22)).optional(),
  payment_method: text(100).optional(),
  payment_method_data: z.strictObject(methodFields).optional(),
  allowed_payment_method_types: methodTypes.optional(),
  payment_method_options: z
    .strictObject({
      card: z
        .strictObject({
          request_three_d_secure: z.enum(['any', 'automatic', 'challenge']).optional(),
          setup_future_usage: unsettable(z.enum(['off_session', 'on_session', 'none'])).optional(),
          cvc_token: text(100).optional(),
        })
        .optional(),
    })
    .optional(),
};

const confirmFields = {
  off_session: offSession.optional(),
  return_url: webAddress.optional(),
  error_on_requires_action: flag.optional(),
  mandate: text(100).optional(),
  use_stripe_sdk: flag.optional(),
};

export const createInput = z.strictObject({
  ...expansion,
  ...wishFields,
  ...confirmFields,
  amount,
  currency: currencyCode,
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  confirm: flag.optional(),
  confirmation_method: z.enum(['automatic', 'manual']).optional(),
});

export const updateInput = z.strictObject({
  ...expansion,
  ...wishFields,
  amount: amount.optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
});

export const confirmInput = z.strictObject({
  ...expansion,
  ...confirmFields,
  payment_method: text(100).optional(),
  payment_method_data: z.strictObject({ ...methodFields, card: cardInput.optional() }).optional(),
  allowed_payment_method_types: methodTypes.optional(),
  receipt_email: unsettable(text(512)).optional(),
  setup_future_usage: unsettable(z.enum(['off_session', 'on_session'])).optional(),
  shipping: unsettable(shippingInput).optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  client_secret: text(200).optional(),
});

export const captureInput = z.strictObject({
  ...expansion,
  amount_to_capture: integer(1, 99_999_999).optional(),
  final_capture: flag.optional(),
  metadata: metadata.optional(),
});

export const cancelInput = z.strictObject({
  ...expansion,
  cancellation_reason: z
    .enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'])
    .optional(),
});

export const noWishes: Wishes = {
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
  requestIncremental: false,
  requestMulticapture: false,
};

type WishInput = Partial<z.output<typeof updateInput> & z.output<typeof confirmInput>>;

/** The old wishes with what this request says otherwise. */
export function mergeWishes(old: Wishes, input: WishInput): Wishes {
  const { description, receipt_email, setup_future_usage, statement_descriptor_suffix } = input;
  return {
    ...old,
    customer: input.customer === undefined ? old.customer : idFrom('cus', input.customer),
    description: description === undefined ? old.description : description,
    metadata: mergeMetadata(old.metadata, input.metadata),
    receiptEmail: receipt_email === undefined ? old.receiptEmail : receipt_email,
    returnUrl: input.return_url ?? old.returnUrl,
    offSession: input.off_session ?? old.offSession,
    setupFutureUsage: setup_future_usage === undefined ? old.setupFutureUsage : setup_future_usage,
    shipping: input.shipping === undefined ? old.shipping : shippingOf(input.shipping),
    statementSuffix:
      statement_descriptor_suffix === undefined ? old.statementSuffix : statement_descriptor_suffix,
  };
}

function shippingOf(given: z.output<typeof shippingInput> | null): Shipping | null {
  if (given === null) return null;
  const place = Object.entries(given.address).map(([key, value]) => [key, value ?? null]);
  return {
    address: Object.fromEntries(place),
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    trackingNumber: given.tracking_number ?? null,
  };
}

type MethodWish = Pick<z.output<typeof confirmInput>, 'payment_method' | 'payment_method_data'>;

/** An id, a card sealed here (given along, or the one that a test name means), or none. */
export function methodOf(
  means: ApiMeans,
  accountId: AccountId,
  { payment_method: token, payment_method_data: given }: MethodWish,
): Result<string | PaymentMethod | null, ApiError> {
  if (token !== undefined && given !== undefined) {
    const message =
      'You may only give one of these parameters: payment_method, payment_method_data.';
    return err(invalid(message, { param: 'payment_method_data' }));
  }
  if (token !== undefined) return testMethod(means, accountId, token) ?? ok(token);
  if (given === undefined) return ok(null);
  return sealCard(means, accountId, given, 'payment_method_data');
}
