// The shop's order in the words of the Checkout Sessions API. Every amount is in minor units.
import type Stripe from 'stripe';
import type { SessionWish } from './gateway.ts';

/** The same order and attempt always give the same key: a repeated call is one session. */
export function idempotencyKeyOf({ order, attempt }: SessionWish): string {
  return `${order.number}-${order.fingerprint.slice(0, 12)}-${attempt}`;
}

export function sessionParams(wish: SessionWish): Stripe.Checkout.SessionCreateParams {
  const { order, attempt, returnUrl } = wish;
  const metadata = { order_number: order.number, attempt: String(attempt) };
  return {
    mode: 'payment',
    line_items: lineItems(wish),
    ...shippingOf(wish),
    // The shop's prices include VAT: the payment page tells how much of them it is.
    automatic_tax: { enabled: true },
    client_reference_id: order.number,
    customer_email: order.buyer.email,
    locale: order.lang,
    metadata,
    payment_intent_data: { metadata, description: order.number },
    // The gateway writes the session's id into the address; only then is it known.
    success_url: `${returnUrl}?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: returnUrl,
  };
}

function lineItems({ order }: SessionWish): Stripe.Checkout.SessionCreateParams.LineItem[] {
  return order.lines.map(({ name, quantity, unit }) => ({
    quantity,
    price_data: {
      currency: unit.currency.toLowerCase(),
      unit_amount: Number(unit.minor),
      tax_behavior: 'inclusive',
      product_data: { name },
    },
  }));
}

/** The one way of sending that the buyer has chosen in the shop. */
function shippingOf({
  order: { delivery },
}: SessionWish): Pick<Stripe.Checkout.SessionCreateParams, 'shipping_options'> {
  if (!delivery) return {};
  const { name, price } = delivery;
  const { minor, currency } = price;
  return {
    shipping_options: [
      {
        shipping_rate_data: {
          display_name: name,
          type: 'fixed_amount',
          fixed_amount: { amount: Number(minor), currency: currency.toLowerCase() },
          tax_behavior: 'inclusive',
        },
      },
    ],
  };
}
