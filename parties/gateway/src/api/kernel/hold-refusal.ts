// What cannot be done with a hold just now, in the API's words.

import type { HoldRefusal } from '../../payments/errors.ts';

type Said = {
  readonly message: string;
  readonly code: string;
  readonly param?: string;
  readonly status?: number;
};

const code = 'payment_intent_unexpected_state';

export function sayHoldRefusal(refusal: HoldRefusal): Said {
  switch (refusal.code) {
    case 'multicapture_unavailable':
      return {
        message:
          'This PaymentIntent can be captured once. Ask for several captures when it is made or confirmed, with payment_method_options[card][request_multicapture]=if_available.',
        code,
        param: 'final_capture',
      };
    case 'captures_exhausted':
      return {
        message: 'This PaymentIntent has been captured 49 times: the next must be final.',
        code,
        param: 'final_capture',
      };
    case 'increment_unavailable':
      return {
        message:
          'The hold of this PaymentIntent cannot be raised. Ask for it when it is made or confirmed, with payment_method_options[card][request_incremental_authorization]=if_available.',
        code,
      };
    case 'increments_exhausted':
      return {
        message: 'The hold of this PaymentIntent has been raised, or tried to, ten times already.',
        code,
      };
    case 'increment_after_capture':
      return {
        message:
          'A PaymentIntent that has been captured, also in part, cannot be incremented any more.',
        code,
      };
    case 'increment_not_greater':
      return {
        message: `The amount is the new total and must be more than what is held (${refusal.authorizedMinor}).`,
        code: 'parameter_invalid_integer',
        param: 'amount',
      };
    case 'increment_pending':
      return refusal.isUnknown
        ? {
            message:
              'The bank has not answered the last increment: it is being taken back, and what was held before is held. Try again when that is done.',
            code,
          }
        : {
            message: 'An increment is under way. Try again in a moment.',
            code: 'lock_timeout',
            status: 429,
          };
  }
}
