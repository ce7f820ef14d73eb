// Errors as the API says them. Every refusal of a use case has its line here: a new code does not
// compile until it is mapped.

import type { Doing, PaymentRefusal } from '../../payments/errors.ts';
import { ownProblems } from '../../payments/own-problems.ts';
import type { CardField } from '../../vault/check-card.ts';
import type { CardFault, CardRefusal } from '../../vault/errors.ts';
import { docUrl } from '../to-stripe/problem.ts';
import type { Json } from '../to-stripe/shape.ts';
import { sayHoldRefusal } from './hold-refusal.ts';
import { written } from './written-amount.ts';

export type ErrorType =
  | 'api_error'
  | 'card_error'
  | 'idempotency_error'
  | 'invalid_request_error'
  | 'rate_limit_error';

export type ApiError = {
  readonly status: number;
  readonly type: ErrorType;
  readonly message: string;
  readonly code?: string;
  readonly declineCode?: string;
  readonly param?: string;
  /** Objects that the original has inside: `payment_intent`, `charge` … */
  readonly inside?: Readonly<Record<string, Json>>;
};

export type Answer = { readonly status: number; readonly body: Json };

/** Where an error is said: which request it answers, and where its pages are. */
export type ErrorPlace = {
  readonly publicUrl: string;
  readonly requestId: string;
  /** There every error has a code. */
  readonly isSecondInterface?: boolean;
};

export function errorBody(error: ApiError, place: ErrorPlace): Json {
  const { type, message, code, declineCode, param, inside } = error;
  const { publicUrl, requestId, isSecondInterface = false } = place;
  const fallback = isSecondInterface ? { code: type } : {};
  return {
    error: {
      ...inside,
      ...(code === undefined ? fallback : { code, doc_url: docUrl(publicUrl, code) }),
      ...(declineCode === undefined ? {} : { decline_code: declineCode }),
      message,
      ...(param === undefined ? {} : { param }),
      request_log_url: requestLogUrl(publicUrl, requestId),
      type,
    },
  };
}

/** The request's own page, for the merchant's developers alone. */
function requestLogUrl(publicUrl: string, requestId: string): string {
  return `${publicUrl}/developers/requests/${requestId}`;
}

export function invalid(
  message: string,
  more: Partial<Pick<ApiError, 'code' | 'param' | 'status'>> = {},
): ApiError {
  return { status: 400, type: 'invalid_request_error', message, ...more };
}

export const busy: ApiError = {
  status: 429,
  type: 'invalid_request_error',
  code: 'lock_timeout',
  message: 'Others are changing this object right now. Try again.',
};

export const tooManyRequests: ApiError = {
  status: 429,
  type: 'rate_limit_error',
  code: 'rate_limit',
  message:
    'Too many requests with this key at once. Wait a moment and try again, a little later each time.',
};

/** Nothing was recorded, so the same request with the same key is a new one. */
export const overCapacity: ApiError = {
  status: 503,
  type: 'api_error',
  code: 'over_capacity',
  message:
    'Too many payments are under way right now. Nothing was sent to a bank, and nothing was charged. Send the same request again in a moment.',
};

export function missing(kind: string, id: string, param = 'id', status = 404): ApiError {
  return invalid(`No such ${kind}: '${id}'`, { status, code: 'resource_missing', param });
}

type Around = {
  /** The PaymentIntent as it stands, for the errors that show it. */
  readonly intent?: Json;
  /** By which parameter the payment, or its charge, was named. */
  readonly idParam?: string;
  /** By which one the amount to capture. */
  readonly amountParam?: string;
};

