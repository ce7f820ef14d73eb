// One authentication as it is stored, and what the ACS needs besides the bank.

import { column, type RawRow } from '@kassa/database';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Courier } from '../outbox/courier.ts';
import type { Bank } from '../ports.ts';

export type Acs = {
  readonly bank: Bank;
  readonly courier: Pick<Courier, 'deliver' | 'wake'>;
  /** Where a browser finds this ACS. */
  readonly challengeUrl: () => string;
  readonly referenceNumber: string;
  /** Amounts up to this are never unusual, in minor units of the card's currency. */
  readonly challengeAboveMinor: bigint;
  /** Challenges of one card within an hour. */
  readonly challengesPerHour: number;
  /** Who an SMS is from. */
  readonly smsFrom: string;
};

export const authenticationStates = [
  'answered',
  'challenge_due',
  'challenge_open',
  'ended',
] as const;

export type Authentication = {
  readonly acsTransId: string;
  readonly dsTransId: string;
  readonly threeDSServerTransId: string;
  readonly version: '2.1.0' | '2.2.0';
  readonly messageCategory: '01' | '02';
  readonly deviceChannel: '01' | '02' | '03';
  readonly cardId: string | null;
  readonly panHash: string;
  readonly merchantName: string;
  readonly amount: Money;
  readonly notificationUrl: string | null;
  readonly language: string;
  readonly requestedAtMs: number;
  readonly state: (typeof authenticationStates)[number];
  readonly transStatus: 'Y' | 'N' | 'U' | null;
  readonly transStatusReason: string | null;
  readonly sessionData: string | null;
  readonly codeHash: string | null;
  readonly codeExpiresAtMs: number | null;
  readonly triesLeft: number;
  readonly sendsLeft: number;
  readonly interactions: number;
  readonly last4: string | null;
  readonly phone: string | null;
  /** In which the bank writes to the holder. */
  readonly holderLanguage: string | null;
};

/** For the alias `n`, left joined with card `c` and customer `u`. */
export const authenticationColumns = `
  n.acs_trans_id, n.ds_trans_id, n.three_ds_server_trans_id, n.version, n.message_category,
  n.device_channel, n.card_id, n.pan_hash, n.merchant_name, n.amount_minor, n.currency,
  n.notification_url, n.language, n.requested_at_ms, n.state, n.trans_status,
  n.trans_status_reason, n.session_data, n.code_hash, n.code_expires_at_ms, n.tries_left,
  n.sends_left, n.interactions, c.pan_last4, u.phone, u.language as holder_language`;

export function decodeAuthentication(row: RawRow): Authentication {
  const status = column.textOrNull(row, 'trans_status');
  return {
    acsTransId: column.text(row, 'acs_trans_id'),
    dsTransId: column.text(row, 'ds_trans_id'),
    threeDSServerTransId: column.text(row, 'three_ds_server_trans_id'),
    version: column.oneOf(row, 'version', ['2.1.0', '2.2.0']),
    messageCategory: column.oneOf(row, 'message_category', ['01', '02']),
    deviceChannel: column.oneOf(row, 'device_channel', ['01', '02', '03']),
    cardId: column.textOrNull(row, 'card_id'),
    panHash: column.text(row, 'pan_hash'),
    merchantName: column.text(row, 'merchant_name'),
    amount: money(currencyOfRow(row), column.big(row, 'amount_minor')),
    notificationUrl: column.textOrNull(row, 'notification_url'),
    language: column.text(row, 'language'),
    requestedAtMs: column.integer(row, 'requested_at_ms'),
    state: column.oneOf(row, 'state', authenticationStates),
    transStatus: status === null ? null : column.oneOf(row, 'trans_status', ['Y', 'N', 'U']),
    transStatusReason: column.textOrNull(row, 'trans_status_reason'),
    sessionData: column.textOrNull(row, 'session_data'),
    codeHash: column.textOrNull(row, 'code_hash'),
    codeExpiresAtMs: column.integerOrNull(row, 'code_expires_at_ms'),
    triesLeft: column.integer(row, 'tries_left'),
    sendsLeft: column.integer(row, 'sends_left'),
    interactions: column.integer(row, 'interactions'),
    last4: column.textOrNull(row, 'pan_last4'),
    phone: column.textOrNull(row, 'phone'),
    holderLanguage: column.textOrNull(row, 'holder_language'),
  };
}

function currencyOfRow(row: RawRow): Currency {
  return unwrap(currencyOf(column.text(row, 'currency')));
}
