// Problems that no bank has named: authentication that failed, a message that never left, an answer
// that never came. The sentences are honest about what is and is not known.

import type { PaymentProblem } from './problem.ts';

type OwnProblem = Omit<PaymentProblem, 'chargeId' | 'paymentMethod' | 'responseCode'>;

export const ownProblems = {
  authentication_failed: {
    code: 'payment_intent_authentication_failure',
    declineCode: null,
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    words: 'authentication_failed',
    retry: 'with_authentication',
  },
  authentication_expired: {
    code: 'payment_intent_authentication_failure',
    declineCode: null,
    message: 'The authentication was not finished in time. Nothing was charged. Try again.',
    words: 'authentication_expired',
    retry: 'now',
  },
  authentication_unavailable: {
    code: 'payment_intent_authentication_failure',
    declineCode: 'try_again_later',
    message:
      'The service that authenticates the card did not answer. Nothing was charged. Try again.',
    words: 'authentication_unavailable',
    retry: 'later',
  },
  authentication_required: {
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    words: 'authentication_needed',
    retry: 'with_authentication',
  },
  action_not_handled: {
    code: 'card_declined',
    declineCode: 'authentication_not_handled',
    message:
      'This payment required an authentication action to complete, but `error_on_requires_action` was set.',
    words: 'authentication_needed',
    retry: 'with_authentication',
  },
  not_sent: {
    code: 'processing_error',
    declineCode: 'try_again_later',
    message: 'The bank could not be reached. Nothing was charged. Try again in a little while.',
    words: 'not_sent',
    retry: 'now',
  },
  over_capacity: {
    code: 'processing_error',
    declineCode: 'try_again_later',
    message:
      'Too many payments are under way right now. Nothing was sent to the bank, and nothing was charged. Try again in a little while.',
    words: 'over_capacity',
    retry: 'now',
  },
  // The holder of a lost card is told no more than that it was declined.
  retry_never: {
    code: 'card_declined',
    declineCode: 'do_not_try_again',
    message:
      'Your card was declined before, and its network does not let it be tried again. Nothing was sent to the bank.',
    words: 'declined',
    retry: 'never',
  },
  retry_cap_reached: {
    code: 'card_declined',
    declineCode: 'retry_cap_reached',
    message:
      'Your card was declined for this amount as often as its network lets it be tried. Nothing was sent to the bank. Use another card, or try again in a month.',
    words: 'tried_too_often',
    retry: 'later',
  },
  outcome_reversed: {
    code: 'processing_error',
    declineCode: 'try_again_later',
    message:
      'The bank did not answer in time, and the payment was reversed. Nothing was charged. Try again.',
    words: 'outcome_reversed',
    retry: 'now',
  },
  increment_not_sent: {
    code: 'processing_error',
    declineCode: 'try_again_later',
    message:
      'The bank could not be reached. What was held before is still held. Try again in a little while.',
    words: 'not_sent',
    retry: 'now',
  },
  increment_unknown: {
    code: 'processing_error',
    declineCode: 'try_again_later',
    message:
      'The bank did not answer in time. What was held before is still held; whatever was held on top of it is being given back. Until that is done the hold cannot be raised again.',
    words: 'outcome_unknown',
    retry: 'later',
  },
  increment_reversed: {
    code: 'processing_error',
    declineCode: 'try_again_later',
    message:
      'The bank did not answer in time, and the raise was taken back. What was held before is still held. Try again.',
    words: 'outcome_reversed',
    retry: 'now',
  },
} as const satisfies Record<string, OwnProblem>;

export type OwnProblemName = keyof typeof ownProblems;

export function ownProblem(
  name: OwnProblemName,
  paymentMethod: PaymentProblem['paymentMethod'],
): PaymentProblem {
  return { ...ownProblems[name], responseCode: null, chargeId: null, paymentMethod };
}
