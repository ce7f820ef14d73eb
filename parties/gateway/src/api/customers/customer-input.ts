// What a merchant may say of a customer, and what it makes of the customer's data.

import { z } from 'zod';
import type { CustomerData } from '../../customers/customer.ts';
import {
  address,
  expansion,
  integer,
  list,
  mergeMetadata,
  metadata,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import { taxIdInput } from './tax-id-input.ts';

const notHere = (what: string) =>
  z.never({ error: `${what} are not here yet; leave this out` }).optional();

const customField = z.strictObject({ name: text(40), value: text(140) });
const invoiceSettings = z.strictObject({
  custom_fields: unsettable(list(customField, 4)).optional(),
  default_payment_method: unsettable(text(255)).optional(),
  footer: unsettable(text(5000)).optional(),
  rendering_options: unsettable(
    z.strictObject({
      amount_tax_display: unsettable(z.enum(['exclude_tax', 'include_inclusive_tax'])).optional(),
      template: text(255).optional(),
    }),
  ).optional(),
});

const customerFields = {
  ...expansion,
  address: unsettable(address).optional(),
  balance: integer(-99_999_999_999, 99_999_999_999).optional(),
  business_name: unsettable(text(150)).optional(),
  cash_balance: z
    .strictObject({
      settings: z
        .strictObject({
          reconciliation_mode: z.enum(['automatic', 'manual', 'merchant_default']).optional(),
        })
        .optional(),
    })
    .optional(),
  coupon: notHere('Coupons'),
  description: unsettable(text(5000)).optional(),
  email: unsettable(text(512)).optional(),
  individual_name: unsettable(text(150)).optional(),
  invoice_prefix: z
    .string()
    .regex(/^[A-Z0-9]{3,12}$/, 'give 3 to 12 capital letters or digits')
    .optional(),
  invoice_settings: invoiceSettings.optional(),
  metadata: metadata.optional(),
  name: unsettable(text(256)).optional(),
  next_invoice_sequence: integer(1, 1_000_000_000).optional(),
  phone: unsettable(text(20)).optional(),
  preferred_locales: unsettable(list(text(20), 10)).optional(),
  promotion_code: notHere('Promotion codes'),
  shipping: unsettable(
    z.strictObject({ address, name: text(), phone: unsettable(text(20)).optional() }),
  ).optional(),
  source: text(255).optional(),
  tax: z
    .strictObject({
      ip_address: unsettable(z.union([z.ipv4(), z.ipv6()])).optional(),
      validate_location: z.enum(['auto', 'deferred', 'immediately']).optional(),
    })
    .optional(),
  tax_exempt: unsettable(z.enum(['none', 'exempt', 'reverse'])).optional(),
  test_clock: notHere('Test clocks'),
  validate: z.unknown().optional(),
};

export const createCustomerInput = z.strictObject({
  ...customerFields,
  payment_method: text(255).optional(),
  tax_id_data: list(taxIdInput, 5).optional(),
});

export const updateCustomerInput = z.strictObject({
  ...customerFields,
  default_source: text(255).optional(),
});

type Given = Partial<z.output<typeof updateCustomerInput>>;

/** The customer with what this request says otherwise; an empty string unsets. */
export function mergeCustomer(old: CustomerData, given: Given): CustomerData {
  const mode = given.cash_balance?.settings?.reconciliation_mode;
  return {
    ...old,
    email: or(given.email, old.email),
    name: or(given.name, old.name),
    phone: or(given.phone, old.phone),
    description: or(given.description, old.description),
    businessName: or(given.business_name, old.businessName),
    individualName: or(given.individual_name, old.individualName),
    address: given.address === undefined ? old.address : placeOf(given.address),
    shipping: given.shipping === undefined ? old.shipping : shippingOf(given.shipping),
    metadata: mergeMetadata(old.metadata, given.metadata),
    defaultSource: given.default_source ?? old.defaultSource,
    invoice: mergeInvoice(old.invoice, given),
    locales: given.preferred_locales === undefined ? old.locales : (given.preferred_locales ?? []),
    taxExempt: given.tax_exempt === undefined ? old.taxExempt : (given.tax_exempt ?? 'none'),
    taxIpAddress: or(given.tax?.ip_address, old.taxIpAddress),
    cashReconciliation:
      mode === undefined ? old.cashReconciliation : mode === 'manual' ? 'manual' : 'automatic',
  };
}

function mergeInvoice(old: CustomerData['invoice'], given: Given): CustomerData['invoice'] {
  const { custom_fields, default_payment_method, footer, rendering_options } =
    given.invoice_settings ?? {};
  return {
    customFields: or(custom_fields, old.customFields),
    defaultPaymentMethod: or(default_payment_method, old.defaultPaymentMethod),
    footer: or(footer, old.footer),
    renderingOptions:
      rendering_options === undefined || rendering_options === null
        ? or(rendering_options, old.renderingOptions)
        : {
            amountTaxDisplay: rendering_options.amount_tax_display ?? null,
            template: rendering_options.template ?? null,
          },
    prefix: given.invoice_prefix ?? old.prefix,
    nextSequence: given.next_invoice_sequence ?? old.nextSequence,
  };
}

type Place = z.output<typeof address>;

function placeOf(given: Place | null): CustomerData['address'] {
  if (given === null) return null;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? null]));
}

function shippingOf(given: NonNullable<Given['shipping']> | null): CustomerData['shipping'] {
  if (given === null) return null;
  return { address: placeOf(given.address), name: given.name, phone: given.phone ?? null };
}

function or<Value>(given: Value | undefined, old: Value): Value {
  return given === undefined ? old : given;
}
