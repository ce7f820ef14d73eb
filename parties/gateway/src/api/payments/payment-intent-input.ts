// What a merchant may say of a PaymentIntent: every parameter of the original, taken or refused by
// its name.

import { z } from 'zod';
import {
  absent,
  address,
  amountWords,
  currencyCode,
  expansion,
  flag,
  integer,
  list,
  metadata,
  notTaken,
  text,
  unsettable,
  webAddress,
} from '../kernel/parameters.ts';
import { amountDetails } from './amount-details-input.ts';
import { methodOptions } from './card-options-input.ts';
import { methodFields } from './payment-method-input.ts';
import { captureSplitFields, laterSplitFields, splitFields } from './split-input.ts';

/** Above what may be charged, so that a larger amount is refused with the limit that it breaks. */
export const paymentAmount = integer(1, 999_999_999_999, amountWords);

const offSession = z.union([flag, z.enum(['one_off', 'recurring']).transform(() => true)]);
const typeName = z.string().regex(/^[a-z0-9_]{2,50}$/, 'must be a payment method type');
const captureMethod = z.enum(['automatic', 'automatic_async', 'manual']);
const keeping = z.enum(['off_session', 'on_session']);

const notForStatement = /[<>\\'"*]/;

/** What may stand on a statement: Latin letters with a letter among them, and no marks. */
export const statementText = (min: number) =>
  text(22)
    .min(min, `must have at least ${min} characters`)
    .refine((value) => !notForStatement.test(value), 'must not contain any of < > \\ \' " *')
    .refine((value) => /\p{Script=Latin}/u.test(value), 'must contain at least one letter');

export const shippingInput = z.strictObject({
  address,
  name: text(),
  carrier: text().optional(),
  phone: text(100).optional(),
  tracking_number: text().optional(),
});

export const receiptEmail = unsettable(z.email('Invalid email address').max(512)).optional();

export const acceptance = z.strictObject({
  customer_acceptance: z.strictObject({
    accepted_at: integer(0, 99_999_999_999).optional(),
    offline: z.strictObject({}).optional(),
    online: z
      .strictObject({
        infer_from_client: flag.optional(),
        ip_address: text(100).optional(),
        user_agent: text(1000).optional(),
      })
      .optional(),
    type: z.enum(['offline', 'online']),
  }),
});

/** What asks others of a payment. */
const notHere = {
  customer_account: absent('accounts as customers'),
  hooks: absent('calculation of taxes'),
  payment_method_configuration: absent('configurations of payment methods'),
  radar_options: absent('Radar'),
};

const wishFields = {
  ...expansion,
  ...notHere,
  allowed_payment_method_types: list(
    z.literal('card', 'Only "card" is taken here: Kassa has no other payment methods'),
    10,
  ).optional(),
  amount_details: amountDetails.optional(),
  excluded_payment_method_types: unsettable(list(typeName, 100)).optional(),
  payment_details: unsettable(
    z.strictObject({
      customer_reference: unsettable(text(25)).optional(),
      order_reference: unsettable(text(25)).optional(),
    }),
  ).optional(),
  payment_method: text(100).optional(),
  payment_method_data: z.strictObject(methodFields).optional(),
  payment_method_options: methodOptions.optional(),
  receipt_email: receiptEmail,
  setup_future_usage: unsettable(keeping).optional(),
  shipping: unsettable(shippingInput).optional(),
};

const noteFields = {
  customer: text(100).optional(),
  description: unsettable(text(1000)).optional(),
  metadata: metadata.optional(),
  statement_descriptor: unsettable(statementText(5)).optional(),
  statement_descriptor_suffix: unsettable(statementText(1)).optional(),
};

const confirmFields = {
  confirmation_token: text(100).optional(),
  error_on_requires_action: flag.optional(),
  mandate: text(100).optional(),
  mandate_data: unsettable(acceptance).optional(),
  off_session: offSession.optional(),
  return_url: webAddress.optional(),
  use_stripe_sdk: flag.optional(),
};

export const createInput = z.strictObject({
  ...wishFields,
  ...splitFields,
  ...noteFields,
  ...confirmFields,
  amount: paymentAmount,
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  capture_method: captureMethod.optional(),
  confirm: flag.optional(),
  confirmation_method: z.enum(['automatic', 'manual']).optional(),
  currency: currencyCode,
});

export const updateInput = z.strictObject({
  ...wishFields,
  ...laterSplitFields,
  ...noteFields,
  amount: paymentAmount.optional(),
  capture_method: captureMethod.optional(),
  currency: currencyCode.optional(),
});

export const confirmInput = z.strictObject({
  ...wishFields,
  ...confirmFields,
  amount_to_confirm: paymentAmount.optional(),
  capture_method: captureMethod.optional(),
  client_secret: text(200).optional(),
});

/** What may be said along with money that is held, of the payment it is held for. */
const heldFields = {
  ...expansion,
  amount_details: amountDetails.optional(),
  hooks: notHere.hooks,
  metadata: metadata.optional(),
  payment_details: wishFields.payment_details,
};

export const incrementInput = z.strictObject({
  ...heldFields,
  amount: paymentAmount,
  application_fee_amount: notTaken('The fee of the application is set when the payment is made'),
  description: text(1000).optional(),
  statement_descriptor: statementText(5).optional(),
  transfer_data: notTaken('Where the money goes is set when the payment is made'),
});

export const captureInput = z.strictObject({
  ...heldFields,
  ...captureSplitFields,
  amount_to_capture: integer(0, 99_999_999).optional(),
  final_capture: flag.optional(),
  statement_descriptor: noteFields.statement_descriptor,
  statement_descriptor_suffix: noteFields.statement_descriptor_suffix,
});

export const cancelInput = z.strictObject({
  ...expansion,
  cancellation_reason: z
    .enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'])
    .optional(),
});

/** Any of the above, as far as it wishes something. */
export type WishInput = Partial<
  Omit<z.output<typeof createInput>, 'amount' | 'currency' | 'expand' | keyof typeof splitFields>
>;
