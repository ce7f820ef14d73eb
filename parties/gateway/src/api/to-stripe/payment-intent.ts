import type { ClientSecrets } from '../../payments/client-secret.ts';
import { capturableMinor, type PaymentIntent, receivedMinor } from '../../payments/intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { problemToStripe } from './problem.ts';
import {
  currency,
  emptyAddress,
  type Json,
  minor,
  type Resource,
  seconds,
  secondsOrNull,
} from './shape.ts';

export type IntentSurroundings = {
  /** Where the gateway's own pages live, without a slash at the end. */
  readonly publicUrl: string;
  readonly clientSecrets: ClientSecrets;
};

export function paymentIntentToStripe(
  { intent, method }: PaymentView,
  around: IntentSurroundings,
): Resource & { readonly id: string } {
  const { wishes, state, charge } = intent;
  const canceled = state.status === 'canceled' ? state : null;
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: minor(intent.amount),
    amount_capturable: Number(capturableMinor(intent)),
    amount_details: { tip: {} },
    amount_received: Number(receivedMinor(intent)),
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: wishes.automaticMethods
      ? { allow_redirects: 'always', enabled: true }
      : null,
    canceled_at: secondsOrNull(canceled?.canceledAtMs ?? null),
    cancellation_reason: canceled?.reason ?? null,
    capture_method: intent.captureMethod,
    client_secret: around.clientSecrets.of(intent.accountId, intent.id),
    confirmation_method: 'automatic',
    created: seconds(intent.createdAtMs),
    currency: currency(intent.amount),
    customer: wishes.customer,
    description: wishes.description,
    last_payment_error:
      intent.lastProblem === null
        ? null
        : problemToStripe(intent.lastProblem, method, around.publicUrl),
    latest_charge: charge?.id ?? null,
    livemode: false,
    metadata: wishes.metadata,
    next_action: nextAction(intent, around),
    on_behalf_of: null,
    payment_method: intent.paymentMethod,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: 'automatic',
      },
    },
    payment_method_types: ['card'],
    processing: state.status === 'processing' ? { type: 'card', card: {} } : null,
    receipt_email: wishes.receiptEmail,
    review: null,
    setup_future_usage: wishes.setupFutureUsage,
    shipping: shippingToStripe(intent),
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: wishes.statementSuffix,
    status: state.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function nextAction(intent: PaymentIntent, { publicUrl }: IntentSurroundings): Json {
  if (intent.state.status !== 'requires_action') return null;
  return {
    type: 'redirect_to_url',
    redirect_to_url: {
      return_url: intent.wishes.returnUrl,
      url: `${publicUrl}/3ds/redirect/${intent.state.authenticationId}`,
    },
  };
}

export function shippingToStripe({ wishes }: PaymentIntent): Json {
  if (wishes.shipping === null) return null;
  const { address, carrier, name, phone, trackingNumber } = wishes.shipping;
  const filled = { ...emptyAddress, ...address };
  return { address: filled, carrier, name, phone, tracking_number: trackingNumber };
}
