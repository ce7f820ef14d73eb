import type { CheckoutSession } from '../../checkout/session/session.ts';
import { currency, minor, type Resource, seconds } from './shape.ts';

/** Of the payment: what the session's own row does not say. */
export type SessionPayment = { readonly isPaid: boolean };

export function sessionToStripe(
  session: CheckoutSession,
  { isPaid }: SessionPayment,
  publicUrl: string,
): Resource & { readonly id: string } {
  const { details } = session;
  return {
    id: session.id,
    object: 'checkout.session',
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: minor(session.subtotal),
    amount_total: minor(session.total),
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: details.cancelUrl,
    client_reference_id: details.clientReferenceId,
    client_secret: null,
    consent: null,
    consent_collection: null,
    created: seconds(session.createdAtMs),
    currency: currency(session.total),
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: details.customer,
    customer_creation: 'if_required',
    customer_details:
      details.customerEmail === null
        ? null
        : {
            address: null,
            email: details.customerEmail,
            name: null,
            phone: null,
            tax_exempt: 'none',
            tax_ids: [],
          },
    customer_email: details.customerEmail,
    expires_at: seconds(session.expiresAtMs),
    invoice: null,
    livemode: false,
    locale: details.locale,
    metadata: details.metadata,
    mode: 'payment',
    payment_intent: session.intentId,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: isPaid ? 'paid' : 'unpaid',
    phone_number_collection: { enabled: false },
    recovered_from: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost:
      details.shippingName === null
        ? null
        : {
            amount_subtotal: minor(session.shipping),
            amount_tax: 0,
            amount_total: minor(session.shipping),
            shipping_rate: null,
          },
    shipping_options: [],
    status: session.status,
    submit_type: null,
    subscription: null,
    success_url: details.successUrl,
    total_details: {
      amount_discount: 0,
      amount_shipping: minor(session.shipping),
      amount_tax: 0,
    },
    ui_mode: 'hosted_page',
    url: session.status === 'open' ? `${publicUrl}/c/${session.id}` : null,
  };
}

export function sessionLinesToStripe(session: CheckoutSession): Resource[] {
  return session.lines.map((line) => {
    const amount = line.unitMinor * line.quantity;
    return {
      id: line.id,
      object: 'item',
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: currency(session.total),
      description: line.name,
      price: null,
      quantity: line.quantity,
    };
  });
}
