// The answer to a confirm: the PaymentIntent, or, when the card was refused, the error with the
// PaymentIntent inside.

import type { PaymentView } from '../../payments/ports.ts';
import { type Answer, type ApiError, errorBody } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { type IntentSurroundings, paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { problemToStripe } from '../to-stripe/problem.ts';
import { seenByBrowser } from './browser-caller.ts';

export function intentAnswer(around: IntentSurroundings, view: PaymentView): Answer {
  return { status: 200, body: paymentIntentToStripe(view, around) };
}

export type Reading = {
  /** The request that it answers. */
  readonly requestId: string;
  /** By a publishable key: then what is the merchant's own is left out. */
  readonly inBrowser: boolean;
};

export function confirmAnswer(
  means: ApiMeans,
  view: PaymentView,
  { requestId, inBrowser }: Reading,
): Answer {
  const { intent, method } = view;
  const problem = intent.lastProblem;
  const whole = paymentIntentToStripe(view, means);
  const seen = inBrowser ? seenByBrowser(whole) : whole;
  if (intent.state.status !== 'requires_payment_method' || problem === null) {
    return { status: 200, body: seen };
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
    payment_intent: seen,
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
