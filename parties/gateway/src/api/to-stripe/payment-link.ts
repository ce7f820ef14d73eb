import type { LinkData, PaymentLink } from '../../checkout/links/payment-link.ts';
import { fieldToStripe, namesToStripe, textsToStripe } from './session.ts';
import type { Json, Resource } from './shape.ts';

export const paymentLinkToStripe =
  (publicUrl: string) =>
  ({ id, data }: PaymentLink): Resource & { readonly id: string } => ({
    id,
    object: 'payment_link',
    active: data.active,
    after_completion: completionToStripe(data),
    allow_promotion_codes: false,
    application: null,
    application_fee_amount: null,
    application_fee_percent: null,
    automatic_tax: {
      enabled: data.countsTax,
      liability: data.countsTax ? { type: 'self' } : null,
    },
    billing_address_collection: 'auto',
    consent_collection: null,
    currency: data.currency.toLowerCase(),
    custom_fields: data.ask.fields.map((field) => fieldToStripe(field, null)),
    custom_text: textsToStripe(data.texts),
    customer_creation: data.customerCreation,
    inactive_message: data.inactiveMessage,
    invoice_creation: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: data.metadata,
    name_collection: namesToStripe(data.ask),
    on_behalf_of: null,
    optional_items: null,
    payment_intent_data: intentDataToStripe(data),
    payment_method_collection: 'always',
    payment_method_options: null,
    payment_method_types: null,
    phone_number_collection: { enabled: data.ask.phone },
    restrictions:
      data.limit === null
        ? null
        : { completed_sessions: { count: data.completed, limit: data.limit } },
    shipping_address_collection:
      data.ask.shippingCountries === null
        ? null
        : { allowed_countries: data.ask.shippingCountries },
    shipping_options: data.shippingOptions.map(({ rate, minor }) => ({
      shipping_amount: minor,
      shipping_rate: rate,
    })),
    submit_type: 'auto',
    subscription_data: null,
    tax_id_collection: { enabled: false, required: 'never' },
    transfer_data: null,
    url: `${publicUrl}/pay/${data.token}`,
    ...data.said,
  });

function completionToStripe({ redirectUrl, confirmation }: LinkData): Json {
  if (redirectUrl !== null) return { type: 'redirect', redirect: { url: redirectUrl } };
  return { type: 'hosted_confirmation', hosted_confirmation: { custom_message: confirmation } };
}

function intentDataToStripe({ intent }: LinkData): Json {
  return {
    capture_method: intent.captureMethod,
    description: intent.description,
    metadata: intent.metadata,
    setup_future_usage: intent.setupFutureUsage,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statementSuffix,
    transfer_group: null,
  };
}
