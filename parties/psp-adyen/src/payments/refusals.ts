// Why a payment is refused, by the names and codes of the documented list of refusal reasons.

export const refusals = {
  refused: { code: '2', reason: 'Refused' },
  blocked_card: { code: '5', reason: 'Blocked Card' },
  expired_card: { code: '6', reason: 'Expired Card' },
  unknown_card: { code: '8', reason: 'Invalid Card Number' },
  issuer_unavailable: { code: '9', reason: 'Issuer Unavailable' },
  not_enough_balance: { code: '12', reason: 'Not enough balance' },
  suspected: { code: '31', reason: 'Issuer Suspected Fraud' },
  cvc_declined: { code: '24', reason: 'CVC Declined' },
  restricted_card: { code: '25', reason: 'Restricted Card' },
  authentication_required: { code: '38', reason: 'Authentication required' },
} as const;

export type Refusal = keyof typeof refusals;
