// A database in memory for the simulation of payments: it does units of work, all or nothing, in
// microseconds and without a word of SQL. It says what PostgreSQL says, which its test compares.

import type { Guard, RawRow, Refused, Row, Statement, Unit, Update } from '@kassa/database';
import { unit as merged, toJson } from '@kassa/database';
import { assert, Bug, err, ok, type Result } from '@kassa/result';
import { type Book, judge, openBook, readPosting, write } from './book.ts';
import { type MemoryJobs, openJobs } from './memory-jobs.ts';
import { statements } from './statements.ts';
import {
  allRows,
  conflictOf,
  isTable,
  openTables,
  put,
  rowByKey,
  type Stored,
  storedRow,
  type TableName,
  type Tables,
  take,
} from './tables.ts';

export type MemoryDatabase = {
  readonly tables: Tables;
  readonly book: Book;
  readonly jobs: MemoryJobs;
  /** As one statement does them, of one shape: all or nothing. */
  commit(units: readonly Unit[]): Result<void, Refused>;
  query(statement: Statement): RawRow[];
};

export function openMemoryDatabase(nowMs: () => number): MemoryDatabase {
  const tables = openTables();
  const book = openBook();
  const jobs = openJobs(nowMs);
  return {
    tables,
    book,
    jobs,
    commit: (units) => commit({ tables, book, jobs }, inSteps(units)),
    query: ({ name = '', text, values = [] }) => {
      const answer = statements[name];
      if (answer === undefined) throw new Bug(`the simulation cannot answer ${name}: ${text}`);
      return answer(tables, values);
    },
  };
}

type Parts = Pick<MemoryDatabase, 'tables' | 'book' | 'jobs'>;

function commit(parts: Parts, unit: Unit): Result<void, Refused> {
  const undo: (() => void)[] = [];
  let isDone = false;
  try {
    const refused = attempt(parts, unit, undo);
    isDone = refused === undefined;
    return refused === undefined ? ok(undefined) : err(refused);
  } finally {
    if (!isDone) for (const back of undo.reverse()) back();
  }
}

/** The statement of many units does each of its steps for all of them, then the next. */
function inSteps(units: readonly Unit[]): Unit {
  const steps = <T>(lists: readonly (readonly T[])[]): T[] => {
    const most = Math.max(...lists.map(({ length }) => length));
    return Array.from({ length: most }).flatMap((_, at) =>
      lists.flatMap((list) => list.slice(at, at + 1)),
    );
  };
  return {
    ...merged(...units),
    guards: steps(units.map(({ guards = [] }) => guards)),
    updates: steps(units.map(({ updates = [] }) => updates)),
    inserts: steps(units.map(({ inserts = [] }) => inserts)),
  };
}

/** The order of refusals is that of platform/database/src/unit.ts. */
function attempt(parts: Parts, unit: Unit, undo: (() => void)[]): Refused | undefined {
  const { guards = [], updates = [], inserts = [], calls = [] } = unit;
  const { tables } = parts;
  const missed = guards.find((guard) => !holds(tables, guard));
  if (missed !== undefined) return { code: 'guard', guard: missed.as };
  const refused = doUpdates(tables, updates, undo);
  if (refused !== undefined) return refused;
  for (const { table, rows, onConflict } of inserts) {
    for (const row of rows) {
      const name = known(table);
      const stored = storedRow(name, row);
      const constraint = conflictOf(tables, name, { row: stored });
      if (constraint !== undefined) {
        if (onConflict === 'nothing') continue;
        return { code: 'conflict', constraint };
      }
      put(tables, name, stored);
      undo.push(() => remove(tables, name, stored));
    }
  }
  return doCalls(parts, calls);
}

function holds(tables: Tables, { table, where, exists }: Guard): boolean {
  const found = allRows(tables, known(table)).some((row) => fits(row, where));
  return found === exists;
}

/** The rows in one order, as PostgreSQL locks them; then they are judged in the order of the unit. */
function doUpdates(
  tables: Tables,
  updates: readonly Update[],
  undo: (() => void)[],
): Refused | undefined {
  if (updates.length === 0) return undefined;
  const hit = new Set<Update>();
  // A statement changes a row once; of two that would, the second finds nothing to change.
  const fresh = new Set<Stored>();
  for (const update of updates.length === 1 ? updates : updates.toSorted(byRow)) {
    const name = known(update.table);
    const before = rowByKey(tables, name, update.key);
    if (before === undefined || fresh.has(before)) continue;
    if (!fits(before, update.expect ?? {})) continue;
    const after = changed(name, before, update);
    const constraint = conflictOf(tables, name, { row: after, instead: before });
    if (constraint !== undefined) return { code: 'conflict', constraint };
    put(tables, name, after, before);
    undo.push(() => put(tables, name, before, after));
    hit.add(update);
    fresh.add(after);
  }
  const missed = updates.find((update) => !hit.has(update));
  return missed && { code: 'guard', guard: missed.as };
}

function changed(name: TableName, before: Stored, { set = {}, add = {} }: Update): Stored {
  const after = { ...before, ...storedRow(name, { ...before, ...set }) };
  for (const [column, amount] of Object.entries(add)) {
    const value = before[column];
    after[column] =
      typeof value === 'bigint' ? value + BigInt(amount) : Number(value) + Number(amount);
  }
  return after;
}

function fits(row: Stored, expected: Row): boolean {
  return Object.entries(expected).every(([column, value]) => {
    if (value === undefined) return true;
    const is = row[column] ?? null;
    return Array.isArray(value) ? value.some((one) => same(is, one)) : same(is, value);
  });
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== null && b !== null && String(a) === String(b));

function doCalls({ tables, book, jobs }: Parts, calls: Unit['calls'] = []): Refused | undefined {
  for (const { fn, arg } of calls) {
    if (fn === 'ledger_post') {
      const postings = arg.map(readPosting);
      const accountOf = (row: Stored) => rowByKey(tables, 'ledger_account', row);
      const refused = judge(book, accountOf, postings);
      if (refused !== undefined) return refused;
    } else assert(fn === 'add_jobs', `the simulation knows no function ${fn}`);
  }
  for (const { fn, arg } of calls) {
    if (fn === 'ledger_post') write(book, tables, arg.map(readPosting));
    else for (const one of arg) jobs.add(one);
  }
  return undefined;
}

function remove(tables: Tables, name: TableName, row: Stored): void {
  take(tables, name, row);
  const intentId = row['intent_id'];
  if (typeof intentId !== 'string') return;
  const left = (tables[name].byIntent.get(intentId) ?? []).filter((one) => one !== row);
  tables[name].byIntent.set(intentId, left);
}

function known(table: string): TableName {
  assert(isTable(table), `the simulation has no table ${table}`);
  return table;
}

function byRow(a: Update, b: Update): number {
  const [left, right] = [`${a.table} ${toJson(a.key)}`, `${b.table} ${toJson(b.key)}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
