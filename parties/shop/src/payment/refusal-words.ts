// From the gateway's codes of refusal to the sentence the buyer reads. A lost or stolen card is
// never called so to whoever holds it.
import type { PaymentRefusal } from '../orders/order-event.ts';

export const refusalReasons = [
  'insufficient_funds',
  'expired_card',
  'incorrect_cvc',
  'incorrect_number',
  'authentication',
  'limit',
  'not_allowed',
  'contact_bank',
  'technical',
  'other',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

const byCode: Readonly<Record<string, RefusalReason>> = {
  insufficient_funds: 'insufficient_funds',
  withdrawal_count_limit_exceeded: 'limit',
  card_velocity_exceeded: 'limit',
  expired_card: 'expired_card',
  invalid_expiry_month: 'expired_card',
  invalid_expiry_year: 'expired_card',
  incorrect_cvc: 'incorrect_cvc',
  invalid_cvc: 'incorrect_cvc',
  incorrect_number: 'incorrect_number',
  invalid_number: 'incorrect_number',
  invalid_account: 'incorrect_number',
  authentication_required: 'authentication',
  authentication_not_handled: 'authentication',
  payment_intent_authentication_failure: 'authentication',
  transaction_not_allowed: 'not_allowed',
  card_not_supported: 'not_allowed',
  currency_not_supported: 'not_allowed',
  restricted_card: 'not_allowed',
  lost_card: 'contact_bank',
  stolen_card: 'contact_bank',
  pickup_card: 'contact_bank',
  fraudulent: 'contact_bank',
  do_not_honor: 'contact_bank',
  call_issuer: 'contact_bank',
  security_violation: 'contact_bank',
  issuer_not_available: 'technical',
  processing_error: 'technical',
  try_again_later: 'technical',
  reenter_transaction: 'technical',
};

/** The decline code says more than the code; both are the gateway's public words. */
export function reasonOf({ code, declineCode }: PaymentRefusal): RefusalReason {
  return byCode[declineCode ?? ''] ?? byCode[code] ?? 'other';
}
