// What a shop may say of a new Checkout Session. What Kassa does not do is refused by its name, never
// silently dropped.

import { z } from 'zod';
import {
  absent,
  currencyCode,
  expansion,
  flag,
  integer,
  list,
  metadata,
  text,
  webAddress,
} from '../kernel/parameters.ts';
import { otherMethods } from '../payments/other-methods.ts';
import { shippingInput, statementText } from '../payments/payment-intent-input.ts';
import { splitFields } from '../payments/split-input.ts';
import { lineInput } from './line-items.ts';
import { pageFields } from './page-parameters.ts';
import { shippingOptions } from './shipping-options.ts';

const onlyCard = 'Only "card" is taken here yet';
const onlyHosted = 'Kassa has no embedded sessions yet: leave it out, or say "hosted_page"';

export const intentData = {
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  description: text(1000).optional(),
  metadata: metadata.optional(),
  receipt_email: text(512).optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  shipping: shippingInput.optional(),
  statement_descriptor: z
    .undefined('A card takes no statement_descriptor: give statement_descriptor_suffix')
    .optional(),
  statement_descriptor_suffix: statementText(1).optional(),
};

const availability = z.enum(['if_available', 'never']);

/** Options of the one kind of method there is; of all others, that they are not there. */
const methodOptions = z.strictObject({
  ...otherMethods,
  demo_pay: absent('methods of payment besides cards'),
  card: z
    .strictObject({
      capture_method: z.literal('manual').optional(),
      installments: z
        .strictObject({ enabled: flag.pipe(z.literal(false, 'Kassa has no instalments yet')) })
        .optional(),
      request_extended_authorization: availability.optional(),
      request_incremental_authorization: availability.optional(),
      request_multicapture: availability.optional(),
      request_overcapture: availability.optional(),
      request_three_d_secure: z.enum(['any', 'automatic', 'challenge']).optional(),
      restrictions: absent('restrictions to some brands'),
      setup_future_usage: z.enum(['none', 'off_session', 'on_session']).optional(),
      statement_descriptor_suffix_kana: absent('Japanese statements'),
      statement_descriptor_suffix_kanji: absent('Japanese statements'),
    })
    .optional(),
});

const updating = z.enum(['auto', 'never']).optional();

export const createSessionInput = z.strictObject({
  ...expansion,
  ...pageFields,
  adaptive_pricing: z
    .strictObject({
      enabled: flag.pipe(z.literal(false, 'Kassa has no adaptive pricing yet')).optional(),
    })
    .optional(),
  after_expiration: z
    .strictObject({
      recovery: z
        .strictObject({
          allow_promotion_codes: pageFields.allow_promotion_codes,
          enabled: flag,
        })
        .optional(),
    })
    .optional(),
  allowed_payment_method_types: list(z.literal('card', onlyCard), 10).optional(),
  branding_settings: absent('looks of one session: the look is the account’s'),
  cancel_url: webAddress.optional(),
  client_reference_id: text(200).optional(),
  currency: currencyCode.optional(),
  customer: text(100).optional(),
  customer_account: absent('customer accounts'),
  customer_email: text(512).optional(),
  customer_update: z
    .strictObject({ address: updating, name: updating, shipping: updating })
    .optional(),
  discounts: absent('discounts'),
  excluded_payment_method_types: list(text(40), 60)
    .refine((types) => !types.includes('card'), 'cards are all there is: they cannot be excluded')
    .optional(),
  expires_at: integer(0, 99_999_999_999).optional(),
  integration_identifier: text(200).optional(),
  line_items: list(lineInput, 100).optional(),
  locale: z
    .string()
    .regex(/^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,3})?)$/, 'must be a language like "en"')
    .optional(),
  metadata: metadata.optional(),
  mode: z
    .enum(['payment', 'setup', 'subscription'])
    .pipe(z.enum(['payment', 'setup'], 'Kassa has no subscriptions yet: say payment or setup'))
    .optional(),
  origin_context: z.enum(['mobile_app', 'web']).optional(),
  payment_intent_data: z.strictObject({ ...intentData, ...splitFields }).optional(),
  payment_method_configuration: absent('configurations of payment methods'),
  payment_method_data: z
    .strictObject({ allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional() })
    .optional(),
  payment_method_options: methodOptions.optional(),
  permissions: z
    .strictObject({
      update_shipping_details: z
        .literal('client_only', 'Kassa has no embedded sessions, whose server could update it')
        .optional(),
    })
    .optional(),
  redirect_on_completion: absent('embedded sessions, which alone have redirect_on_completion'),
  return_url: absent('embedded sessions, which alone have a return_url: give success_url'),
  saved_payment_method_options: z
    .strictObject({
      allow_redisplay_filters: list(z.enum(['always', 'limited', 'unspecified']), 3).optional(),
      payment_method_remove: z
        .literal('disabled', 'Kassa has no saved cards on its page yet')
        .optional(),
      payment_method_save: z
        .literal('disabled', 'Kassa has no saving of cards on its page yet')
        .optional(),
    })
    .optional(),
  setup_intent_data: z
    .strictObject({
      description: text(1000).optional(),
      metadata: metadata.optional(),
      on_behalf_of: absent('sessions on behalf of another account'),
    })
    .optional(),
  shipping_options: shippingOptions.optional(),
  success_url: webAddress,
  ui_mode: z
    .enum(['hosted_page', 'embedded_page', 'elements', 'form'])
    .pipe(z.literal('hosted_page', onlyHosted))
    .optional(),
  wallet_options: z
    .strictObject({ link: z.strictObject({ display: z.enum(['auto', 'never']).optional() }) })
    .optional(),
});

export type CreateSessionInput = z.output<typeof createSessionInput>;
