// From Adyen's words to the gateway's: what an answer, a notification or a failure means, and nothing
// more than it says.

import type { Types } from '@adyen/api-library';
import type { Approval, CvcCheck } from '../../payments/intent.ts';
import type { AdviceEnd, AuthorizationEnd, InquiryEnd } from '../connector.ts';
import type { Notice } from './notices.ts';
import { refusalByCode, refusalByWords } from './refusal-reasons.ts';
import { ApiFailure, LineFailure } from './transport.ts';

type PaymentResponse = Types.checkout.PaymentResponse;

export type Answered =
  | AuthorizationEnd
  /** Authorised perhaps, if the cardholder did something more. */
  | { readonly kind: 'needs_cardholder' };

export function paymentEnd(response: PaymentResponse): Answered {
  const { resultCode, refusalReasonCode, pspReference = '', additionalData } = response;
  switch (String(resultCode)) {
    case 'Authorised':
      return { kind: 'approved', approval: approvalIn(pspReference, additionalData ?? {}) };
    case 'Refused':
    case 'Cancelled':
    // It was processed to its end, and that was not an authorisation.
    case 'Error':
      return { kind: 'refused', responseCode: refusalByCode(refusalReasonCode) };
    case 'RedirectShopper':
    case 'IdentifyShopper':
    case 'ChallengeShopper':
      return { kind: 'needs_cardholder' };
    default:
      return { kind: 'unknown', why: `result ${resultCode}` };
  }
}

function approvalIn(
  pspReference: string,
  data: Readonly<Record<string, string | undefined>>,
): Approval {
  return {
    // Not every network gives one; then the end of Adyen's own name stands for it.
    authorizationCode: data['authCode'] ?? pspReference.slice(-6),
    responseCode: '00',
    cvcCheck: cvcCheck(data['cvcResult']),
    traceId: data['networkTxReference'] ?? null,
  };
}

/** `1 Matches`, `2 Doesn't match`, and reasons why nobody looked. */
function cvcCheck(result: string | undefined): CvcCheck {
  if (result === undefined) return null;
  if (result.startsWith('1')) return 'pass';
  return result.startsWith('2') ? 'fail' : 'unchecked';
}

/** What the notification of an authorisation says. */
export function noticedEnd({ isSuccess, reference, details }: Notice): InquiryEnd {
  if (!isSuccess) return { kind: 'refused', responseCode: refusalByWords(details.reason) };
  const authorizationCode = details.authCode ?? reference.slice(-6);
  return {
    kind: 'approved',
    approval: { authorizationCode, responseCode: '00', cvcCheck: null, traceId: null },
  };
}

/** What the notification of a modification says. */
export function modificationEnd({ isSuccess, event, details }: Notice): AdviceEnd {
  // There is no payment of that name: nothing to take back. One that came later would be told of.
  if (isSuccess || event === 'TECHNICAL_CANCEL') return { kind: 'acknowledged' };
  const isTooMuch = details.reason.startsWith('Insufficient balance');
  return { kind: 'refused', responseCode: isTooMuch ? '13' : '05' };
}

export type Failure =
  | { readonly kind: 'refused'; readonly responseCode: string }
  | { readonly kind: 'not_attempted'; readonly why: string }
  /** Certain too, and it never will be: the request itself is not taken. */
  | { readonly kind: 'not_taken'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Of what is wrong with the card's details even the form is refused, before any bank is asked. */
const cardErrors: Readonly<Partial<Record<string, string>>> = {
  '101': '14',
  '103': 'N7',
  '129': '54',
  '130': '54',
};

/** Throws what is no failure of the provider or the way: that is a bug. */
export function failureOf(error: unknown): Failure {
  if (error instanceof LineFailure) return { kind: error.kind, why: error.message };
  if (!(error instanceof ApiFailure)) throw error;
  const { status, errorCode, message: why } = error;
  if (status === 401 || status === 403) return { kind: 'not_attempted', why };
  const isTaken = status !== 400 && status !== 422;
  // 704: another request of this name is being worked on, or has been.
  if (isTaken || errorCode === '704') return { kind: 'unknown', why };
  const responseCode = cardErrors[errorCode];
  if (responseCode !== undefined) return { kind: 'refused', responseCode };
  return { kind: 'not_taken', why };
}