export function refusalToApi(refusal: PaymentRefusal, around: Around = {}): ApiError {
  const { idParam = 'intent', amountParam = 'amount_to_capture' } = around;
  switch (refusal.code) {
    case 'intent_unknown':
      return missing('payment_intent', refusal.id, idParam, idParam === 'intent' ? 404 : 400);
    case 'charge_unknown':
      return missing('charge', refusal.id, idParam, idParam === 'charge' ? 400 : 404);
    case 'refund_unknown':
      return missing('refund', refusal.id);
    case 'payment_method_unknown':
      return missing('PaymentMethod', refusal.id, 'payment_method', 400);
    case 'payment_method_detached':
      return invalid(methodDetached, {
        code: 'payment_method_unexpected_state',
        param: 'payment_method',
      });
    case 'payment_method_of_other':
      return methodOfOther(refusal);
    case 'payment_method_missing':
      return withIntent(
        invalid(
          "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
          { code: 'payment_intent_unexpected_state' },
        ),
        around.intent,
      );
    case 'unexpected_state':
      return withIntent(unexpectedState(refusal), around.intent);
    case 'amount_of_session':
      return invalid(
        'The amount of this PaymentIntent is the total of its Checkout Session: change the session, and it follows.',
        { param: 'amount' },
      );
    case 'amount_changed':
      return withIntent(
        invalid('The amount is not the expected one any more. Show the new amount, then confirm.', {
          code: 'amount_mismatch',
          param: 'expected_amount',
        }),
        around.intent,
      );
    case 'capture_too_large':
      return withIntent(
        invalid(
          `The amount to capture is more than what is held (${refusal.capturableMinor}). Capture that much or less.`,
          { code: 'amount_too_large', param: amountParam },
        ),
        around.intent,
      );
    case 'amount_not_positive':
      return invalid('Invalid positive integer: give an amount above zero.', {
        code: 'parameter_invalid_integer',
        param: 'amount',
      });
    case 'multicapture_unavailable':
    case 'increment_unavailable':
    case 'captures_exhausted':
    case 'increments_exhausted':
    case 'increment_after_capture':
    case 'increment_not_greater':
    case 'increment_pending':
      return withIntent({ ...notPossible, ...sayHoldRefusal(refusal) }, around.intent);
    case 'charge_not_captured':
    case 'charge_already_refunded':
    case 'refund_too_large':
      return refundRefusal(refusal, idParam);
    case 'charge_disputed':
      return invalid('The charge is disputed: its bank decides who has the money.', {
        code: 'charge_disputed',
      });
    case 'no_transfer':
      return invalid('This charge has no transfer, so there is none to reverse.', {
        param: 'reverse_transfer',
      });
    case 'no_application_fee':
      return invalid('This charge has no application fee, so there is none to refund.', {
        param: 'refund_application_fee',
      });
    case 'retry_never':
    case 'retry_cap_reached': {
      const { code, declineCode, message } = ownProblems[refusal.code];
      return { status: 402, type: 'card_error', code, declineCode, message };
    }
    case 'over_capacity':
      return overCapacity;
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}

type RefundRefusal = Extract<
  PaymentRefusal,
  { code: 'charge_not_captured' | 'charge_already_refunded' | 'refund_too_large' }
>;

function refundRefusal(refusal: RefundRefusal, idParam: string): ApiError {
  switch (refusal.code) {
    case 'charge_not_captured': {
      const message =
        idParam === 'payment_intent'
          ? `This PaymentIntent (${refusal.intentId}) does not have a successful charge to refund.`
          : `Charge ${refusal.chargeId} has not been captured, so there is nothing to refund.`;
      return invalid(message, { code: 'charge_not_refundable', param: idParam });
    }
    case 'charge_already_refunded':
      return invalid(`Charge ${refusal.id} has already been refunded.`, { code: refusal.code });
    case 'refund_too_large': {
      const { asked, refundableMinor } = refusal;
      const amounts = [asked.minor, refundableMinor].map((one) => written(one, asked.currency));
      const message = `Refund amount (${amounts[0]}) is greater than unrefunded amount on charge (${amounts[1]})`;
      return invalid(message, { code: 'amount_too_large', param: 'amount' });
    }
  }
}

const notPossible = { status: 400, type: 'invalid_request_error' } as const;

const methodDetached =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.';

function methodOfOther({
  id,
  owner,
  customer,
}: PaymentRefusal & { code: 'payment_method_of_other' }): ApiError {
  if (customer !== null) {
    const message = `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`;
    return invalid(message, { code: 'resource_missing', param: 'payment_method' });
  }
  const message = `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`;
  return invalid(message, { code: 'payment_intent_invalid_parameter', param: 'customer' });
}

/** From which states it may be done, as the original lists them in its sentences. */
const possible: Readonly<Record<Exclude<Doing, 'refund'>, string>> = {
  update: 'requires_payment_method, requires_confirmation',
  confirm: 'requires_confirmation, requires_action, requires_payment_method',
  capture: 'requires_capture',
  cancel: 'requires_payment_method, requires_capture, requires_confirmation, requires_action',
  increment: 'requires_capture',
};

function unexpectedState(refusal: PaymentRefusal & { code: 'unexpected_state' }): ApiError {
  const { doing } = refusal;
  const code = doing === 'refund' ? 'charge_not_refundable' : 'payment_intent_unexpected_state';
  return invalid(stateSentence(refusal), { code });
}

function stateSentence({
  doing,
  status,
  what = 'amount',
}: PaymentRefusal & { code: 'unexpected_state' }): string {
  const only = (done: string) =>
    doing === 'refund'
      ? ''
      : ` Only a PaymentIntent with one of the following statuses may be ${done}: ${possible[doing]}.`;
  switch (doing) {
    case 'update':
      return `This PaymentIntent's ${what} could not be updated because it has a status of ${status}. You may only update the ${what} of a PaymentIntent with one of the following statuses: ${possible.update}.`;
    case 'confirm':
      return status === 'succeeded'
        ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
        : `You cannot confirm this PaymentIntent because it has a status of ${status}.${only('confirmed')}`;
    case 'capture':
      return status === 'succeeded'
        ? 'This PaymentIntent could not be captured because it has already been captured.'
        : `This PaymentIntent could not be captured because it has a status of ${status}.${only('captured')}`;
    case 'cancel':
      return `You cannot cancel this PaymentIntent because it has a status of ${status}.${only('canceled')}`;
    case 'increment':
      return `This PaymentIntent could not be incremented because it has a status of ${status}.${only('incremented')}`;
    case 'refund':
      return `This PaymentIntent could not be refunded because it has a status of ${status}.`;
  }
}

function withIntent(error: ApiError, intent: Json | undefined): ApiError {
  return intent === undefined ? error : { ...error, inside: { payment_intent: intent } };
}

export const keyInUse: ApiError = {
  status: 409,
  type: 'idempotency_error',
  code: 'idempotency_key_in_use',
  message:
    'There is another request in progress with this Idempotency-Key. Wait a moment and try again with the same key.',
};

const fields: Readonly<Record<CardField, string>> = {
  number: 'number',
  expiry: 'exp_month',
  cvc: 'cvc',
  holder: 'billing_details[name]',
};

const faults: Readonly<Record<CardFault, readonly [code: string, message: string]>> = {
  number_incomplete: ['incorrect_number', 'Your card number is incomplete.'],
  number_wrong: ['incorrect_number', 'Your card number is incorrect.'],
  expiry_incomplete: ['invalid_expiry_month', "Your card's expiration date is invalid."],
  expiry_past: ['invalid_expiry_year', "Your card's expiration year is in the past."],
  expiry_far: ['invalid_expiry_year', "Your card's expiration year is invalid."],
  cvc_incomplete: ['invalid_cvc', "Your card's security code is invalid."],
  cvc_wrong_length: ['invalid_cvc', "Your card's security code has the wrong length."],
  holder_missing: ['parameter_missing', 'Give the name on the card.'],
};

export function cardToApi(refusal: Pick<CardRefusal, 'faults'>): ApiError {
  const [first] = refusal.faults;
  const [code, message] = faults[first?.fault ?? 'number_wrong'];
  const param = fields[first?.field ?? 'number'];
  return { status: 402, type: 'card_error', code, message, param };
}
