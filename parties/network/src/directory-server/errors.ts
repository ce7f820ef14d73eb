// What the directory server answers when it cannot pass an authentication on. The payment may go on
// without authentication after a `U`; an Erro says that a message was at fault.

import type { ErrorCode } from '@kassa/three-ds';

export type NoAuthentication = 'card_unknown' | 'not_enrolled' | 'acs_timeout' | 'acs_unreachable';

/** transStatusReason of the ARes with transStatus U (EMV 3DS 2.2.0, table A.7). */
export const reasonOf: Readonly<Record<NoAuthentication, string>> = {
  card_unknown: '08',
  not_enrolled: '13',
  acs_timeout: '14',
  // 22, "ACS technical issue", exists from 2.2.0; 2.1.0 knows no better word than a time-out.
  acs_unreachable: '22',
};

export type ResultRefusal = 'unknown_transaction' | 'server_timeout' | 'server_unreachable';

export const errorOf: Readonly<Record<ResultRefusal, ErrorCode>> = {
  unknown_transaction: '301',
  server_timeout: '402',
  server_unreachable: '405',
};
