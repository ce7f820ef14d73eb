// The decline table: what each answer of a bank means for the merchant's program, for a retry and
// for the shopper. Data, versioned; the codes are exhaustive by type, so a new one does not compile
// until it has its row. Which codes forbid a retry follows the schemes' public lists of 2025; where
// those disagree the stricter one is taken. A code that is not here is never retried.

import { isResponseCode, type ResponseCode } from '@kassa/iso8583';
import type { PaymentProblem, ProblemCode, Retry, WordsKey } from './problem.ts';

export const declineTableVersion = '2026-11-01';

export type DeclineRow = {
  readonly category: 'hard' | 'soft' | 'technical' | 'fraud';
  readonly retry: Retry;
  /** A challenge may turn this into a yes; it is asked for once. */
  readonly stepUp: boolean;
  /** Another provider may be asked: this one's way failed, no bank has refused the cardholder. */
  readonly elsewhere: boolean;
  readonly code: ProblemCode;
  readonly declineCode: string;
  readonly message: string;
  readonly words: WordsKey;
};

const declined = 'Your card was declined.';

const generic: DeclineRow = {
  category: 'hard',
  retry: 'never',
  stepUp: false,
  elsewhere: false,
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: declined,
  words: 'declined',
};

/** 85 answers an account verification and 09 an inquiry, which are no declines. */
type DeclineCode = Exclude<ResponseCode, '00' | '09' | '85'>;

export const declineTable: Readonly<Record<DeclineCode, DeclineRow>> = {
  '05': { ...generic, category: 'soft', retry: 'later' },
  '12': { ...generic, declineCode: 'transaction_not_allowed', words: 'not_permitted' },
  '13': { ...generic, declineCode: 'invalid_amount' },
  '14': {
    ...generic,
    retry: 'with_other_details',
    code: 'incorrect_number',
    declineCode: 'incorrect_number',
    message: 'Your card number is incorrect.',
    words: 'number_wrong',
  },
  '25': { ...generic, category: 'technical', declineCode: 'processing_error' },
  // What we wrote could not be read: it is no better for being sent to another.
  '30': { ...technical('processing_error'), elsewhere: false },
  // Who holds a lost or stolen card is told no more than that it was declined.
  '41': { ...generic, category: 'fraud', declineCode: 'lost_card' },
  '43': { ...generic, category: 'fraud', declineCode: 'stolen_card' },
  '51': {
    ...generic,
    category: 'soft',
    retry: 'later',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
    words: 'insufficient_funds',
  },
  '54': {
    ...generic,
    retry: 'with_other_details',
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
    words: 'card_expired',
  },
  '57': {
    ...generic,
    declineCode: 'transaction_not_allowed',
    message: 'Your card does not support this type of purchase.',
    words: 'not_permitted',
  },
  '59': { ...generic, category: 'fraud', declineCode: 'fraudulent' },
  '61': {
    ...generic,
    category: 'soft',
    retry: 'later',
    declineCode: 'card_velocity_exceeded',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    words: 'limit_exceeded',
  },
  '62': { ...generic, declineCode: 'restricted_card', words: 'card_blocked' },
  '65': {
    ...generic,
    category: 'soft',
    retry: 'later',
    stepUp: false,
    declineCode: 'withdrawal_count_limit_exceeded',
    message: 'Your card was declined for making too many payments.',
    words: 'limit_exceeded',
  },
  '1A': {
    ...generic,
    category: 'soft',
    retry: 'with_authentication',
    stepUp: true,
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    words: 'authentication_needed',
  },
  '82': {
    ...generic,
    category: 'fraud',
    retry: 'with_authentication',
    declineCode: 'authentication_not_handled',
    words: 'authentication_failed',
  },
  '91': technical('issuer_not_available'),
  '94': { ...generic, category: 'technical', declineCode: 'duplicate_transaction' },
  '96': technical('processing_error'),
  N7: {
    ...generic,
    retry: 'with_other_details',
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    words: 'cvc_wrong',
  },
};

function technical(declineCode: string): DeclineRow {
  return {
    category: 'technical',
    retry: 'later',
    stepUp: false,
    elsewhere: true,
    code: 'processing_error',
    declineCode,
    message: 'An error occurred while processing your card. Try again in a little bit.',
    words: 'bank_unavailable',
  };
}

function isNoDecline(code: ResponseCode): code is Exclude<ResponseCode, DeclineCode> {
  return code === '00' || code === '09' || code === '85';
}

/** The row of a bank's answer; a code that the table lacks is a hard refusal without a name. */
export function declineRow(responseCode: string): DeclineRow {
  if (!isResponseCode(responseCode) || isNoDecline(responseCode)) {
    return generic;
  }
  return declineTable[responseCode];
}

/** What the intent keeps and shows of a bank's refusal. */
export function declineProblem(
  responseCode: string,
  about: Pick<PaymentProblem, 'chargeId' | 'paymentMethod'>,
): PaymentProblem {
  const { code, declineCode, message, words, retry } = declineRow(responseCode);
  return { code, declineCode, message, words, retry, responseCode, ...about };
}
