// What may be said of a connected account, at its making and later.

import { z } from 'zod';
import {
  address,
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
import { absentCapabilities } from './capability-names.ts';
import { individual, inJapan, noPapers } from './person-input.ts';

const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'give the two letters of a country')
  .transform((letters) => letters.toUpperCase());

const revenue = z.strictObject({
  amount: integer(0, 99_999_999_999),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'give a currency of three letters')
    .toLowerCase(),
});

const businessProfile = z.strictObject({
  annual_revenue: revenue.extend({ fiscal_year_end: text(10) }).optional(),
  estimated_worker_count: integer(0, 99_999_999).optional(),
  mcc: z
    .string()
    .regex(/^\d{4}$/, 'give the four digits of a merchant category')
    .optional(),
  minority_owned_business_designation: list(text(50), 5).optional(),
  monthly_estimated_revenue: revenue.optional(),
  name: text(5000).optional(),
  product_description: text(40_000).optional(),
  specified_commercial_transactions_act_url: inJapan,
  support_address: address.optional(),
  support_email: text(800).optional(),
  support_phone: text(100).optional(),
  support_url: unsettable(text(5000)).optional(),
  url: webAddress.optional(),
});

const declaration = z.strictObject({
  date: integer(0, 99_999_999_999).optional(),
  ip: text(45).optional(),
  user_agent: text(5000).optional(),
});

const company = z.strictObject({
  address: address.optional(),
  address_kana: inJapan,
  address_kanji: inJapan,
  administrative_address: address.optional(),
  directors_provided: flag.optional(),
  directorship_declaration: declaration.optional(),
  executives_provided: flag.optional(),
  export_license_id: notTaken('Kassa keeps no export licences.'),
  export_purpose_code: notTaken('Kassa keeps no export licences.'),
  name: text(100).optional(),
  name_kana: inJapan,
  name_kanji: inJapan,
  owners_provided: flag.optional(),
  ownership_declaration: declaration.optional(),
  ownership_exemption_reason: unsettable(text(100)).optional(),
  phone: text(100).optional(),
  physical_address: address.optional(),
  principal_place_of_business: address.optional(),
  registration_date: unsettable(
    z.strictObject({ day: integer(1, 31), month: integer(1, 12), year: integer(1000, 2100) }),
  ).optional(),
  registration_number: notTaken('Kassa keeps no registration numbers; give the tax_id.'),
  representative_declaration: declaration.optional(),
  structure: unsettable(text(100)).optional(),
  tax_id: text(100).optional(),
  tax_id_registrar: text(100).optional(),
  vat_id: text(100).optional(),
  verification: noPapers,
});

const capability = z.strictObject({ requested: flag.optional() });
const capabilities = z.strictObject({
  card_payments: capability.optional(),
  transfers: capability.optional(),
  ...Object.fromEntries(
    absentCapabilities.map((name) => [
      name,
      notTaken(`Kassa has no ${name.replaceAll('_', ' ')}: it takes cards only.`),
    ]),
  ),
});

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'give a colour like #aabbcc');
const descriptor = text(22);
const otherAnchor = notTaken('Payouts are daily or manual here: there is no other schedule.');

const settings = z.strictObject({
  bacs_debit_payments: notTaken('Kassa has no Bacs debits: it takes cards only.'),
  branding: z
    .strictObject({
      icon: notTaken('Kassa shows no pictures of accounts yet.'),
      logo: notTaken('Kassa shows no pictures of accounts yet.'),
      primary_color: colour.optional(),
      secondary_color: colour.optional(),
    })
    .optional(),
  card_issuing: notTaken('Kassa issues no cards.'),
  card_payments: z
    .strictObject({
      decline_on: notTaken('Kassa has no rules of this kind: the issuer decides.'),
      statement_descriptor_prefix: descriptor.optional(),
      statement_descriptor_prefix_kana: inJapan,
      statement_descriptor_prefix_kanji: inJapan,
    })
    .optional(),
  invoices: notTaken('Kassa has no invoices yet.'),
  payments: z
    .strictObject({
      statement_descriptor: descriptor.optional(),
      statement_descriptor_kana: inJapan,
      statement_descriptor_kanji: inJapan,
    })
    .optional(),
  payouts: z
    .strictObject({
      debit_negative_balances: z
        .union([z.literal('false'), z.literal(false)], 'Kassa debits no bank accounts: only false')
        .transform(() => false)
        .optional(),
      schedule: z
        .strictObject({
          delay_days: z
            .union([z.literal('minimum'), integer(1, 1)], 'the acquirer decides when money comes')
            .transform(() => 1)
            .optional(),
          interval: z.enum(['daily', 'manual'], 'only "daily" and "manual" are here').optional(),
          monthly_anchor: otherAnchor,
          monthly_payout_days: otherAnchor,
          weekly_anchor: otherAnchor,
          weekly_payout_days: otherAnchor,
        })
        .optional(),
      statement_descriptor: descriptor.optional(),
    })
    .optional(),
  paypay_payments: notTaken('Kassa has no PayPay payments: it takes cards only.'),
  sepa_debit_payments: notTaken('Kassa has no SEPA debits: it takes cards only.'),
  treasury: notTaken('Kassa has no treasury.'),
});

const tosAcceptance = z.strictObject({
  date: integer(0, 99_999_999_999).optional(),
  ip: z.union([z.ipv4(), z.ipv6()], 'give an IP address').optional(),
  service_agreement: text(100).optional(),
  user_agent: text(5000).optional(),
});

export const bankAccountInput = z.strictObject({
  object: z.literal('bank_account', 'only bank accounts can be paid out to, no cards'),
  country,
  currency: text(3),
  account_number: text(40),
  routing_number: text(40).optional(),
  account_holder_name: text(200).optional(),
  account_holder_type: z.enum(['company', 'individual']).optional(),
  account_type: text(20).optional(),
  default_for_currency: flag.optional(),
  metadata: metadata.optional(),
});

export const externalAccount = z.union([text(100), bankAccountInput]);

const fields = {
  ...expansion,
  account_token: notTaken('Kassa makes no tokens of accounts: give the fields themselves.'),
  business_profile: businessProfile.optional(),
  business_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
  capabilities: capabilities.optional(),
  company: company.optional(),
  default_currency: currencyCode.optional(),
  documents: noPapers,
  email: text(800).optional(),
  groups: notTaken('Kassa has no groups of accounts.'),
  individual: individual.optional(),
  metadata: metadata.optional(),
  settings: settings.optional(),
  tos_acceptance: tosAcceptance.optional(),
};

const controller = z.strictObject({
  fees: z
    .strictObject({
      payer: z
        .literal('account', 'the acquirer takes its fee from the charge itself: only "account"')
        .optional(),
    })
    .optional(),
  losses: z.strictObject({ payments: z.enum(['application', 'stripe']).optional() }).optional(),
  requirement_collection: z.enum(['application', 'stripe']).optional(),
  stripe_dashboard: z
    .strictObject({ type: z.enum(['express', 'full', 'none']).optional() })
    .optional(),
});

export const createInput = z.strictObject({
  ...fields,
  controller: controller.optional(),
  country: country.optional(),
  external_account: externalAccount.optional(),
  type: z.enum(['custom', 'express', 'standard']).optional(),
});

export const updateInput = z.strictObject({
  ...fields,
  external_account: unsettable(externalAccount).optional(),
});

export type CreateInput = z.output<typeof createInput>;
export type UpdateInput = z.output<typeof updateInput>;
