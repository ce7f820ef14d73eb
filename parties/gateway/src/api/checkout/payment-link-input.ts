// What a merchant may say of a payment link. What is not here is refused by its name.

import { z } from 'zod';
import {
  absent,
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
import { statementText } from '../payments/payment-intent-input.ts';
import { adjustable, lineInput, quantity } from './line-items.ts';
import { pageFields } from './page-parameters.ts';

const onlyCard = 'Only "card" is taken here: Kassa has no other payment methods';
const keeping = z.enum(['off_session', 'on_session']);

const afterCompletion = z
  .strictObject({
    hosted_confirmation: z.strictObject({ custom_message: text(500).optional() }).optional(),
    redirect: z.strictObject({ url: webAddress }).optional(),
    type: z.enum(['hosted_confirmation', 'redirect']),
  })
  .refine(
    ({ type, redirect }) => (type === 'redirect') === (redirect !== undefined),
    'give redirect[url] with the type "redirect", and only then',
  );

const linkFields = {
  ...expansion,
  ...pageFields,
  after_completion: afterCompletion.optional(),
  application_fee_amount: absent('application fees of a payment link'),
  application_fee_percent: absent('application fees of a payment link'),
  inactive_message: unsettable(text(500)).optional(),
  metadata: metadata.optional(),
  on_behalf_of: absent('payment links on behalf of another account'),
  payment_method_options: unsettable(
    z.strictObject({
      card: z.strictObject({ restrictions: absent('restrictions to some brands') }).optional(),
    }),
  ).optional(),
  payment_method_types: unsettable(list(z.literal('card', onlyCard), 10)).optional(),
  restrictions: unsettable(
    z.strictObject({ completed_sessions: z.strictObject({ limit: integer(1, 1_000_000) }) }),
  ).optional(),
  shipping_options: unsettable(list(z.strictObject({ shipping_rate: text(255) }), 5)).optional(),
  transfer_data: absent('transfers of a payment link'),
};

const intentFields = {
  description: unsettable(text(1000)).optional(),
  metadata: metadata.optional(),
  statement_descriptor: notTaken(
    'A card takes no statement_descriptor: give statement_descriptor_suffix',
  ),
  statement_descriptor_suffix: unsettable(statementText(1)).optional(),
  transfer_group: absent('transfer groups of a payment link'),
};

const { metadata: _, tax_rates: __, ...lineFields } = lineInput.shape;

export const createLinkInput = z.strictObject({
  ...linkFields,
  currency: currencyCode.optional(),
  line_items: list(z.strictObject(lineFields), 20),
  payment_intent_data: z
    .strictObject({
      ...intentFields,
      capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
      setup_future_usage: keeping.optional(),
    })
    .optional(),
});

export const updateLinkInput = z.strictObject({
  ...linkFields,
  active: flag.optional(),
  line_items: list(
    z.strictObject({
      adjustable_quantity: adjustable.optional(),
      id: text(100),
      quantity: quantity.optional(),
    }),
    20,
  ).optional(),
  payment_intent_data: z.strictObject(intentFields).optional(),
});

export type CreateLinkInput = z.output<typeof createLinkInput>;
export type UpdateLinkInput = z.output<typeof updateLinkInput>;
