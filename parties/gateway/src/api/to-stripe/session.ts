import type { Address, Ask, CustomField } from '../../checkout/session/collected.ts';
import { recoveryLifeMs } from '../../checkout/session/recovery-life.ts';
import {
  type CheckoutSession,
  type SessionTexts,
  shippingOf,
} from '../../checkout/session/session.ts';
import { customerOf } from '../../checkout/session/store.ts';
import { awaitsLocation } from '../../checkout/session/tax-of-session.ts';
import { taxesToStripe } from './session-taxes.ts';
import { currency, type Json, minor, type Resource, seconds } from './shape.ts';

/** Of the payment: what the session's own row does not say. */
export type SessionPayment = { readonly isPaid: boolean };

export function sessionToStripe(
  session: CheckoutSession,
  { isPaid }: SessionPayment,
  publicUrl: string,
): Resource & { readonly id: string } {
  const { details, collected, pays } = session;
  const { ask, said } = details;
  const isSetup = pays.mode === 'setup';
  return {
    id: session.id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: recoveryOf(session, publicUrl),
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: isSetup ? null : minor(session.subtotal),
    amount_total: isSetup ? null : minor(session.total),
    automatic_tax: automaticTaxOf(session),
    billing_address_collection: null,
    cancel_url: details.cancelUrl,
    client_reference_id: details.clientReferenceId,
    client_secret: null,
    collected_information: collectedOf(session),
    consent: consentOf(session),
    consent_collection: null,
    created: seconds(session.createdAtMs),
    currency: isSetup ? null : currency(session.total),
    currency_conversion: null,
    custom_fields: ask.fields.map((field) => fieldToStripe(field, collected.fields[field.key])),
    custom_text: textsToStripe(details.texts),
    customer: customerOf(session),
    customer_account: null,
    customer_creation: details.customer === null ? details.customerCreation : null,
    customer_details: customerDetailsOf(session),
    customer_email: details.customer === null ? details.customerEmail : null,
    discounts: [],
    excluded_payment_method_types: [],
    expires_at: seconds(session.expiresAtMs),
    integration_identifier: null,
    invoice: null,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    livemode: false,
    locale: details.locale,
    managed_payments: { enabled: false },
    metadata: details.metadata,
    mode: pays.mode,
    name_collection: namesToStripe(ask),
    optional_items: [],
    origin_context: null,
    payment_intent: pays.mode === 'payment' ? pays.intentId : null,
    payment_link: details.link,
    payment_method_collection: isSetup ? 'always' : 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: isSetup ? 'no_payment_required' : isPaid ? 'paid' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: ask.phone },
    recovered_from: details.recoveredFrom,
    saved_payment_method_options: null,
    setup_intent: pays.mode === 'setup' ? pays.setupId : null,
    shipping_address_collection:
      ask.shippingCountries === null ? null : { allowed_countries: ask.shippingCountries },
    shipping_cost: shippingCostOf(session),
    shipping_options: details.shippingOptions.map(({ minor: amount, rate }) => ({
      shipping_amount: amount,
      shipping_rate: rate,
    })),
    status: session.status,
    submit_type: null,
    subscription: null,
    success_url: details.successUrl,
    tax_id_collection: { enabled: false, required: 'never' },
    total_details: isSetup
      ? null
      : {
          amount_discount: 0,
          amount_shipping: minor(session.shipping),
          amount_tax: minor(session.tax),
          breakdown: { discounts: [], taxes: taxesToStripe(session, 'all') },
        },
    ui_mode: 'hosted_page',
    url: session.status === 'open' ? `${publicUrl}/c/${session.id}` : null,
    wallet_options: null,
    ...said,
  };
}

/** The address that opens the order again stands there once the session has expired. */
function recoveryOf(
  { id, status, details, expiresAtMs }: CheckoutSession,
  publicUrl: string,
): Json {
  if (!details.recovery) return null;
  const isOver = status === 'expired';
  return {
    recovery: {
      allow_promotion_codes: false,
      enabled: true,
      expires_at: isOver ? seconds(expiresAtMs + recoveryLifeMs) : null,
      url: isOver ? `${publicUrl}/c/${id}/recover` : null,
    },
  };
}

function automaticTaxOf({ details, collected, status }: CheckoutSession): Json {
  if (details.tax === null) {
    return { enabled: false, liability: null, provider: null, status: null };
  }
  const isWaiting = status === 'open' && awaitsLocation(details.ask, collected);
  return {
    enabled: true,
    liability: { type: 'self' },
    provider: 'kassa',
    status: isWaiting ? 'requires_location_inputs' : 'complete',
  };
}

function collectedOf({ collected }: CheckoutSession): Json {
  const { shipping, businessName, individualName } = collected;
  if (shipping === null && businessName === null && individualName === null) return null;
  return {
    business_name: businessName,
    individual_name: individualName,
    shipping_details: shipping && {
      address: addressToStripe(shipping.address),
      name: shipping.name,
    },
  };
}

function consentOf({ details, collected, status }: CheckoutSession): Json {
  const { terms, promotions } = details.ask;
  if ((!terms && !promotions) || status !== 'complete') return null;
  return {
    promotions: collected.promotions,
    terms_of_service: collected.terms ? 'accepted' : null,
  };
}

function customerDetailsOf({ details, collected, status }: CheckoutSession): Json {
  const email = collected.email ?? details.customerEmail;
  if (email === null && status !== 'complete') return null;
  return {
    address: collected.billing && addressToStripe(collected.billing),
    business_name: collected.businessName,
    email,
    individual_name: collected.individualName,
    name: collected.name,
    phone: collected.phone,
    tax_exempt: details.tax?.exemption ?? 'none',
    tax_ids: [],
  };
}

export function addressToStripe(address: Address): Json {
  const { city, country, line1, line2, postalCode, state } = address;
  return { city, country, line1, line2, postal_code: postalCode, state };
}

export function namesToStripe(ask: Ask): Json {
  const shown = (asked: 'required' | 'optional') => ({
    enabled: true,
    optional: asked === 'optional',
  });
  return {
    ...(ask.businessName === null ? {} : { business: shown(ask.businessName) }),
    ...(ask.individualName === null ? {} : { individual: shown(ask.individualName) }),
  };
}

/** `value` is left out where nobody can have answered: at a payment link. */
export function fieldToStripe(field: CustomField, value?: string | null): Json {
  const answer = value === null ? {} : { value: value ?? null };
  const { key, label, isOptional: optional, type, defaultValue: default_value } = field;
  const about = { key, label: { custom: label, type: 'custom' }, optional, type };
  if (type === 'dropdown') {
    return { ...about, dropdown: { default_value, options: field.options, ...answer } };
  }
  const limits = { maximum_length: field.maximumLength, minimum_length: field.minimumLength };
  return { ...about, [type]: { default_value, ...limits, ...answer } };
}

export function textsToStripe(texts: SessionTexts): Json {
  const shown = (message: string | null) => message && { message };
  return {
    after_submit: shown(texts.afterSubmit),
    shipping_address: shown(texts.shippingAddress),
    submit: shown(texts.submit),
    terms_of_service_acceptance: shown(texts.terms),
  };
}

function shippingCostOf(session: CheckoutSession): Json {
  const chosen = shippingOf(session);
  if (chosen === undefined) return null;
  const { shippingTaxMinor: tax } = session.details;
  const added = chosen.taxBehavior === 'exclusive' ? tax : 0;
  return {
    amount_subtotal: chosen.minor,
    amount_tax: tax,
    amount_total: chosen.minor + added,
    shipping_rate: chosen.rate,
    taxes: taxesToStripe(session, 'shipping'),
  };
}
