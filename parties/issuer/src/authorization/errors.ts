// Why a payment is refused, and the code in field 39 that says so. A new reason does not compile
// until it has its code.

import type { ResponseCode } from '@kassa/iso8583';

export type Decline =
  | 'invalid_amount'
  | 'unknown_card'
  | 'unknown_original'
  | 'original_closed'
  | 'unavailable'
  | 'do_not_honour'
  | 'suspected_fraud'
  | 'expired'
  | 'wrong_expiry'
  | 'frozen'
  | 'blocked'
  | 'lost'
  | 'stolen'
  | 'wrong_cvc'
  | 'invalid_proof'
  | 'authentication_required'
  | 'pays_nobody'
  | 'no_exchange_rate'
  | 'online_not_allowed'
  | 'cross_border_not_allowed'
  | 'above_payment_limit'
  | 'above_online_limit'
  | 'above_day_limit'
  | 'above_day_count'
  | 'insufficient_funds';

export const responseCodeOf: Readonly<Record<Decline, ResponseCode>> = {
  invalid_amount: '13',
  unknown_card: '14',
  unknown_original: '25',
  original_closed: '12',
  unavailable: '96',
  do_not_honour: '05',
  suspected_fraud: '59',
  expired: '54',
  wrong_expiry: '54',
  frozen: '62',
  blocked: '62',
  lost: '41',
  stolen: '43',
  wrong_cvc: 'N7',
  invalid_proof: '82',
  authentication_required: '1A',
  pays_nobody: '05',
  no_exchange_rate: '12',
  online_not_allowed: '57',
  cross_border_not_allowed: '57',
  above_payment_limit: '61',
  above_online_limit: '61',
  above_day_limit: '61',
  above_day_count: '65',
  insufficient_funds: '51',
};
