// May this be captured, may this be refunded? Pure; the order of the checks is the precedence.

import type { ClearingSequence, ResponseCode } from '@kassa/iso8583';
import { isZero, type Money, money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { Authorization } from '../authorizations/authorization.ts';
import {
  type Contract,
  type Price,
  priceOf,
  refundPriceOf,
  reservedOf,
} from '../merchants/contract.ts';

export type AdviceRefusal =
  | 'amount_zero'
  | 'original_unknown'
  | 'card_differs'
  | 'not_approved'
  | 'code_differs'
  | 'currency_differs'
  | 'captured_before'
  | 'too_late'
  | 'exceeds_authorization'
  | 'not_captured'
  | 'exceeds_capture';

export const refusalCodes: Readonly<Record<AdviceRefusal, ResponseCode>> = {
  amount_zero: '13',
  original_unknown: '25',
  card_differs: '12',
  not_approved: '12',
  code_differs: '12',
  currency_differs: '12',
  captured_before: '12',
  too_late: '12',
  exceeds_authorization: '13',
  not_captured: '12',
  exceeds_capture: '13',
};

export type AdviceFacts = {
  readonly amount: Money;
  readonly cardFingerprint: string;
  /** Undefined if the gateway does not know it. */
  readonly authorizationCode: string | undefined;
  readonly nowMs: number;
  /** Of one capture among several: which it is. */
  readonly clearing?: ClearingSequence | undefined;
};

/** Later, issuers have let go of the hold; the network takes presentments until the tenth day. */
export const captureWithinMs = 7 * 86_400_000;

/** What it costs the merchant, and what of it is held back. */
export type Terms = Price & { readonly reserved: Money };

/** The merchant's terms, if the capture is allowed. Several may follow, together never more. */
export function decideCapture(
  advice: AdviceFacts,
  original: Authorization | undefined,
  contract: Contract,
): Result<Terms, AdviceRefusal> {
  if (isZero(advice.amount)) return err('amount_zero');
  // An increment is captured under the name of what it has grown.
  if (!original || original.incrementOf !== null) return err('original_unknown');
  if (original.cardFingerprint !== advice.cardFingerprint) return err('card_differs');
  if (original.state !== 'approved') return err('not_approved');
  if (codeDiffers(advice, original)) return err('code_differs');
  if (original.amount.currency !== advice.amount.currency) return err('currency_differs');
  if (isCapturedBefore(advice, original)) return err('captured_before');
  if (advice.nowMs > original.receivedAtMs + captureWithinMs) return err('too_late');
  const { capturedMinor, amount } = original;
  if (capturedMinor + advice.amount.minor > amount.minor) return err('exceeds_authorization');
  const { amount: gross } = advice;
  return ok({ ...priceOf(contract, gross), reserved: reservedOf(contract, gross) });
}

/** After the last nothing may come, and an only one cannot come after others. */
function isCapturedBefore({ clearing }: AdviceFacts, original: Authorization): boolean {
  return original.isCaptureFinal || (clearing === undefined && original.capturedMinor > 0n);
}

/** Several refunds may follow a capture, together never more than it. They carry no fee. */
export function decideRefund(
  advice: AdviceFacts,
  original: Authorization | undefined,
  contract: Contract,
): Result<Terms, AdviceRefusal> {
  if (isZero(advice.amount)) return err('amount_zero');
  if (!original) return err('original_unknown');
  if (original.cardFingerprint !== advice.cardFingerprint) return err('card_differs');
  if (original.capturedMinor === 0n) return err('not_captured');
  if (codeDiffers(advice, original)) return err('code_differs');
  if (original.amount.currency !== advice.amount.currency) return err('currency_differs');
  if (original.refundedMinor + advice.amount.minor > original.capturedMinor) {
    return err('exceeds_capture');
  }
  const nothing = money(advice.amount.currency, 0);
  return ok({ ...refundPriceOf(contract, nothing), reserved: nothing });
}

function codeDiffers(advice: AdviceFacts, original: Authorization): boolean {
  const { authorizationCode } = advice;
  return (
    authorizationCode !== undefined &&
    authorizationCode.trimEnd() !== original.authorizationCode?.trimEnd()
  );
}
