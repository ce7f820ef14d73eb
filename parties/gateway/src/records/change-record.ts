// Making, changing and deleting a record: the record, its events and the caller's idempotency record
// in one commit; a change is made again when another writer came first.

import { type Database, type Refused, type Unit, unit } from '@kassa/database';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { RecordKind, RecordOf } from './record.ts';
import { insertRecord, loadRecord, updateRecord } from './store.ts';

export type RecordRefusal =
  | { readonly code: 'record_unknown'; readonly id: string }
  /** Another one of the kind has this unique key, or this id. */
  | { readonly code: 'record_taken'; readonly what: 'id' | 'unique_key' }
  | { readonly code: 'busy' }
  | { readonly code: 'key_used' };

export const recordUnknown = (id: string): RecordRefusal => ({ code: 'record_unknown', id });

/** What else goes into the commit: events, search documents, the idempotency record. */
export type Along<Data> = (after: RecordOf<Data>, before: RecordOf<Data> | null) => Unit;

export async function makeRecord<Data extends object>(
  db: Database,
  kind: RecordKind<Data>,
  { record, along }: { readonly record: RecordOf<Data>; readonly along: Along<Data> },
): Promise<Result<RecordOf<Data>, RecordRefusal>> {
  const committed = await db.commit(unit(insertRecord(kind, record), along(record, null)));
  return committed.ok ? ok(record) : err(refusalOf(committed.error));
}

export type ChangedRecord<Data> = {
  readonly record: RecordOf<Data>;
  /** What else this one change does: a card that becomes the customer's. */
  readonly also?: Unit;
};

export type ChangingRecord<Data, Refusal> = {
  readonly accountId: AccountId;
  readonly id: string;
  /** Made from what was loaded, anew at every try. */
  readonly change: (before: RecordOf<Data>) => Promise<Result<ChangedRecord<Data>, Refusal>>;
  readonly along: Along<Data>;
};

const triesMax = 20;

/** A deleted record is changed no more: it is unknown. */
export async function changeRecord<Data extends object, Refusal>(
  db: Database,
  kind: RecordKind<Data>,
  { accountId, id, change, along }: ChangingRecord<Data, Refusal>,
): Promise<Result<RecordOf<Data>, Refusal | RecordRefusal>> {
  for (let tries = 1; ; tries++) {
    const before = await loadRecord(db, kind, accountId, id);
    if (before === undefined || before.deletedAtMs !== null) {
      return err(recordUnknown(id));
    }
    const changed = await change(before);
    if (!changed.ok) return changed;
    const { record, also = {} } = changed.value;
    const after = { ...record, version: before.version + 1 };
    const committed = await db.commit(
      unit(updateRecord(kind, before, after), also, along(after, before)),
    );
    if (committed.ok) return ok(after);
    const refusal = refusalOf(committed.error);
    if (refusal.code !== 'busy' || tries === triesMax) return err(refusal);
  }
}

/** Those that a unit with a record can meet; anything else is a bug of ours. */
export function refusalOf(refused: Refused): RecordRefusal {
  // A fact that the change was made from has moved on.
  if (refused.code === 'guard') return { code: 'busy' };
  const name = 'constraint' in refused ? refused.constraint : '';
  if (name === 'idempotency_record_pk') return { code: 'key_used' };
  // Two used one token at the same moment: the other one has it.
  if (name === 'payment_method_token_once') return { code: 'busy' };
  if (name === 'record_pk') return { code: 'record_taken', what: 'id' };
  if (name === 'record_unique_key') return { code: 'record_taken', what: 'unique_key' };
  throw new Bug(`a record's unit was refused: ${JSON.stringify(refused)}`);
}
