// Rows of small-value payments.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { isPlainDate, type PlainDate } from '@kassa/time';
import type { WindowKey } from '../windows/window.ts';
import { type Batch, type BatchKind, batchKinds, type Item, type NewBatch } from './batch.ts';

export function recordBatches(
  of: { readonly sender: string; readonly messageId: string; readonly atMs: number },
  batches: readonly NewBatch[],
): Unit {
  const rows = batches.map(({ id, kind, part, receiver, window, body }) => ({
    ...{ id, kind, part: part ?? null, receiver, body },
    sender: of.sender,
    message_id: of.messageId,
    business_date: window.businessDate,
    currency: window.currency,
    received_at_ms: of.atMs,
    state: 'waiting',
  }));
  const items = batches.flatMap((batch) =>
    batch.items.map(({ id, endToEndId, payer, payee, minor }) => ({
      ...{ id, payer, payee, amount: minor },
      batch_id: batch.id,
      end_to_end_id: endToEndId,
      state: 'booked',
    })),
  );
  return {
    inserts: [
      { table: 'small_value_batch', rows },
      { table: 'small_value_item', rows: items },
    ],
  };
}

export function markBatchSettled({ id }: Batch, settledAtMs: number): Unit {
  return {
    updates: [
      {
        as: 'batch_waits',
        table: 'small_value_batch',
        key: { id },
        expect: { state: 'waiting' },
        set: { state: 'settled', settled_at_ms: settledAtMs },
      },
    ],
  };
}

/** Refused as the guard `item_booked` if it was returned before. */
export function markItemReturned(id: string, reason: string): Unit {
  return {
    updates: [
      {
        as: 'item_booked',
        table: 'small_value_item',
        key: { id },
        expect: { state: 'booked' },
        set: { state: 'returned', return_reason: reason },
      },
    ],
  };
}

export function batchesIn(db: Database, window: WindowKey): Promise<Batch[]> {
  return db.query(
    {
      text: `
        select *
        from small_value_batch
        where business_date = $1 and currency = $2 and state = 'waiting'
        order by id
        limit 100000`,
      values: [window.businessDate, window.currency],
    },
    decodeBatch,
  );
}

/** What the waiting batches of a window come to for each member, and how many payments that is. */
export function netsOfBatches(
  db: Database,
  window: WindowKey,
): Promise<{ readonly member: string; readonly amount: Money; readonly count: number }[]> {
  return db.query(
    {
      text: `
        select member, sum(amount) as amount, count(*) as items
        from (
          select unnest(array[i.payer, i.payee]) as member, unnest(array[-i.amount, i.amount]) as amount
          from small_value_batch b
          join small_value_item i on i.batch_id = b.id
          where b.business_date = $1 and b.currency = $2 and b.state = 'waiting'
        ) side
        group by member
        having sum(amount) <> 0
        order by member`,
      values: [window.businessDate, window.currency],
    },
    (row) => ({
      member: column.text(row, 'member'),
      amount: money(window.currency, column.big(row, 'amount')),
      count: column.integer(row, 'items'),
    }),
  );
}

/** By batch, what its sender called the payments, and what we call them. */
export async function referencesIn(
  db: Database,
  window: WindowKey,
): Promise<ReadonlyMap<string, readonly Pick<Item, 'id' | 'endToEndId'>[]>> {
  const found = await db.query(
    {
      text: `
        select
          i.batch_id,
          array_agg(i.id::text order by i.id) as ids,
          array_agg(i.end_to_end_id order by i.id) as end_to_end_ids
        from small_value_batch b
        join small_value_item i on i.batch_id = b.id
        where b.business_date = $1 and b.currency = $2 and b.state = 'waiting'
        group by i.batch_id`,
      values: [window.businessDate, window.currency],
    },
    (row) => {
      const endToEndIds = column.texts(row, 'end_to_end_ids');
      const items = column
        .texts(row, 'ids')
        .map((id, index) => ({ id, endToEndId: endToEndIds[index] ?? '' }));
      return [column.text(row, 'batch_id'), items] as const;
    },
  );
  return new Map(found);
}

export type SettledItem = Item & {
  readonly kind: BatchKind;
  readonly sender: string;
  readonly messageId: string;
  readonly receiver: string;
  readonly amount: Money;
  readonly isReturned: boolean;
};

