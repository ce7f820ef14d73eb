import type { Confirmation } from '../../confirmations/confirmation-token.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { shippingToStripe } from './payment-intent.ts';
import { paymentMethodToStripe } from './payment-method.ts';
import { type Json, type Resource, seconds } from './shape.ts';

export function confirmationToStripe(
  { id, createdAtMs, data }: Confirmation,
  method: PaymentMethod | null,
): Resource & { readonly id: string } {
  const { acceptance, expiresAtMs, returnUrl, setupFutureUsage, usedBy, usesScript } = data;
  const used = (prefix: string) => (usedBy?.startsWith(prefix) ? usedBy : null);
  return {
    id,
    object: 'confirmation_token',
    created: seconds(createdAtMs),
    expires_at: seconds(expiresAtMs),
    livemode: false,
    mandate_data: acceptance && acceptanceToStripe(acceptance),
    metadata: {},
    payment_intent: used('pi_'),
    payment_method_options: null,
    payment_method_preview: method && previewOf(method),
    return_url: returnUrl,
    setup_future_usage: setupFutureUsage,
    setup_intent: used('seti_'),
    shipping: shippingToStripe(data.shipping),
    use_stripe_sdk: usesScript,
  };
}

function acceptanceToStripe({ online }: NonNullable<Confirmation['data']['acceptance']>): Json {
  if (online === null) return { customer_acceptance: { online: null, type: 'offline' } };
  const { ipAddress: ip_address, userAgent: user_agent } = online;
  return { customer_acceptance: { online: { ip_address, user_agent }, type: 'online' } };
}

/** The payment method before it is one: without id, and without what it has only then. */
function previewOf(method: PaymentMethod): Json {
  const {
    id: _,
    object: __,
    created: ___,
    livemode: ____,
    metadata: _____,
    ...preview
  } = paymentMethodToStripe(method);
  return preview;
}
