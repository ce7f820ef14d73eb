// Columns of the card table to a card; every query that joins it selects `cardColumns`.

import { column, type RawRow } from '@kassa/database';
import { isId } from '@kassa/ids';
import { type Currency, currencyOf } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import {
  authenticationPolicies,
  type Card,
  type CardId,
  cardStatuses,
  cvcRules,
  expiryRules,
} from './card.ts';

/** For a table alias `c`. */
export const cardColumns = `
  c.card_id, c.bank_account_id, c.currency as card_currency, c.holder_name, c.pan_hash, c.pan_last4,
  c.expiry, c.expiry_rule, c.cvc_rule, c.cvc_check, c.authentication, c.status,
  c.payment_max_minor, c.day_max_minor, c.day_count_max, c.is_online_allowed, c.online_max_minor,
  c.is_cross_border_allowed, c.version`;

export function decodeCard(row: RawRow): Card {
  return {
    cardId: cardIdIn(row),
    bankAccountId: column.text(row, 'bank_account_id'),
    currency: currencyIn(row, 'card_currency'),
    holderName: column.text(row, 'holder_name'),
    panHash: column.text(row, 'pan_hash'),
    last4: column.text(row, 'pan_last4'),
    expiry: column.text(row, 'expiry'),
    expiryRule: column.oneOf(row, 'expiry_rule', expiryRules),
    cvcRule: column.oneOf(row, 'cvc_rule', cvcRules),
    cvcCheck: column.textOrNull(row, 'cvc_check'),
    authentication: column.oneOf(row, 'authentication', authenticationPolicies),
    status: column.oneOf(row, 'status', cardStatuses),
    limits: {
      paymentMaxMinor: column.bigOrNull(row, 'payment_max_minor'),
      dayMaxMinor: column.bigOrNull(row, 'day_max_minor'),
      dayCountMax: column.integerOrNull(row, 'day_count_max'),
      isOnlineAllowed: column.bool(row, 'is_online_allowed'),
      onlineMaxMinor: column.bigOrNull(row, 'online_max_minor'),
      isCrossBorderAllowed: column.bool(row, 'is_cross_border_allowed'),
    },
    version: column.integer(row, 'version'),
  };
}

export function currencyIn(row: RawRow, name: string): Currency {
  return unwrap(currencyOf(column.text(row, name)));
}

function cardIdIn(row: RawRow): CardId {
  const id = column.text(row, 'card_id');
  assert(isId('card', id), `not a card id: ${id}`);
  return id;
}
