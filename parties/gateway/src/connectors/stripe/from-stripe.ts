// From Stripe's words to the gateway's: what an answer or a failure means, and nothing more than it
// says.

import Stripe from 'stripe';
import type { Approval, CvcCheck } from '../../payments/intent.ts';
import type { InquiryEnd, VerificationEnd } from '../connector.ts';
import { responseCodeOf } from './decline-codes.ts';

export type Failure =
  | { readonly kind: 'refused'; readonly responseCode: string }
  /** Certain: nothing was done. */
  | { readonly kind: 'not_attempted'; readonly why: string }
  /** Certain too, and it never will be: the request itself is not taken. */
  | { readonly kind: 'not_taken'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** Throws what is no answer of Stripe's and no failure of the way: that is a bug. */
export function failureOf(error: unknown): Failure {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) throw error;
  if (error instanceof errors.StripeConnectionError) {
    const cause = codeOf(error.detail);
    if (neverConnected.has(cause)) return { kind: 'not_attempted', why: cause };
    return { kind: 'unknown', why: cause === '' ? 'no_answer' : cause };
  }
  if (error instanceof errors.StripeCardError) {
    return { kind: 'refused', responseCode: responseCodeOf(error) };
  }
  const why = error.code ?? error.type;
  // Another request of that name is being worked on, or was of other words: its effect is not known.
  if (error instanceof errors.StripeIdempotencyError) return { kind: 'unknown', why };
  if (error instanceof errors.StripeInvalidRequestError) return { kind: 'not_taken', why };
  if (error.statusCode === 401 || error.statusCode === 403) return { kind: 'not_attempted', why };
  return { kind: 'unknown', why: `${error.statusCode ?? ''} ${why}`.trim() };
}

function codeOf(detail: unknown): string {
  return detail instanceof Error && 'code' in detail ? String(detail.code) : '';
}

/** What a payment shows that has been confirmed, or has perhaps been. */
export type Shown =
  | Exclude<InquiryEnd, { kind: 'never_arrived' }>
  /** No bank has been asked yet, and could be still. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'needs_cardholder' };

export function shownBy(intent: Stripe.PaymentIntent): Shown {
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded':
      return approvalEnd(intent);
    case 'requires_action':
      return { kind: 'needs_cardholder' };
    case 'processing':
      return { kind: 'under_way' };
    case 'canceled':
      return { kind: 'canceled' };
    case 'requires_confirmation':
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      if (error === null) return { kind: 'waiting' };
      return { kind: 'refused', responseCode: responseCodeOf(error) };
    }
    default:
      return { kind: 'unknown', why: `status ${intent.status}` };
  }
}

function approvalEnd({ id, latest_charge: charge }: Stripe.PaymentIntent): Shown {
  if (charge === null || typeof charge === 'string') {
    return { kind: 'unknown', why: 'approval_without_charge' };
  }
  const card = charge.payment_method_details?.card;
  const approval: Approval = {
    // Not every network gives one; then the end of Stripe's own name stands for it.
    authorizationCode: card?.authorization_code ?? id.slice(-6).toUpperCase(),
    responseCode: '00',
    cvcCheck: cvcCheck(card?.checks?.cvc_check),
    traceId: card?.network_transaction_id ?? null,
  };
  return { kind: 'approved', approval };
}

const checks: readonly CvcCheck[] = ['pass', 'fail', 'unchecked'];

const cvcCheck = (check: string | null | undefined): CvcCheck =>
  checks.find((one) => one === check) ?? null;

export function verificationEnd(intent: Stripe.SetupIntent): VerificationEnd {
  switch (intent.status) {
    case 'succeeded':
      return {
        kind: 'approved',
        verification: { responseCode: '85', cvcCheck: null, traceId: null },
      };
    case 'requires_action':
      return { kind: 'refused', responseCode: '1A' };
    case 'requires_payment_method':
      return { kind: 'refused', responseCode: responseCodeOf(intent.last_setup_error ?? {}) };
    default:
      return { kind: 'unknown', why: `status ${intent.status}` };
  }
}
