// Errors as the API says them. Every refusal of a use case has its line here: a new code does not
// compile until it is mapped.

import type { Doing, PaymentRefusal } from '../../payments/errors.ts';
import type { IntentStatus } from '../../payments/intent.ts';
import type { CardField } from '../../vault/check-card.ts';
import type { CardFault, CardRefusal } from '../../vault/errors.ts';
import { docUrl } from '../to-stripe/problem.ts';
import type { Json } from '../to-stripe/shape.ts';

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
export type ErrorPlace = { readonly publicUrl: string; readonly requestId: string };

export function errorBody(error: ApiError, { publicUrl, requestId }: ErrorPlace): Json {
  const { type, message, code, declineCode, param, inside } = error;
  return {
    error: {
      ...inside,
      ...(code === undefined ? {} : { code, doc_url: docUrl(publicUrl, code) }),
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

export function missing(kind: string, id: string, param = 'id', status = 404): ApiError {
  return invalid(`No such ${kind}: '${id}'`, { status, code: 'resource_missing', param });
}

const verbs: Readonly<Record<Doing, string>> = {
  update: 'updated',
  confirm: 'confirmed',
  capture: 'captured',
  cancel: 'canceled',
  refund: 'refunded',
};

/** `around` is the PaymentIntent as it stands, for the errors that show it. */
export function refusalToApi(
  refusal: PaymentRefusal,
  around: { readonly intent?: Json; readonly idParam?: string } = {},
): ApiError {
  const { idParam = 'intent' } = around;
  switch (refusal.code) {
    case 'intent_unknown':
      return missing('payment_intent', refusal.id, idParam, idParam === 'intent' ? 404 : 400);
    case 'charge_unknown':
      return missing('charge', refusal.id, idParam, idParam === 'charge' ? 400 : 404);
    case 'payment_method_unknown':
      return missing('PaymentMethod', refusal.id, 'payment_method', 400);
    case 'payment_method_missing':
      return withIntent(
        invalid(
          "You cannot confirm this PaymentIntent because it's missing a payment method. Give a payment method, or payment_method_data, when confirming it.",
          { code: 'payment_intent_unexpected_state' },
        ),
        around.intent,
      );
    case 'unexpected_state':
      return withIntent(unexpectedState(refusal.doing, refusal.status), around.intent);
    case 'capture_too_large':
      return withIntent(
        invalid(
          `The amount to capture is more than what is held (${refusal.capturableMinor}). Capture that much or less.`,
          { code: 'amount_too_large', param: 'amount_to_capture' },
        ),
        around.intent,
      );
    case 'amount_not_positive':
      return invalid('Invalid positive integer: give an amount above zero.', {
        code: 'parameter_invalid_integer',
        param: 'amount',
      });
    case 'charge_not_captured':
      return invalid('This charge has not been captured, so there is nothing to refund.', {
        code: 'charge_not_refundable',
        param: 'charge',
      });
    case 'charge_already_refunded':
      return invalid('The charge has already been refunded.', { code: 'charge_already_refunded' });
    case 'refund_too_large':
      return invalid(
        `The refund is more than what is left of the charge (${refusal.refundableMinor}). Refund that much or less.`,
        { code: 'amount_too_large', param: 'amount' },
      );
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}

function unexpectedState(doing: Doing, status: IntentStatus): ApiError {
  return invalid(
    `This PaymentIntent could not be ${verbs[doing]} because it has a status of ${status}.`,
    { code: doing === 'refund' ? 'charge_not_refundable' : 'payment_intent_unexpected_state' },
  );
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
