// Why the switch itself refuses, and the field 39 that says it. An issuer's refusal is not among
// them: its code passes through as it came.

import type { ResponseCode } from '@kassa/iso8583';

export type SwitchRefusal =
  | 'not_supported'
  | 'format_error'
  | 'acquirer_unknown'
  | 'currency_unknown'
  | 'amount_invalid'
  | 'card_unknown'
  | 'original_unknown'
  | 'original_closed'
  | 'duplicate'
  | 'presented_already'
  | 'issuer_unavailable'
  | 'malfunction';

export const responseOf: Readonly<Record<SwitchRefusal, ResponseCode>> = {
  not_supported: '12',
  format_error: '30',
  acquirer_unknown: '12',
  currency_unknown: '12',
  amount_invalid: '13',
  card_unknown: '14',
  original_unknown: '25',
  original_closed: '12',
  duplicate: '94',
  presented_already: '12',
  issuer_unavailable: '91',
  malfunction: '96',
};
