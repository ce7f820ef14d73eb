// The answer to a confirm of a setup, and its refusals in Stripe's words.

import type { SetupDoing, SetupRefusal } from '../../setups/errors.ts';
import type { SetupView } from '../../setups/ports.ts';
import {
  type Answer,
  type ApiError,
  busy,
  errorBody,
  invalid,
  keyInUse,
  missing,
  overCapacity,
} from '../kernel/api-error.ts';
import { methodToApi } from '../payments/attach-method.ts';
import type { ApiMeans } from '../ports.ts';
import { setupIntentToStripe, setupProblemToStripe } from '../to-stripe/setup-intent.ts';
import type { Json } from '../to-stripe/shape.ts';

export function setupAnswer(means: ApiMeans, view: SetupView): Answer {
  return { status: 200, body: setupIntentToStripe(view, means) };
}

/** When the card was not verified, the error with the SetupIntent inside. */
export function confirmSetupAnswer(means: ApiMeans, view: SetupView, requestId: string): Answer {
  const { setup, method } = view;
  const problem = setup.lastProblem;
  if (setup.state.status !== 'requires_payment_method' || problem === null) {
    return setupAnswer(means, view);
  }
  const { publicUrl } = means;
  const shown = setupProblemToStripe(problem, method, publicUrl);
  const error: ApiError = {
    status: 402,
    type: shown.type,
    message: problem.message,
    code: shown.code,
    ...(problem.declineCode === null ? {} : { declineCode: problem.declineCode }),
    ...(shown.param === undefined ? {} : { param: shown.param }),
    inside: {
      ...(shown.payment_method === undefined ? {} : { payment_method: shown.payment_method }),
      setup_intent: setupIntentToStripe(view, means),
    },
  };
  return { status: 402, body: errorBody(error, { publicUrl, requestId }) };
}

const verbs: Readonly<Record<SetupDoing, string>> = {
  update: 'updated',
  confirm: 'confirmed',
  cancel: 'canceled',
};

/** `setup` is the SetupIntent as it stands, for the errors that show it. */
export function setupToApi(refusal: SetupRefusal, setup: Json | undefined): ApiError {
  const inside = setup === undefined ? {} : { inside: { setup_intent: setup } };
  switch (refusal.code) {
    case 'setup_unknown':
      return missing('setupintent', refusal.id, 'intent');
    case 'payment_method_unknown':
      return missing('PaymentMethod', refusal.id, 'payment_method', 400);
    case 'payment_method_missing': {
      const message =
        "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.";
      return { ...invalid(message, { code: 'setup_intent_unexpected_state' }), ...inside };
    }
    case 'method_detached':
    case 'method_of_other':
      return methodToApi(refusal);
    case 'unexpected_state': {
      const message = `This SetupIntent could not be ${verbs[refusal.doing]} because it has a status of ${refusal.status}.`;
      return { ...invalid(message, { code: 'setup_intent_unexpected_state' }), ...inside };
    }
    case 'over_capacity':
      return overCapacity;
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}
