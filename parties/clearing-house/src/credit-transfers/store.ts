// Rows of credit transfers.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';

export type RecordedTransfer = {
  readonly id: string;
  readonly sender: string;
  readonly messageId: string;
  readonly endToEndId: string;
  readonly receiver: string;
  readonly amount: Money;
  readonly debtorName: string;
  readonly creditorName: string;
  readonly creditorAccount: string;
  readonly bookedAtMs: number;
  readonly state: 'booked' | 'returned';
  readonly returnReason: string | null;
};

export function recordTransfers(
  transfers: readonly Omit<RecordedTransfer, 'state' | 'returnReason'>[],
): Unit {
  const rows = transfers.map((transfer) => ({
    id: transfer.id,
    sender: transfer.sender,
    message_id: transfer.messageId,
    end_to_end_id: transfer.endToEndId,
    receiver: transfer.receiver,
    currency: transfer.amount.currency,
    amount: transfer.amount.minor,
    debtor_name: transfer.debtorName,
    creditor_name: transfer.creditorName,
    creditor_account: transfer.creditorAccount,
    booked_at_ms: transfer.bookedAtMs,
    state: 'booked',
  }));
  return { inserts: [{ table: 'credit_transfer', rows }] };
}

/** Refused as the guard `transfer_booked` if it was returned before. */
export function markReturned(id: string, reason: string): Unit {
  return {
    updates: [
      {
        as: 'transfer_booked',
        table: 'credit_transfer',
        key: { id },
        expect: { state: 'booked' },
        set: { state: 'returned', return_reason: reason },
      },
    ],
  };
}

export function findTransfer(db: Database, id: string): Promise<RecordedTransfer | undefined> {
  return db.one(
    {
      name: 'find_transfer',
      text: 'select * from credit_transfer where id = $1',
      values: [id],
    },
    decodeTransfer,
  );
}

export function latestTransfers(db: Database, limit: number): Promise<RecordedTransfer[]> {
  return db.query(
    {
      text: 'select * from credit_transfer order by id desc limit $1',
      values: [limit],
    },
    decodeTransfer,
  );
}

function decodeTransfer(row: RawRow): RecordedTransfer {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  return {
    id: column.text(row, 'id'),
    sender: column.text(row, 'sender'),
    messageId: column.text(row, 'message_id'),
    endToEndId: column.text(row, 'end_to_end_id'),
    receiver: column.text(row, 'receiver'),
    amount: money(currency, column.big(row, 'amount')),
    debtorName: column.text(row, 'debtor_name'),
    creditorName: column.text(row, 'creditor_name'),
    creditorAccount: column.text(row, 'creditor_account'),
    bookedAtMs: column.integer(row, 'booked_at_ms'),
    state: column.oneOf(row, 'state', ['booked', 'returned']),
    returnReason: column.textOrNull(row, 'return_reason'),
  };
}
