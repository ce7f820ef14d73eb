// A stored authorization, as every capability that looks one up sees it.

import { column, type RawRow } from '@kassa/database';
import { isId } from '@kassa/ids';
import type { TransactionId } from '@kassa/ledger';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';

export const authorizationStates = [
  'declined',
  'reversed_first',
  'verified',
  'held',
  'raised',
  'cleared',
  'released',
  'expired',
] as const;

export type StoredAuthorization = {
  readonly authorizationId: string;
  readonly acquirerId: string;
  readonly stan: string;
  readonly rrn: string;
  readonly cardId: string | null;
  readonly bankAccountId: string | null;
  readonly decidedAtMs: number;
  readonly mid: string;
  readonly merchantName: string;
  readonly merchantCity: string;
  readonly merchantCountry: string;
  readonly amount: Money;
  /** What the cardholder pays, fee included; null when it never came to that. */
  readonly billed: Money | null;
  readonly conversionFeeMinor: bigint;
  readonly exchangeRateId: string | null;
  readonly acsTransId: string | null;
  readonly responseCode: string;
  readonly authorizationCode: string | null;
  readonly cvcResult: string;
  readonly state: (typeof authorizationStates)[number];
  readonly holdId: TransactionId | null;
  readonly heldMinor: bigint;
  readonly holdExpiresAtMs: number | null;
  /** The authorization that this request has grown. */
  readonly incrementOf: string | null;
  /** What may be presented in all, and what has been; as the shop counts. */
  readonly totalMinor: bigint;
  readonly presentedMinor: bigint;
};

/** For a table alias `a`. */
export const authorizationColumns = `
  a.authorization_id, a.acquirer_id, a.stan, a.rrn, a.card_id as of_card_id,
  a.bank_account_id as of_bank_account_id, a.decided_at_ms, a.mid, a.merchant_name,
  a.merchant_city, a.merchant_country, a.amount_minor, a.currency as amount_currency,
  a.billed_minor, a.billed_currency, a.conversion_fee_minor, a.exchange_rate_id as of_rate_id,
  a.acs_trans_id as of_acs_trans_id, a.response_code, a.authorization_code, a.cvc_result, a.state,
  a.hold_id, a.held_minor, a.hold_expires_at_ms, a.increment_of, a.total_minor, a.presented_minor`;

export function decodeAuthorization(row: RawRow): StoredAuthorization {
  const billedMinor = column.bigOrNull(row, 'billed_minor');
  return {
    authorizationId: column.text(row, 'authorization_id'),
    acquirerId: column.text(row, 'acquirer_id'),
    stan: column.text(row, 'stan'),
    rrn: column.text(row, 'rrn'),
    cardId: column.textOrNull(row, 'of_card_id'),
    bankAccountId: column.textOrNull(row, 'of_bank_account_id'),
    decidedAtMs: column.integer(row, 'decided_at_ms'),
    mid: column.text(row, 'mid'),
    merchantName: column.text(row, 'merchant_name'),
    merchantCity: column.text(row, 'merchant_city'),
    merchantCountry: column.text(row, 'merchant_country'),
    amount: money(currency(column.text(row, 'amount_currency')), column.big(row, 'amount_minor')),
    billed:
      billedMinor === null
        ? null
        : money(currency(column.text(row, 'billed_currency')), billedMinor),
    conversionFeeMinor: column.big(row, 'conversion_fee_minor'),
    exchangeRateId: column.textOrNull(row, 'of_rate_id'),
    acsTransId: column.textOrNull(row, 'of_acs_trans_id'),
    responseCode: column.text(row, 'response_code'),
    authorizationCode: column.textOrNull(row, 'authorization_code'),
    cvcResult: column.text(row, 'cvc_result'),
    state: column.oneOf(row, 'state', authorizationStates),
    holdId: transactionId(column.textOrNull(row, 'hold_id')),
    heldMinor: column.big(row, 'held_minor'),
    holdExpiresAtMs: column.integerOrNull(row, 'hold_expires_at_ms'),
    incrementOf: column.textOrNull(row, 'increment_of'),
    totalMinor: column.big(row, 'total_minor'),
    presentedMinor: column.big(row, 'presented_minor'),
  };
}

function currency(text: string): Currency {
  return unwrap(currencyOf(text));
}

function transactionId(text: string | null): TransactionId | null {
  if (text === null) return null;
  assert(isId('ltx', text), `not a transaction of the book: ${text}`);
  return text;
}