/** A payment that has settled; undefined for one that waits. */
export function findSettledItem(db: Database, id: string): Promise<SettledItem | undefined> {
  return db.one(
    {
      name: 'find_settled_item',
      text: `
        select i.*, b.kind, b.sender, b.message_id, b.receiver, b.currency
        from small_value_item i
        join small_value_batch b on b.id = i.batch_id
        where i.id = $1 and b.state = 'settled'`,
      values: [id],
    },
    (row) => {
      const minor = column.big(row, 'amount');
      return {
        id: column.text(row, 'id'),
        endToEndId: column.text(row, 'end_to_end_id'),
        payer: column.text(row, 'payer'),
        payee: column.text(row, 'payee'),
        minor,
        kind: column.oneOf(row, 'kind', batchKinds),
        sender: column.text(row, 'sender'),
        messageId: column.text(row, 'message_id'),
        receiver: column.text(row, 'receiver'),
        amount: money(unwrap(currencyOf(column.text(row, 'currency'))), minor),
        isReturned: column.oneOf(row, 'state', ['booked', 'returned']) === 'returned',
      };
    },
  );
}

/** The last entry of this trace number that one bank had sent to the other, and that has settled. */
export function findByTrace(
  db: Database,
  traceNumber: string,
  banks: { readonly sender: string; readonly receiver: string },
): Promise<Pick<SettledItem, 'id' | 'minor' | 'isReturned'> | undefined> {
  return db.one(
    {
      name: 'find_by_trace',
      text: `
        select i.id, i.amount, i.state
        from small_value_item i
        join small_value_batch b on b.id = i.batch_id
        where i.end_to_end_id = $1
          and b.kind = 'ach' and b.state = 'settled' and b.sender = $2 and b.receiver = $3
        order by i.id desc
        limit 1`,
      values: [traceNumber, banks.sender, banks.receiver],
    },
    (row) => ({
      id: column.text(row, 'id'),
      minor: column.big(row, 'amount'),
      isReturned: column.oneOf(row, 'state', ['booked', 'returned']) === 'returned',
    }),
  );
}

export async function countAchTo(db: Database, receiver: string): Promise<number> {
  const count = await db.one(
    {
      text: `select count(*) as n from small_value_batch where kind = 'ach' and receiver = $1`,
      values: [receiver],
    },
    (row) => column.integer(row, 'n'),
  );
  return count ?? 0;
}

export type ShownBatch = Omit<Batch, 'body'> & {
  readonly businessDate: PlainDate;
  readonly total: Money;
  readonly count: number;
  readonly isSettled: boolean;
};

export function latestBatches(db: Database, limit: number): Promise<ShownBatch[]> {
  return db.query(
    {
      text: `
        select b.*, i.total, i.items
        from (select * from small_value_batch order by id desc limit $1) b
        cross join lateral (
          select sum(amount) as total, count(*) as items
          from small_value_item
          where batch_id = b.id
        ) i
        order by b.id desc`,
      values: [limit],
    },
    (row) => {
      const batch = decodeBatch(row);
      return {
        ...batch,
        businessDate: dateIn(row),
        total: money(batch.currency, column.big(row, 'total')),
        count: column.integer(row, 'items'),
        isSettled: column.oneOf(row, 'state', ['waiting', 'settled']) === 'settled',
      };
    },
  );
}

/** When a message settles: the first of its windows, and whether all have settled. */
export function progressOf(
  db: Database,
  message: { readonly sender: string; readonly messageId: string },
): Promise<{ readonly settlesOn: PlainDate; readonly isSettled: boolean } | undefined> {
  return db.one(
    {
      text: `
        select min(business_date) as business_date, bool_and(state = 'settled') as is_settled
        from small_value_batch
        where sender = $1 and message_id = $2
        having count(*) > 0`,
      values: [message.sender, message.messageId],
    },
    (row) => ({ settlesOn: dateIn(row), isSettled: column.bool(row, 'is_settled') }),
  );
}

function decodeBatch(row: RawRow): Batch {
  return {
    id: column.text(row, 'id'),
    kind: column.oneOf(row, 'kind', batchKinds),
    sender: column.text(row, 'sender'),
    messageId: column.text(row, 'message_id'),
    part: column.textOrNull(row, 'part'),
    receiver: column.text(row, 'receiver'),
    currency: unwrap(currencyOf(column.text(row, 'currency'))),
    body: column.text(row, 'body'),
  };
}

function dateIn(row: RawRow): PlainDate {
  const date = column.text(row, 'business_date');
  if (!isPlainDate(date)) throw new Error(`business_date is no date: ${date}`);
  return date;
}
