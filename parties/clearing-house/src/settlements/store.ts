// Rows of net settlements.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import type { FinancialTransfer } from '@kassa/iso20022';
import { type Currency, currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { isPlainDate, type PlainDate } from '@kassa/time';
import type { WindowKey } from '../windows/window.ts';

export type Settlement = {
  readonly sender: string;
  readonly messageId: string;
  readonly receivedAtMs: number;
  /** Day and currency are those of its window. */
  readonly settleOn: PlainDate;
  readonly currency: Currency;
  readonly state: 'waiting' | 'settled';
  readonly settledAtMs: number | null;
};

export type SettlementKey = Pick<Settlement, 'sender' | 'messageId'>;

export function recordSettlement(
  settlement: SettlementKey & Pick<Settlement, 'receivedAtMs' | 'settleOn' | 'currency'>,
  transfers: readonly FinancialTransfer[],
): Unit {
  const { sender, messageId, receivedAtMs, settleOn, currency } = settlement;
  const key = { sender, message_id: messageId };
  const row = {
    ...key,
    received_at_ms: receivedAtMs,
    settle_on: settleOn,
    currency,
    state: 'waiting',
  };
  const lines = transfers.map((transfer, index) => ({
    ...key,
    line: index + 1,
    debtor: transfer.debtor,
    creditor: transfer.creditor,
    currency: transfer.amount.currency,
    amount: transfer.amount.minor,
    end_to_end_id: transfer.endToEndId,
    remittance: transfer.remittance ?? null,
  }));
  return {
    inserts: [
      { table: 'settlement', rows: [row] },
      { table: 'settlement_line', rows: lines },
    ],
  };
}

/** Refused as the guard `settlement_waits` if it has settled already. */
export function markSettled({ sender, messageId }: SettlementKey, settledAtMs: number): Unit {
  return {
    updates: [
      {
        as: 'settlement_waits',
        table: 'settlement',
        key: { sender, message_id: messageId },
        expect: { state: 'waiting' },
        set: { state: 'settled', settled_at_ms: settledAtMs },
      },
    ],
  };
}

/** Those of a window that have not settled, in the order they were taken. */
export function waitingSettlements(db: Database, window: WindowKey): Promise<Settlement[]> {
  return db.query(
    {
      text: `
        select *
        from settlement
        where state = 'waiting' and settle_on = $1 and currency = $2
        order by received_at_ms, sender, message_id
        limit 1000`,
      values: [window.businessDate, window.currency],
    },
    decodeSettlement,
  );
}

export function findSettlement(db: Database, key: SettlementKey): Promise<Settlement | undefined> {
  return db.one(
    {
      name: 'find_settlement',
      text: 'select * from settlement where sender = $1 and message_id = $2',
      values: [key.sender, key.messageId],
    },
    decodeSettlement,
  );
}

export function latestSettlements(db: Database, limit: number): Promise<Settlement[]> {
  return db.query(
    {
      text: 'select * from settlement order by received_at_ms desc, sender, message_id limit $1',
      values: [limit],
    },
    decodeSettlement,
  );
}

export function transfersOf(db: Database, key: SettlementKey): Promise<FinancialTransfer[]> {
  return db.query(
    {
      text: `
        select *
        from settlement_line
        where sender = $1 and message_id = $2
        order by line`,
      values: [key.sender, key.messageId],
    },
    decodeTransfer,
  );
}

function decodeSettlement(row: RawRow): Settlement {
  const settleOn = column.text(row, 'settle_on');
  if (!isPlainDate(settleOn)) throw new Error(`settle_on is no date: ${settleOn}`);
  return {
    sender: column.text(row, 'sender'),
    messageId: column.text(row, 'message_id'),
    receivedAtMs: column.integer(row, 'received_at_ms'),
    settleOn,
    currency: unwrap(currencyOf(column.text(row, 'currency'))),
    state: column.oneOf(row, 'state', ['waiting', 'settled']),
    settledAtMs: column.integerOrNull(row, 'settled_at_ms'),
  };
}

function decodeTransfer(row: RawRow): FinancialTransfer {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const remittance = column.textOrNull(row, 'remittance');
  return {
    endToEndId: column.text(row, 'end_to_end_id'),
    amount: money(currency, column.big(row, 'amount')),
    debtor: column.text(row, 'debtor'),
    creditor: column.text(row, 'creditor'),
    ...(remittance !== null && { remittance }),
  };
}
