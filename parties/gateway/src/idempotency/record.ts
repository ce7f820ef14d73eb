// Idempotency records: the caller's key and the hash of what was asked. They are written in the
// commits of the effect itself, so that no crash can part the two.

import { keyedHash } from '@kassa/crypto';
import { column, type Database, type Partitioned, type Unit } from '@kassa/database';
import type { Secret } from '@kassa/secret';
import type { AccountId } from '../ids.ts';

export type StoredAnswer = { readonly status: number; readonly body: unknown };

export type IdempotencyRecord = {
  readonly inputHash: string;
  readonly owner: string;
  readonly subject: string | null;
  readonly createdAtMs: number;
  /** Null while the request runs, or after a crash in the middle of it. */
  readonly answer: StoredAnswer | null;
};

export type RecordKey = { readonly accountId: AccountId; readonly key: string };

/** With the time it was made, which says in which partition it is. */
export type RecordPlace = RecordKey & { readonly createdAtMs: number };

export type NewRecord = RecordPlace & { readonly inputHash: string; readonly owner: string };

const dayMs = 86_400_000;

/** 24 hours are promised. */
export const partitionsOfRecords: Partitioned = {
  ...{ table: 'idempotency_record', column: 'created_at', boundAt: String, msOf: Number },
  // Beyond all days on which no bank, and so no night's work, is at work.
  ...{ stepMs: 3 * dayMs, ahead: 2, keptMs: 2 * dayMs },
};

/** Keyed, since the input may be a card number: a plain hash of one is soon guessed. */
export function hashInput(
  key: Secret<Buffer>,
  asked: { readonly method: string; readonly path: string; readonly input: unknown },
): string {
  return keyedHash(
    key,
    `${asked.method} ${asked.path}
${JSON.stringify(asked.input)}`,
  );
}

export async function findRecord(
  db: Database,
  { accountId, key }: RecordKey,
): Promise<IdempotencyRecord | undefined> {
  const text = `
    select input_hash, owner, subject, status_code, answer, created_at
    from idempotency_record
    where account_id = $1 and key = $2`;
  return db.one({ name: 'idempotency_record', text, values: [accountId, key] }, (row) => {
    const status = column.integerOrNull(row, 'status_code');
    return {
      inputHash: column.text(row, 'input_hash'),
      owner: column.text(row, 'owner'),
      subject: column.textOrNull(row, 'subject'),
      createdAtMs: column.integer(row, 'created_at'),
      answer: status === null ? null : { status, body: column.json(row, 'answer') },
    };
  });
}

export function insertRecord(
  record: NewRecord,
  subject: string,
  answer: StoredAnswer | null,
): Unit {
  const row = {
    account_id: record.accountId,
    key: record.key,
    input_hash: record.inputHash,
    state: answer === null ? 'running' : 'done',
    owner: record.owner,
    subject,
    status_code: answer?.status ?? null,
    answer: answer === null ? null : JSON.parse(JSON.stringify(answer.body)),
    created_at: record.createdAtMs,
  };
  return { inserts: [{ table: 'idempotency_record', rows: [row] }] };
}

export function finishRecord(
  { accountId, key, createdAtMs }: RecordPlace,
  answer: StoredAnswer,
): Unit {
  return {
    updates: [
      {
        as: 'idempotency_record',
        table: 'idempotency_record',
        key: { account_id: accountId, key, created_at: createdAtMs },
        set: {
          state: 'done',
          status_code: answer.status,
          answer: JSON.parse(JSON.stringify(answer.body)),
        },
      },
    ],
  };
}
