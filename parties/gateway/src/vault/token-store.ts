// Tokens in the database: cards that wait to be used once.

import { column, type Database, type Unit } from '@kassa/database';
import type { AccountId } from '../ids.ts';
import type { PaymentMethod } from './card.ts';
import { decodePaymentMethod, paymentMethodRow } from './store.ts';

export type CardToken = {
  readonly accountId: AccountId;
  readonly id: string;
  /** What it will become: a card that is nobody's yet. */
  readonly card: PaymentMethod;
  readonly clientIp: string | null;
  readonly createdAtMs: number;
  readonly isUsed: boolean;
};

export function insertToken(token: Omit<CardToken, 'isUsed'>): Unit {
  const row = {
    account_id: token.accountId,
    id: token.id,
    type: 'card',
    card: paymentMethodRow(token.card),
    client_ip: token.clientIp,
    created_at: token.createdAtMs,
  };
  return { inserts: [{ table: 'token', rows: [row] }] };
}

export async function loadToken(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<CardToken | undefined> {
  const text = `
    select t.*, exists (
      select from payment_method m where m.account_id = t.account_id and m.token_id = t.id
    ) as is_used
    from token t where t.account_id = $1 and t.id = $2`;
  return db.one({ text, values: [accountId, id] }, (row) => ({
    accountId,
    id: column.text(row, 'id'),
    card: decodePaymentMethod({ ...Object(column.json(row, 'card')) }),
    clientIp: column.textOrNull(row, 'client_ip'),
    createdAtMs: column.integer(row, 'created_at'),
    isUsed: column.bool(row, 'is_used'),
  }));
}
