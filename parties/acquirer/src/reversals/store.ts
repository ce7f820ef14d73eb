// Rows of reversals that still have to reach the network, and those that have.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';

export type ReversalOrigin = 'gateway' | 'no_answer' | 'late_approval';

export type Reversal = {
  readonly id: string;
  readonly mid: string;
  readonly rrn: string;
  readonly origin: ReversalOrigin;
  readonly stan: string;
  readonly sealedMessage: string | null;
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly acknowledgedAtMs: number | null;
  readonly responseCode: string | null;
};

export type NewReversal = Pick<Reversal, 'id' | 'mid' | 'rrn' | 'origin' | 'stan'> & {
  readonly sealedMessage: string;
  readonly atMs: number;
};

/** Refused as the conflict `reversal_once` if it is known already. */
export function recordReversal(reversal: NewReversal): Unit {
  const { id, mid, rrn, origin, stan, sealedMessage, atMs } = reversal;
  const row = {
    id,
    mid,
    rrn,
    origin,
    stan,
    sealed_message: sealedMessage,
    attempts: 0,
    created_at_ms: atMs,
    next_attempt_at_ms: atMs,
  };
  return { inserts: [{ table: 'reversal', rows: [row] }] };
}

/** Refused as the guard `reversal_waits` if another attempt was faster. */
export function recordAcknowledged(
  { id }: Pick<Reversal, 'id'>,
  responseCode: string,
  atMs: number,
): Unit {
  return {
    updates: [
      {
        as: 'reversal_waits',
        table: 'reversal',
        key: { id },
        expect: { acknowledged_at_ms: null },
        set: { acknowledged_at_ms: atMs, response_code: responseCode, sealed_message: null },
        add: { attempts: 1 },
      },
    ],
  };
}

export function recordAttempt({ id }: Pick<Reversal, 'id'>, nextAttemptAtMs: number): Unit {
  return {
    updates: [
      {
        as: 'reversal_waits',
        table: 'reversal',
        key: { id },
        expect: { acknowledged_at_ms: null },
        set: { next_attempt_at_ms: nextAttemptAtMs },
        add: { attempts: 1 },
      },
    ],
  };
}

export function dueReversals(db: Database, nowMs: number, limit: number): Promise<Reversal[]> {
  return db.query(
    {
      name: 'due_reversals',
      text: `
        select *
        from reversal
        where acknowledged_at_ms is null and next_attempt_at_ms <= $1
        order by next_attempt_at_ms, id
        limit $2`,
      values: [nowMs, limit],
    },
    decodeReversal,
  );
}

export async function nextReversalAtMs(db: Database): Promise<number | undefined> {
  const found = await db.one(
    {
      text: `
        select min(next_attempt_at_ms) as at_ms
        from reversal
        where acknowledged_at_ms is null`,
    },
    (row) => column.integerOrNull(row, 'at_ms'),
  );
  return found ?? undefined;
}

/** The line is back: nobody needs to wait any longer. */
export async function hurryReversals(db: Database, nowMs: number): Promise<void> {
  await db.exec(
    `update reversal
    set next_attempt_at_ms = $1
    where acknowledged_at_ms is null and next_attempt_at_ms > $1`,
    [nowMs],
  );
}

export function reversalsAbout(db: Database, rrn: string): Promise<Reversal[]> {
  return db.query(
    { text: 'select * from reversal where rrn = $1 order by id limit 50', values: [rrn] },
    decodeReversal,
  );
}

export async function countWaitingReversals(db: Database): Promise<number> {
  const found = await db.one(
    { text: 'select count(*) as waiting from reversal where acknowledged_at_ms is null' },
    (row) => column.integer(row, 'waiting'),
  );
  return found ?? 0;
}

function decodeReversal(row: RawRow): Reversal {
  return {
    id: column.text(row, 'id'),
    mid: column.text(row, 'mid'),
    rrn: column.text(row, 'rrn'),
    origin: column.oneOf(row, 'origin', ['gateway', 'no_answer', 'late_approval']),
    stan: column.text(row, 'stan'),
    sealedMessage: column.textOrNull(row, 'sealed_message'),
    attempts: column.integer(row, 'attempts'),
    createdAtMs: column.integer(row, 'created_at_ms'),
    acknowledgedAtMs: column.integerOrNull(row, 'acknowledged_at_ms'),
    responseCode: column.textOrNull(row, 'response_code'),
  };
}
