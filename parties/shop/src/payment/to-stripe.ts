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
  const currency = order.currency.toLowerCase();
  const item = (name: string, quantity: number, unitMinor: bigint) => ({
    quantity,
    price_data: { currency, unit_amount: Number(unitMinor), product_data: { name } },
  });
  const items = order.lines.map((line) => item(line.name, line.quantity, line.unit.minor));
  const { delivery } = order;
  if (!delivery || delivery.price.minor === 0n) return items;
  return [...items, item(delivery.name, 1, delivery.price.minor)];
}
