// docs.stripe.com/changelog/basil: what belongs to invoices left the payments, what Checkout has
// asked of the buyer is in one place. Seen by versions 10 to 17 of the official client.

import { isFields } from '../../kernel/expand.ts';
import type { Fields } from '../../kernel/resources.ts';
import type { Changes } from '../change.ts';

const version = '2025-03-31.basil';

export const fromBasil: Changes = {
  outputs: [
    {
      version,
      object: 'payment_intent',
      why: 'add-support-for-multiple-partial-payments-on-invoices: no payment here is of an invoice',
      down: (intent) => ({ ...intent, invoice: null }),
    },
    {
      version,
      object: 'charge',
      why: 'add-support-for-multiple-partial-payments-on-invoices: no payment here is of an invoice',
      down: (charge) => ({ ...charge, invoice: null }),
    },
    {
      version,
      object: 'charge',
      why: 'remove-refund-from-partial-capture-and-payment-cancellation-flow: what was not captured was refunded',
      down: withRestRefunded,
    },
    {
      version,
      object: 'payment_intent',
      why: 'remove-refund-from-partial-capture-and-payment-cancellation-flow: expiry had another name',
      down: (intent) =>
        intent['cancellation_reason'] === 'expired'
          ? { ...intent, cancellation_reason: 'automatic' }
          : intent,
    },
    {
      version,
      object: 'checkout.session',
      why: 'checkout-session-remove-shipping-details: it was at the top',
      down: (session) => ({ ...session, shipping_details: shippingOf(session) }),
    },
    {
      version,
      object: 'price',
      why: 'deprecate-legacy-usage-based-billing: meters replace the aggregation of usage records',
      down: (price) =>
        isFields(price['recurring'])
          ? { ...price, recurring: { ...price['recurring'], aggregate_usage: null } }
          : price,
    },
  ],
};

/** The sum alone: there is no Refund of it, here or in any list. */
function withRestRefunded(charge: Fields): Fields {
  const { amount, amount_captured: captured, amount_refunded: refunded } = charge;
  const areKnown = [amount, captured, refunded].every((one) => typeof one === 'number');
  if (charge['captured'] !== true || !areKnown) return charge;
  return { ...charge, amount_refunded: Number(refunded) + Number(amount) - Number(captured) };
}

function shippingOf({ collected_information: collected }: Fields): Fields | null {
  if (!isFields(collected) || !isFields(collected['shipping_details'])) return null;
  return { carrier: null, phone: null, tracking_number: null, ...collected['shipping_details'] };
}
