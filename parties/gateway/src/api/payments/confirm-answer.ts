// The answer to a confirm: the PaymentIntent, or, when the card was refused, the error with the
// PaymentIntent inside.

import type { PaymentView } from '../../payments/ports.ts';
import { type Answer, type ApiError, errorBody } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { type IntentSurroundings, paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { problemToStripe } from '../to-stripe/problem.ts';

export function intentAnswer(around: IntentSurroundings, view: PaymentView): Answer {
  return { status: 200, body: paymentIntentToStripe(view, around) };
}

/** `requestId` is the request that it answers. */
export function confirmAnswer(means: ApiMeans, view: PaymentView, requestId: string): Answer {
  const { intent, method } = view;
  const problem = intent.lastProblem;
  if (intent.state.status !== 'requires_payment_method' || problem === null) {
    return intentAnswer(means, view);
  }
  const shown = problemToStripe(problem, method, means.publicUrl);
  const inside = {
    ...(shown.payment_method === undefined ? {} : { payment_method: shown.payment_method }),
    ...(shown.charge === undefined ? {} : { charge: shown.charge }),
    ...(shown.advice_code === undefined
      ? {}
      : {
          advice_code: shown.advice_code,
          network_decline_code: shown.network_decline_code ?? null,
        }),
    payment_intent: paymentIntentToStripe(view, means),
  };
  const error: ApiError = {
    status: 402,
    type: shown.type,
    message: problem.message,
    code: problem.code,
    ...(problem.declineCode === null ? {} : { declineCode: problem.declineCode }),
    ...(shown.param === undefined ? {} : { param: shown.param }),
    inside,
  };
  return { status: 402, body: errorBody(error, { publicUrl: means.publicUrl, requestId }) };
}
