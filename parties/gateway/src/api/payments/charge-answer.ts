// The answer of the older API to what its payment has come to: the charge, or the error of its refusal.

import type { FoundCharge } from '../../payments/list-charges.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { type Answer, type ApiError, errorBody } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { chargeToStripe } from '../to-stripe/charge.ts';
import { problemToStripe } from '../to-stripe/problem.ts';

/** The last charge of a payment, before the acquirer has settled it. */
export function chargeIn({ intent, method }: PaymentView): FoundCharge | undefined {
  const { charge } = intent;
  if (charge === null) return undefined;
  return { intent, charge, method, balanceTransaction: null, isDisputed: false };
}

export function chargeAnswer(means: ApiMeans, view: PaymentView, requestId: string): Answer {
  const found = chargeIn(view);
  if (found !== undefined && found.charge.state.kind !== 'failed') {
    return { status: 200, body: chargeToStripe(found, means) };
  }
  const { publicUrl } = means;
  return { status: 402, body: errorBody(refused(means, view), { publicUrl, requestId }) };
}

function refused({ publicUrl }: ApiMeans, { intent, method }: PaymentView): ApiError {
  const problem = intent.lastProblem;
  if (problem === null) return unanswered;
  const shown = problemToStripe(problem, method, publicUrl);
  const { charge, advice_code, network_decline_code = null } = shown;
  return {
    status: 402,
    type: 'card_error',
    message: problem.message,
    code: problem.code,
    ...(problem.declineCode === null ? {} : { declineCode: problem.declineCode }),
    ...(shown.param === undefined ? {} : { param: shown.param }),
    inside: {
      ...(charge === undefined ? {} : { charge }),
      ...(advice_code === undefined ? {} : { advice_code, network_decline_code }),
    },
  };
}

/** The bank has not said what became of it; whatever it was is taken back. */
const unanswered: ApiError = {
  status: 402,
  type: 'card_error',
  code: 'processing_error',
  message: 'An error occurred while processing your card. Try again in a little bit.',
};
