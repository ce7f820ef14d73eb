// The gateway's answers and events in the shop's words.
import type Stripe from 'stripe';
import { z } from 'zod';
import type { PaymentRefusal } from '../orders/order-event.ts';
import type { GatewayEvent, SessionView } from './gateway.ts';

export function sessionView(session: Stripe.Checkout.Session): SessionView {
  const given = session.payment_intent;
  const intent = typeof given === 'object' ? given : null;
  const reference = typeof given === 'string' ? given : given?.id;
  return {
    id: session.id,
    orderNumber: session.client_reference_id ?? undefined,
    status: statusOf(session.status),
    isPaid: session.payment_status === 'paid',
    amountMinor: BigInt(session.amount_total ?? 0),
    currency: (session.currency ?? '').toUpperCase(),
    reference,
    isProcessing:
      session.payment_status !== 'paid' &&
      (session.status === 'complete' || intent?.status === 'processing'),
    refusal: intent?.last_payment_error
      ? refusalOf(intent.id, intent.last_payment_error)
      : undefined,
    url: session.url ?? undefined,
    clientSecret: intent?.client_secret ?? undefined,
  };
}

/** What to-stripe.ts wrote there; a payment made outside the shop has none of it. */
const metadataSchema = z.object({
  order_number: z.string().optional().catch(undefined),
  attempt: z.coerce.number().int().optional().catch(undefined),
});

const statusOf = (status: string | null): SessionView['status'] =>
  status === 'complete' || status === 'expired' ? status : 'open';

export function gatewayEvent(event: Stripe.Event): GatewayEvent {
  const { id, type: kind } = event;
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.expired':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
      return { id, kind, about: { what: 'session', view: sessionView(event.data.object) } };
    case 'payment_intent.payment_failed': {
      const intent = event.data.object;
      const { order_number: orderNumber, attempt } = metadataSchema.parse(intent.metadata);
      const error = intent.last_payment_error;
      if (!orderNumber || !error) return { id, kind, about: { what: 'other' } };
      const refusal = refusalOf(intent.id, error);
      return { id, kind, about: { what: 'refusal', orderNumber, attempt, refusal } };
    }
    default:
      return { id, kind, about: { what: 'other' } };
  }
}

/** Named by the charge where there is one: each try is another refusal. */
function refusalOf(intentId: string, error: Stripe.PaymentIntent.LastPaymentError): PaymentRefusal {
  const code = error.code ?? error.type;
  const id = error.charge ?? `${intentId}/${code}/${error.decline_code ?? ''}`;
  return { id, code, declineCode: error.decline_code ?? undefined };
}
