// What sessions and payment links may both say of their page: what it asks the buyer, what it tells
// them. What is not here is refused by its name.

import { z } from 'zod';
import type { Ask, CustomField } from '../../checkout/session/collected.ts';
import type { SessionTexts } from '../../checkout/session/session.ts';
import { absent, flag, integer, list, text, unsettable } from '../kernel/parameters.ts';

const off = (what: string) => flag.pipe(z.literal(false, `Kassa has no ${what} yet`));

const length = integer(1, 255).optional();
const typed = z.strictObject({
  default_value: text(255).optional(),
  maximum_length: length,
  minimum_length: length,
});
const plainWord = z.string().regex(/^[A-Za-z0-9]{1,200}$/, 'give letters and digits');

const customField = z
  .strictObject({
    dropdown: z
      .strictObject({
        default_value: text(100).optional(),
        options: list(
          z.strictObject({ label: text(100).min(1, 'give a label'), value: plainWord }),
          200,
        ),
      })
      .optional(),
    key: plainWord,
    label: z.strictObject({
      custom: text(50).min(1, 'give a label'),
      type: z.literal('custom'),
    }),
    numeric: typed.optional(),
    optional: flag.optional(),
    text: typed.optional(),
    type: z.enum(['text', 'numeric', 'dropdown']),
  })
  .refine(
    ({ type, dropdown }) => (type === 'dropdown') === (dropdown !== undefined),
    'a dropdown has its options, and the other types have none',
  );

const message = unsettable(z.strictObject({ message: text(1200).min(1, 'give a message') }));
const nameAsked = z.strictObject({ enabled: flag, optional: flag.optional() });

/** ISO 3166 alpha-2, of a place that has a name. */
const regions = new Intl.DisplayNames('en', { type: 'region' });
export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be a country of two capital letters')
  .refine((code) => regions.of(code) !== code, 'is no country');

export const pageFields = {
  allow_promotion_codes: off('promotion codes').optional(),
  automatic_tax: z
    .strictObject({
      enabled: flag,
      liability: z
        .strictObject({ account: absent('tax of another account'), type: z.literal('self') })
        .optional(),
    })
    .optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  consent_collection: z
    .strictObject({
      payment_method_reuse_agreement: z
        .strictObject({ position: z.enum(['auto', 'hidden']) })
        .optional(),
      promotions: z.enum(['auto', 'none']).optional(),
      terms_of_service: z.enum(['none', 'required']).optional(),
    })
    .optional(),
  custom_fields: unsettable(list(customField, 3)).optional(),
  custom_text: z
    .strictObject({
      after_submit: message.optional(),
      shipping_address: message.optional(),
      submit: message.optional(),
      terms_of_service_acceptance: message.optional(),
    })
    .optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  invoice_creation: z
    .strictObject({
      enabled: off('invoices'),
      invoice_data: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  managed_payments: z.strictObject({ enabled: off('managed payments').optional() }).optional(),
  name_collection: unsettable(
    z.strictObject({ business: nameAsked.optional(), individual: nameAsked.optional() }),
  ).optional(),
  optional_items: absent('optional items; give them as lines whose quantity may be adjusted'),
  payment_method_collection: z
    .literal('always', 'Kassa has no sessions without a payment yet: leave it out or say "always"')
    .optional(),
  phone_number_collection: z.strictObject({ enabled: flag }).optional(),
  shipping_address_collection: unsettable(
    z.strictObject({ allowed_countries: list(countryCode, 300) }),
  ).optional(),
  submit_type: z
    .enum(['auto', 'pay', 'book', 'donate'], 'must be auto, pay, book or donate')
    .optional(),
  subscription_data: absent('subscriptions'),
  tax_id_collection: z
    .strictObject({
      enabled: off('collection of tax ids'),
      required: z.enum(['if_supported', 'never']).optional(),
    })
    .optional(),
};

const pageInput = z.object(pageFields);
export type PageFieldsInput = z.output<typeof pageInput>;

export function askFrom(input: PageFieldsInput, asksEmail: boolean): Ask {
  const { consent_collection: consent, name_collection: names } = input;
  return {
    email: asksEmail,
    phone: input.phone_number_collection?.enabled ?? false,
    billing: input.billing_address_collection ?? 'auto',
    shippingCountries: input.shipping_address_collection?.allowed_countries ?? null,
    businessName: nameAsk(names?.business),
    individualName: nameAsk(names?.individual),
    fields: (input.custom_fields ?? []).map(fieldFrom),
    terms: consent?.terms_of_service === 'required',
    promotions: consent?.promotions === 'auto',
  };
}

function nameAsk(given: z.output<typeof nameAsked> | undefined): Ask['businessName'] {
  if (given?.enabled !== true) return null;
  return given.optional === true ? 'optional' : 'required';
}

function fieldFrom(given: z.output<typeof customField>): CustomField {
  const limits = given.type === 'numeric' ? given.numeric : given.text;
  return {
    key: given.key,
    label: given.label.custom,
    isOptional: given.optional ?? false,
    type: given.type,
    defaultValue: given.dropdown?.default_value ?? limits?.default_value ?? null,
    minimumLength: limits?.minimum_length ?? null,
    maximumLength: limits?.maximum_length ?? null,
    options: given.dropdown?.options ?? [],
  };
}

export function textsFrom({ custom_text: given }: PageFieldsInput): SessionTexts {
  return {
    submit: given?.submit?.message ?? null,
    shippingAddress: given?.shipping_address?.message ?? null,
    terms: given?.terms_of_service_acceptance?.message ?? null,
    afterSubmit: given?.after_submit?.message ?? null,
  };
}
