import type { ClientSecrets } from '../../payments/client-secret.ts';
import { capturableMinor, type PaymentIntent, receivedMinor } from '../../payments/intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import type { Shipping, Wishes } from '../../payments/wishes.ts';
import { amountDetailsToStripe } from './amount-details.ts';
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
import { splitFieldsOf } from './split-fields.ts';

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
    allowed_payment_method_types: wishes.allowedTypes,
    amount: minor(intent.amount),
    amount_capturable: Number(capturableMinor(intent)),
    amount_details: amountDetailsToStripe(intent),
    amount_received: Number(receivedMinor(intent)),
    automatic_payment_methods: wishes.automaticMethods
      ? { allow_redirects: wishes.allowRedirects, enabled: true }
      : null,
    canceled_at: secondsOrNull(canceled?.canceledAtMs ?? null),
    cancellation_reason: canceled?.reason ?? null,
    capture_method: intent.captureMethod,
    client_secret: around.clientSecrets.of(intent.accountId, intent.id),
    confirmation_method: wishes.confirmation,
    created: seconds(intent.createdAtMs),
    currency: currency(intent.amount),
    customer: wishes.customer,
    customer_account: null,
    description: wishes.description,
    excluded_payment_method_types: wishes.excludedTypes,
    last_payment_error:
      intent.lastProblem === null
        ? null
        : problemToStripe(intent.lastProblem, method, around.publicUrl),
    latest_charge: charge?.id ?? null,
    livemode: false,
    managed_payments: null,
    metadata: wishes.metadata,
    next_action: nextAction(intent, around),
    ...referencesOf(wishes),
    payment_method: intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: { card: cardOptionsOf(wishes) },
    payment_method_types: ['card'],
    payment_record: null,
    processing: state.status === 'processing' ? { type: 'card', card: {} } : null,
    receipt_email: wishes.receiptEmail,
    review: null,
    setup_future_usage: wishes.setupFutureUsage,
    shipping: shippingToStripe(wishes.shipping),
    source: null,
    statement_descriptor: wishes.statementDescriptor,
    statement_descriptor_suffix: wishes.statementSuffix,
    status: state.status,
    ...splitFieldsOf(wishes.split),
  };
}

function nextAction(intent: PaymentIntent, { publicUrl }: IntentSurroundings): Json {
  if (intent.state.status !== 'requires_action') return null;
  const { returnUrl, usesScript } = intent.wishes;
  const url = `${publicUrl}/3ds/redirect/${intent.state.authenticationId}`;
  // Without a way back the page's own script has to show the bank's page, and to look again.
  if (usesScript || returnUrl === null) {
    const handled = { type: 'three_d_secure_redirect', stripe_js: url };
    return { type: 'use_stripe_sdk', use_stripe_sdk: handled };
  }
  return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
}

function cardOptionsOf({ card, requestIncremental, requestMulticapture }: Wishes) {
  const said = <Value extends Json>(name: string, value: Value | null) =>
    value === null ? {} : { [name]: value };
  return {
    ...said('capture_method', card.captureMethod),
    installments: null,
    mandate_options: null,
    network: card.network,
    ...said('request_extended_authorization', card.extendedAuthorization),
    ...said('request_incremental_authorization', requestIncremental ? 'if_available' : null),
    ...said('request_multicapture', requestMulticapture ? 'if_available' : null),
    ...said('request_overcapture', card.overcapture),
    request_three_d_secure: card.threeDs,
    ...said('setup_credential_usage', card.setupCredentialUsage),
    ...said('setup_future_usage', card.setupFutureUsage),
    ...said('stored_credential_usage', card.storedCredentialUsage),
  };
}

function referencesOf({ customerReference, orderReference }: Wishes) {
  if (customerReference === null && orderReference === null) return {};
  const payment_details = {
    customer_reference: customerReference,
    order_reference: orderReference,
  };
  return { payment_details };
}

export function shippingToStripe(shipping: Shipping | null): Json {
  if (shipping === null) return null;
  const { address, carrier, name, phone, trackingNumber } = shipping;
  const filled = { ...emptyAddress, ...address };
  return { address: filled, carrier, name, phone, tracking_number: trackingNumber };
}
