// The answer to an increment: the PaymentIntent with its new total, or, when the bank did not raise the
// hold, the error with the PaymentIntent as it stands inside. Asked of the payment whose last increment
// is the one in question.

import { incrementProblem } from '../../payments/increment-problem.ts';
import type { PaymentView } from '../../payments/ports.ts';
import type { PaymentProblem } from '../../payments/problem.ts';
import { type Answer, errorBody } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { problemToStripe } from '../to-stripe/problem.ts';
import { intentAnswer } from './confirm-answer.ts';

/** `requestId` is the request that it answers. */
export function incrementAnswer(means: ApiMeans, view: PaymentView, requestId: string): Answer {
  const problem = incrementProblem(view.intent);
  return problem === null ? intentAnswer(means, view) : refused(means, view, problem, requestId);
}

function refused(
  means: ApiMeans,
  view: PaymentView,
  problem: PaymentProblem,
  requestId: string,
): Answer {
  const { publicUrl } = means;
  const {
    type,
    message,
    code,
    decline_code,
    param,
    doc_url: _,
    ...inside
  } = problemToStripe(problem, view.method, publicUrl);
  const error = {
    status: 402,
    type,
    message,
    code,
    ...(decline_code === undefined ? {} : { declineCode: decline_code }),
    ...(param === undefined ? {} : { param }),
    inside: { ...inside, payment_intent: paymentIntentToStripe(view, means) },
  };
  return { status: 402, body: errorBody(error, { publicUrl, requestId }) };
}
