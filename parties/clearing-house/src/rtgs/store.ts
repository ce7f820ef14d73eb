// Rows of large-value payments.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import type { FinancialTransfer, SettlementPriority } from '@kassa/iso20022';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';

const states = ['queued', 'settled', 'rejected', 'cancelled'] as const;

export type LargePayment = {
  readonly id: string;
  readonly sender: string;
  readonly messageId: string;
  readonly endToEndId: string;
  readonly creditor: string;
  readonly amount: Money;
  readonly priority: SettlementPriority;
  readonly remittance: string | null;
  readonly receivedAtMs: number;
  readonly state: (typeof states)[number];
  readonly reason: string | null;
};

export type LargePaymentEnd =
  | { readonly state: 'settled' | 'cancelled' }
  | { readonly state: 'rejected'; readonly reason: string };

/** The least is the most urgent. */
export const ranks: Readonly<Record<SettlementPriority, number>> = { URGT: 0, HIGH: 1, NORM: 2 };
const priorities = ['URGT', 'HIGH', 'NORM'] as const;

/** How much of a queue is looked at in one run. */
const queueMax = 1000;

export function recordPayments(
  of: { readonly sender: string; readonly messageId: string; readonly atMs: number },
  payments: readonly (FinancialTransfer & { readonly id: string })[],
): Unit {
  const rows = payments.map((payment) => ({
    id: payment.id,
    sender: of.sender,
    message_id: of.messageId,
    end_to_end_id: payment.endToEndId,
    creditor: payment.creditor,
    currency: payment.amount.currency,
    amount: payment.amount.minor,
    priority: ranks[payment.priority ?? 'NORM'],
    remittance: payment.remittance ?? null,
    received_at_ms: of.atMs,
    state: 'queued',
  }));
  return { inserts: [{ table: 'rtgs_payment', rows }] };
}

/** Refused as the guard `payment_queued` if it has ended already. */
export function endPayment({ id }: LargePayment, end: LargePaymentEnd, atMs: number): Unit {
  const reason = end.state === 'rejected' ? end.reason : null;
  return {
    updates: [
      {
        as: 'payment_queued',
        table: 'rtgs_payment',
        key: { id },
        expect: { state: 'queued' },
        set: { state: end.state, ended_at_ms: atMs, reason },
      },
    ],
  };
}

export function currenciesQueued(db: Database): Promise<Currency[]> {
  return db.query(
    {
      name: 'rtgs_currencies',
      text: `
        select distinct currency
        from rtgs_payment
        where state = 'queued'
        order by currency
        limit 200`,
    },
    (row) => unwrap(currencyOf(column.text(row, 'currency'))),
  );
}

/** In the order of arrival: ids are. */
export function queuedPayments(db: Database, currency: Currency): Promise<LargePayment[]> {
  return db.query(
    {
      name: 'rtgs_queue',
      text: `
        select *
        from rtgs_payment
        where state = 'queued' and currency = $1
        order by id
        limit ${queueMax}`,
      values: [currency],
    },
    decodePayment,
  );
}

/** What still waits in the order in which it is looked at, for people; what has ended after it. */
export function latestPayments(db: Database, limit: number): Promise<LargePayment[]> {
  return db.query(
    {
      text: `
        (select * from rtgs_payment where state = 'queued' order by currency, priority, id limit $1)
        union all
        (select * from rtgs_payment where state <> 'queued' order by id desc limit $1)
        limit $1`,
      values: [limit],
    },
    decodePayment,
  );
}

export function paymentsOf(
  db: Database,
  message: { readonly sender: string; readonly messageId: string },
): Promise<LargePayment[]> {
  return db.query(
    {
      name: 'rtgs_message',
      text: `
        select *
        from rtgs_payment
        where sender = $1 and message_id = $2
        order by id`,
      values: [message.sender, message.messageId],
    },
    decodePayment,
  );
}

function decodePayment(row: RawRow): LargePayment {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const rank = column.integer(row, 'priority');
  return {
    id: column.text(row, 'id'),
    sender: column.text(row, 'sender'),
    messageId: column.text(row, 'message_id'),
    endToEndId: column.text(row, 'end_to_end_id'),
    creditor: column.text(row, 'creditor'),
    amount: money(currency, column.big(row, 'amount')),
    priority: priorities.find((one) => ranks[one] === rank) ?? 'NORM',
    remittance: column.textOrNull(row, 'remittance'),
    receivedAtMs: column.integer(row, 'received_at_ms'),
    state: column.oneOf(row, 'state', states),
    reason: column.textOrNull(row, 'reason'),
  };
}
