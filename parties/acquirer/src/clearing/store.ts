// Rows of batches.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { assert } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { dateOrNull } from '../captures/store.ts';

export type Batch = {
  /** Also names its clearing file. */
  readonly id: string;
  readonly businessDate: PlainDate;
  readonly closedAtMs: number;
  readonly items: number;
  /** The network's answer, from when it came. */
  readonly answer: string | null;
  /** When all of it was booked. */
  readonly answeredAtMs: number | null;
  readonly attempts: number;
  readonly lastError: string | null;
};

export type Closing = {
  /** Followed by the part: `ZELENA-2026-11-20-1800-1`. */
  readonly prefix: string;
  readonly businessDate: PlainDate;
  readonly mids: readonly string[];
  readonly cutOffMs: number;
  readonly closedAtMs: number;
  readonly itemsMax: number;
};

/**
 * Puts everything captured before the cut-off into batches, in one statement: all or nothing. After
 * a crash there is nothing left to put in, or everything. How many items there were.
 */
export async function closeBatches(db: Database, closing: Closing): Promise<number> {
  const { prefix, businessDate, mids, cutOffMs, closedAtMs, itemsMax } = closing;
  const assigned = await db.one(
    {
      text: `
        with chosen as (
          select id, row_number() over (order by number) - 1 as place
          from item
          where state = 'captured' and mid = any($1) and captured_at_ms < $2
        ),
        parts as (
          insert into batch (id, business_date, closed_at_ms, items)
          select $3::text || '-' || (place / $4::bigint + 1), $5, $6, count(*)
          from chosen
          group by place / $4::bigint
          returning id
        ),
        assigned as (
          update item i
          set
            state = 'batched',
            batch_id = $3::text || '-' || (c.place / $4::bigint + 1),
            sequence = c.place % $4::bigint + 1
          from chosen c
          where i.id = c.id and (select count(*) from parts) > 0
          returning 1
        )
        select count(*) as items from assigned`,
      values: [mids, cutOffMs, prefix, itemsMax, businessDate, closedAtMs],
    },
    (row) => column.integer(row, 'items'),
  );
  return assigned ?? 0;
}

export function unansweredBatches(db: Database, prefix: string): Promise<Batch[]> {
  return db.query(
    {
      text: `
        select *
        from batch
        where answered_at_ms is null and starts_with(id, $1)
        order by closed_at_ms, id
        limit 1000`,
      values: [prefix],
    },
    decodeBatch,
  );
}

export function recordBatchAttempt(batch: Batch, error: string): Unit {
  return {
    updates: [
      {
        as: 'batch_unanswered',
        table: 'batch',
        key: { id: batch.id },
        expect: { answered_at_ms: null },
        set: { last_error: error },
        add: { attempts: 1 },
      },
    ],
  };
}

export function recordBatchAnswer(batch: Batch, answer: string): Unit {
  return {
    updates: [
      {
        as: 'batch_unanswered',
        table: 'batch',
        key: { id: batch.id },
        expect: { answer: null },
        set: { answer },
        add: { attempts: 1 },
      },
    ],
  };
}

/** Everything in the answer is booked. */
export function recordBatchAnswered(batch: Batch, atMs: number): Unit {
  return {
    updates: [
      {
        as: 'batch_unanswered',
        table: 'batch',
        key: { id: batch.id },
        expect: { answered_at_ms: null },
        set: { answered_at_ms: atMs, last_error: null },
      },
    ],
  };
}

export function latestBatches(db: Database, limit: number): Promise<Batch[]> {
  return db.query(
    { text: 'select * from batch order by closed_at_ms desc, id desc limit $1', values: [limit] },
    decodeBatch,
  );
}

function decodeBatch(row: RawRow): Batch {
  const businessDate = dateOrNull(row, 'business_date');
  assert(businessDate, 'a batch has a business date');
  return {
    id: column.text(row, 'id'),
    businessDate,
    closedAtMs: column.integer(row, 'closed_at_ms'),
    items: column.integer(row, 'items'),
    answer: column.textOrNull(row, 'answer'),
    answeredAtMs: column.integerOrNull(row, 'answered_at_ms'),
    attempts: column.integer(row, 'attempts'),
    lastError: column.textOrNull(row, 'last_error'),
  };
}
