// Records in the database: all SQL of the table `record`.

import { column, type Database, type RawRow, type Row, type Unit, unit } from '@kassa/database';
import { type AccountId, idFrom } from '../ids.ts';
import type { Page } from '../payments/store.ts';
import type { RecordKind, RecordOf } from './record.ts';

export function insertRecord<Data extends object>(
  kind: RecordKind<Data>,
  ...records: readonly RecordOf<Data>[]
): Unit {
  // One insert each: for PostgreSQL `record` is also the name of a type without columns, by which
  // several rows at once could not be read.
  const inserts = records.map((record) => {
    const key = { account_id: record.accountId, id: record.id, kind: kind.kind };
    const rest = { version: 1, created_at: record.createdAtMs, deleted_at: null };
    return { table: 'record', rows: [{ ...key, ...found(kind, record), ...rest }] };
  });
  return unit({ inserts }, ...records.map((record) => kind.index?.(record) ?? {}));
}

/** `as` of a lost race is `record`: somebody else changed it meanwhile. */
export function updateRecord<Data extends object>(
  kind: RecordKind<Data>,
  before: RecordOf<Data>,
  after: RecordOf<Data>,
): Unit {
  const { accountId, id, version } = before;
  const set = { ...found(kind, after), version: version + 1, deleted_at: after.deletedAtMs };
  const key = { account_id: accountId, id };
  const update = { as: 'record', table: 'record', key, set, expect: { version } };
  return unit({ updates: [update] }, kind.index?.(after) ?? {});
}

/** Marks a record as changed because of another that now names it; refused once it is deleted. */
export function touchRecord(accountId: AccountId, id: string): Unit {
  const key = { account_id: accountId, id };
  const expect = { deleted_at: null };
  return { updates: [{ as: 'record', table: 'record', key, add: { version: 1 }, expect }] };
}

/** Holds while no record of the kind names this one by what it is looked up by. */
export function noneLookingUp<Data extends object>(
  { kind }: RecordKind<Data>,
  accountId: AccountId,
  lookup: string,
): Unit {
  const where = { account_id: accountId, kind, lookup, deleted_at: null };
  return { guards: [{ as: 'record', table: 'record', where, exists: false }] };
}

function found<Data extends object>(kind: RecordKind<Data>, { data, parent }: RecordOf<Data>): Row {
  return {
    parent_id: parent,
    lookup: kind.lookup?.(data) ?? null,
    unique_key: kind.unique?.(data) ?? null,
    data: JSON.parse(JSON.stringify(data)),
  };
}

/** Those of these ids that there are, deleted ones too. */
export async function loadRecords<Data extends object>(
  db: Database,
  kind: RecordKind<Data>,
  accountId: AccountId,
  ids: readonly string[],
): Promise<RecordOf<Data>[]> {
  const text = `select * from record
    where account_id = $1 and kind = $2 and id = any($3) limit 1000`;
  const values = [accountId, kind.kind, ids];
  return db.query({ name: 'records_by_id', text, values }, (row) => decodeRecord(kind, row));
}

/** Undefined for one that is not there; one that was deleted is there, and says so. */
export async function loadRecord<Data extends object>(
  db: Database,
  kind: RecordKind<Data>,
  accountId: AccountId,
  id: string,
): Promise<RecordOf<Data> | undefined> {
  const [record] = await loadRecords(db, kind, accountId, [id]);
  return record;
}

export type RecordFilter = Page & {
  readonly parent?: string | undefined;
  readonly lookup?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly uniqueKeys?: readonly string[] | undefined;
  /** What the data must hold, as JSON: `{ active: true }`. */
  readonly holds?: Readonly<Record<string, unknown>> | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
};

/** Not deleted, newest first. The indexes serve kind, parent and lookup; `holds` is checked by row. */
export async function listRecords<Data extends object>(
  db: Database,
  kind: RecordKind<Data>,
  accountId: AccountId,
  filter: RecordFilter,
): Promise<RecordOf<Data>[]> {
  const values: unknown[] = [accountId, kind.kind];
  const conditions = ['account_id = $1', 'kind = $2', 'deleted_at is null'];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  add('parent_id = ?', filter.parent);
  add('lookup = ?', filter.lookup);
  add('id = any(?)', filter.ids);
  add('unique_key = any(?)', filter.uniqueKeys);
  const holds = JSON.stringify(filter.holds ?? {});
  add('data @> ?::jsonb', holds === '{}' ? undefined : holds);
  add('created_at >= ?', filter.createdFromMs);
  add('created_at < ?', filter.createdToMs);
  const edge = '(select e.created_at, e.id from record e where e.account_id = $1 and e.id = ?)';
  add(`(created_at, id) < ${edge}`, filter.before);
  add(`(created_at, id) > ${edge}`, filter.after);
  values.push(filter.limit);
  const isUpwards = filter.after !== undefined;
  const direction = isUpwards ? 'asc' : 'desc';
  const text = `select * from record where ${conditions.join(' and ')}
    order by created_at ${direction}, id ${direction} limit $${values.length}`;
  const rows = await db.query({ text, values }, (row) => decodeRecord(kind, row));
  return isUpwards ? rows.toReversed() : rows;
}

function decodeRecord<Data extends object>(kind: RecordKind<Data>, row: RawRow): RecordOf<Data> {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    parent: column.textOrNull(row, 'parent_id'),
    version: column.integer(row, 'version'),
    createdAtMs: column.integer(row, 'created_at'),
    deletedAtMs: column.integerOrNull(row, 'deleted_at'),
    data: kind.read(column.json(row, 'data')),
  };
}
