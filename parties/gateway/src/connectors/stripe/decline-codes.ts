// Stripe's decline codes as response codes of this network. Its list is open: a code that is not here
// goes by what the network itself has said, and if that says nothing either it is a plain refusal.

import { isResponseCode, type ResponseCode } from '@kassa/iso8583';

/** Neither an approval nor the answer to an account verification. */
type Refusal = Exclude<ResponseCode, '00' | '85'>;

const refusals: Readonly<Partial<Record<string, Refusal>>> = {
  approve_with_id: '05',
  authentication_not_handled: '82',
  authentication_required: '1A',
  mobile_device_authentication_required: '1A',
  call_issuer: '05',
  card_declined: '05',
  card_not_supported: '57',
  card_velocity_exceeded: '61',
  currency_not_supported: '57',
  do_not_honor: '05',
  do_not_try_again: '62',
  duplicate_transaction: '94',
  expired_card: '54',
  invalid_expiry_month: '54',
  invalid_expiry_year: '54',
  fraudulent: '59',
  merchant_blacklist: '59',
  generic_decline: '05',
  incorrect_number: '14',
  invalid_account: '14',
  invalid_number: '14',
  incorrect_cvc: 'N7',
  invalid_cvc: 'N7',
  insufficient_funds: '51',
  invalid_amount: '13',
  issuer_not_available: '91',
  lost_card: '41',
  no_action_taken: '05',
  not_permitted: '57',
  pickup_card: '43',
  processing_error: '96',
  reenter_transaction: '96',
  try_again_later: '91',
  restricted_card: '62',
  revocation_of_all_authorizations: '62',
  revocation_of_authorization: '62',
  stop_payment_order: '62',
  security_violation: '59',
  service_not_allowed: '57',
  stolen_card: '43',
  testmode_decline: '05',
  transaction_not_allowed: '57',
  withdrawal_count_limit_exceeded: '65',
};

export type Declined = {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly network_decline_code?: string | undefined;
};

/** The nearer to the issuer a code is, the less it has been changed on the way; so it comes last. */
export function responseCodeOf(error: Declined): string {
  const named = refusals[error.decline_code ?? ''];
  // A generic name hides what the bank said, if it may be passed on at all.
  if (named !== undefined && named !== '05') return named;
  const network = error.network_decline_code;
  if (isRefusal(network)) return network;
  return named ?? refusals[error.code ?? ''] ?? '05';
}

const isRefusal = (code: string | undefined): code is Refusal =>
  isResponseCode(code) && code !== '00' && code !== '85';
