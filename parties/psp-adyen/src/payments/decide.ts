// What the cardholder's bank says of a payment, in one strict order; whether the money is there is the
// last question, and the account itself answers it.

import type { Card } from '../config.ts';
import type { PaymentInput } from './inputs.ts';
import type { Refusal } from './refusals.ts';

export type Asked = Pick<PaymentInput, 'paymentMethod' | 'mpiData' | 'amount'>;

/** Null: nothing against it. */
export function refusalOf(card: Card | undefined, asked: Asked, nowMs: number): Refusal | null {
  if (card === undefined) return 'unknown_card';
  if (card.bank === 'down') return 'issuer_unavailable';
  const byState = states[card.state];
  if (byState !== null) return byState;
  const { expiryMonth, expiryYear, cvc } = asked.paymentMethod;
  const isOther =
    Number(expiryMonth) !== card.expiryMonth || Number(expiryYear) !== card.expiryYear;
  if (isOther || nowMs >= Date.UTC(card.expiryYear, card.expiryMonth, 1)) return 'expired_card';
  if (cvc !== undefined && cvc !== card.cvc) return 'cvc_declined';
  if (asked.amount.currency !== card.currency) return 'refused';
  if (card.wantsAuthentication && asked.mpiData?.cavv === undefined) {
    return 'authentication_required';
  }
  return null;
}

const states: Readonly<Record<Card['state'], Refusal | null>> = {
  good: null,
  stolen: 'blocked_card',
  restricted: 'restricted_card',
  suspected: 'suspected',
};
