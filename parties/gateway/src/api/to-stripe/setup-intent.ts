// SetupIntents, their attempts, and mandates.

import type { PaymentProblem } from '../../payments/problem.ts';
import type { Mandate } from '../../setups/mandate.ts';
import type { SetupView } from '../../setups/ports.ts';
import type { SetupAttempt } from '../../setups/setup.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import type { IntentSurroundings } from './payment-intent.ts';
import { checksToStripe, faceToStripe } from './payment-method.ts';
import { problemToStripe } from './problem.ts';
import { type Json, type Resource, seconds, secondsOrNull } from './shape.ts';

type Shown = Resource & { readonly id: string };

export function setupIntentToStripe(
  { setup, method }: SetupView,
  around: IntentSurroundings,
): Shown {
  const { wishes, state, lastProblem } = setup;
  const canceled = state.status === 'canceled' ? state : null;
  return {
    id: setup.id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: wishes.automaticMethods
      ? { allow_redirects: 'always', enabled: true }
      : null,
    cancellation_reason: canceled?.reason ?? null,
    client_secret: around.clientSecrets.of(setup.accountId, setup.id),
    created: seconds(setup.createdAtMs),
    customer: wishes.customer,
    customer_account: null,
    description: wishes.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error:
      lastProblem === null ? null : setupProblemToStripe(lastProblem, method, around.publicUrl),
    latest_attempt: setup.attempt?.id ?? null,
    livemode: false,
    managed_payments: null,
    mandate: setup.mandate,
    metadata: wishes.metadata,
    next_action: nextAction(setup, around),
    on_behalf_of: null,
    payment_method: setup.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        mandate_options: null,
        network: null,
        request_three_d_secure: wishes.isMandated ? 'any' : 'automatic',
      },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: state.status,
    usage: wishes.usage,
  };
}

function nextAction(
  { state, wishes }: SetupView['setup'],
  { publicUrl }: IntentSurroundings,
): Json {
  if (state.status !== 'requires_action') return null;
  return {
    type: 'redirect_to_url',
    redirect_to_url: {
      return_url: wishes.returnUrl,
      url: `${publicUrl}/3ds/redirect/${state.authenticationId}`,
    },
  };
}

/** The code of a failed authentication names the kind of intent. */
export function setupProblemToStripe(
  problem: PaymentProblem,
  method: PaymentMethod | null,
  publicUrl: string,
) {
  const shown = problemToStripe(problem, method, publicUrl);
  if (shown.code !== 'payment_intent_authentication_failure') return shown;
  const code = 'setup_intent_authentication_failure';
  return { ...shown, code, doc_url: shown.doc_url.replace(shown.code, code) };
}

export function setupAttemptToStripe(
  attempt: SetupAttempt,
  { setup, method }: SetupView,
  publicUrl: string,
): Shown {
  const { wishes } = setup;
  return {
    id: attempt.id,
    object: 'setup_attempt',
    application: null,
    created: seconds(attempt.openedAtMs),
    customer: wishes.customer,
    customer_account: null,
    flow_directions: null,
    livemode: false,
    on_behalf_of: null,
    payment_method: attempt.paymentMethod,
    payment_method_details: {
      card:
        method === null || method.id !== attempt.paymentMethod
          ? {}
          : {
              ...attemptedFace(method),
              checks: checksToStripe(null),
              network: method.face.brand,
              three_d_secure:
                attempt.authenticationId === null ? null : threeDSecure(attempt.state),
              wallet: null,
            },
      type: 'card',
    },
    setup_error:
      attempt.problem === null ? null : setupProblemToStripe(attempt.problem, method, publicUrl),
    setup_intent: setup.id,
    status: statusOf[attempt.state],
    usage: wishes.usage,
  };
}

const statusOf = {
  open: 'processing',
  challenged: 'requires_action',
  succeeded: 'succeeded',
  failed: 'failed',
  abandoned: 'abandoned',
} as const;

function threeDSecure(state: SetupAttempt['state']): Json {
  const isAuthenticated = state === 'succeeded' || state === 'open';
  const ended = isAuthenticated
    ? { result: 'authenticated', result_reason: null }
    : { result: 'failed', result_reason: 'rejected' };
  return {
    authentication_flow: 'challenge',
    electronic_commerce_indicator: null,
    // Who is still at their bank has neither passed nor failed.
    ...(state === 'challenged' ? { result: null, result_reason: null } : ended),
    transaction_id: null,
    version: '2.2.0',
  };
}

/** As a setup attempt shows it. */
function attemptedFace(method: PaymentMethod) {
  const { regulated_status: _, ...face } = faceToStripe(method);
  return face;
}

export function mandateToStripe(mandate: Mandate): Shown {
  const { acceptance, type } = mandate;
  return {
    id: mandate.id,
    object: 'mandate',
    customer_acceptance: {
      accepted_at: secondsOrNull(acceptance.acceptedAtMs),
      type: acceptance.type,
      ...(acceptance.type === 'offline'
        ? { offline: {} }
        : { online: { ip_address: acceptance.ip, user_agent: acceptance.userAgent } }),
    },
    livemode: false,
    ...(type === 'multi_use' ? { multi_use: {} } : { single_use: {} }),
    payment_method: mandate.paymentMethod,
    payment_method_details: { card: {}, type: 'card' },
    status: mandate.isActive ? 'active' : 'inactive',
    type,
  };
}
