// What went wrong with a payment, as Stripe's error object says it.

import type { PaymentProblem, ProblemCode } from '../../payments/problem.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { paymentMethodToStripe } from './payment-method.ts';
import type { Json } from './shape.ts';

type ErrorType = 'card_error' | 'api_error' | 'invalid_request_error';

const types: Readonly<Record<ProblemCode, ErrorType>> = {
  card_declined: 'card_error',
  expired_card: 'card_error',
  incorrect_cvc: 'card_error',
  incorrect_number: 'card_error',
  processing_error: 'card_error',
  authentication_required: 'card_error',
  payment_intent_authentication_failure: 'invalid_request_error',
};

const params: Partial<Readonly<Record<ProblemCode, string>>> = {
  expired_card: 'exp_month',
  incorrect_cvc: 'cvc',
  incorrect_number: 'number',
};

const advice = {
  never: 'do_not_try_again',
  later: 'try_again_later',
  with_other_details: 'confirm_card_data',
  with_authentication: 'confirm_card_data',
  now: 'try_again_later',
} as const;

/** What a bank's refusal means for another try. */
export const adviceOf = ({ retry }: PaymentProblem) => advice[retry];

export function problemToStripe(
  problem: PaymentProblem,
  method: PaymentMethod | null,
  publicUrl: string,
) {
  const param = params[problem.code];
  return {
    type: types[problem.code],
    code: problem.code,
    ...(problem.declineCode === null ? {} : { decline_code: problem.declineCode }),
    doc_url: docUrl(publicUrl, problem.code),
    message: problem.message,
    ...(param === undefined ? {} : { param }),
    ...(problem.chargeId === null ? {} : { charge: problem.chargeId }),
    ...(problem.responseCode === null
      ? {}
      : { advice_code: adviceOf(problem), network_decline_code: problem.responseCode }),
    ...(method !== null && method.id === problem.paymentMethod
      ? { payment_method: paymentMethodToStripe(method) }
      : {}),
  } satisfies Record<string, Json>;
}

/** Our own page of errors, which has a paragraph for every code. */
export const docUrl = (publicUrl: string, code: string): string =>
  `${publicUrl}/docs/errors#${code}`;
