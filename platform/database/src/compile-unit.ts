// Turns a unit into one SQL statement. Every part is a common table expression chained to the one
// before it by a one-time filter, which fixes the order; a missed guard raises inside the statement.
// The text depends on the shape alone (tables, columns, counts), so PostgreSQL plans it once.

import { assert } from '@kassa/result';
import { toJson } from './json.ts';
import type { Guard, Insert, Row, Unit, Update, Value } from './unit.ts';
import { unit as merged } from './unit.ts';

export type Compiled = { readonly text: string; readonly values: readonly unknown[] };

/** Collects parameters and the chain of expressions. */
type Draft = { readonly steps: string[]; readonly values: unknown[]; previous: string };

const identifier = /^[a-z_][a-z0-9_]*$/;

/** Undefined for a unit that does nothing. */
export function compileUnit(unit: Unit): Compiled | undefined {
  const { guards = [], updates = [], inserts = [], calls = [] } = merged(unit);
  const draft: Draft = { steps: [], values: [], previous: '' };
  for (const guard of guards) addGuard(draft, guard);
  refuseTwice(updates);
  // Rows are locked in one order for all units, so that no two wait for each other in a circle;
  // only then the checks, in the order of the unit.
  const steps = new Map<Update, string>();
  for (const update of updates.toSorted(byRow)) steps.set(update, addUpdate(draft, update));
  for (const update of updates)
    check(draft, `(select count(*) from ${steps.get(update)}) = 1`, update.as);
  for (const insert of inserts) if (insert.rows.length > 0) addInsert(draft, insert);
  for (const { fn, arg } of calls) if (arg.length > 0) addCall(draft, fn, arg);
  if (draft.steps.length === 0) return undefined;
  const text = `with\n${draft.steps.join(',\n')}\nselect count(*) from ${draft.previous}`;
  return { text, values: draft.values };
}

function addGuard(draft: Draft, guard: Guard): void {
  const { table, as, where, exists, lock } = guard;
  const conditions = Object.entries(where).map((column) => condition(draft, 't', column));
  const clause = conditions.length > 0 ? conditions.join(' and ') : 'true';
  const found = `(select count(*) from (
    select 1 from ${named(table)} t where ${clause} limit 1${lock ? ' for share' : ''}) found)`;
  const holds = exists ? `${found} = 1` : `${found} = 0`;
  check(draft, holds, as);
}

/** The name of its step, which holds one row if the update hit. */
function addUpdate(draft: Draft, update: Update): string {
  const { table, key, set = {}, add = {}, expect = {}, as } = update;
  const setColumns = present(set).map(([column]) => named(column));
  const assignments = [
    ...setColumns.map((column) => `${column} = r.${column}`),
    ...Object.entries(add).map(([column, amount]) => {
      return `${named(column)} = t.${named(column)} + ${parameter(draft, amount)}`;
    }),
  ];
  assert(assignments.length > 0, `the update ${as} sets nothing`);
  const keys = present(key).map(([column, value]) => {
    return `t.${named(column)} = ${parameter(draft, value)}`;
  });
  assert(keys.length > 0, `the update ${as} has no key`);
  const expected = present(expect).map((column) => condition(draft, 't', column));
  const source = setColumns.length > 0 ? `\n  from ${record(draft, table, set)}` : '';
  step(
    draft,
    (after) => `update ${named(table)} t
  set ${assignments.join(', ')}${source}
  where ${[...keys, ...expected].join(' and ')}${after(' and')}
  returning 1`,
  );
  return draft.previous;
}

function addInsert(draft: Draft, insert: Insert): void {
  const { table, rows, onConflict } = insert;
  const columns = present(rows[0] ?? {}).map(([column]) => named(column));
  for (const row of rows) {
    const isSame = present(row).every(([column], at) => column === columns[at]);
    assert(
      isSame && present(row).length === columns.length,
      `rows inserted into ${table} name different columns`,
    );
  }
  const values = parameter(draft, toJson(rows));
  const list = columns.join(', ');
  step(
    draft,
    (after) => `insert into ${named(table)} (${list})
  select ${columns.map((column) => `r.${column}`).join(', ')}
  from jsonb_populate_recordset(null::${named(table)}, ${values}::jsonb) r${after(' where')}
  ${onConflict === 'nothing' ? 'on conflict do nothing ' : ''}returning 1`,
  );
}

function addCall(draft: Draft, fn: string, arg: readonly Value[]): void {
  const value = parameter(draft, toJson(arg));
  step(draft, (after) => `select ${named(fn)}(${value}::jsonb) as done${after(' where')}`);
}

/** A step that raises unless `holds`. */
function check(draft: Draft, holds: string, as: string): void {
  const name = parameter(draft, as);
  step(
    draft,
    (after) =>
      `select case when ${holds} then 1 else kassa_refuse_guard(${name}) end as done${after(' where')}`,
  );
}

/** `after(word)` is the condition that makes this step run when the one before it is complete. */
function step(draft: Draft, make: (after: (word: string) => string) => string): void {
  const { previous } = draft;
  const after = (word: string) =>
    previous ? `${word} (select count(*) from ${previous}) >= 0` : '';
  const name = `s${draft.steps.length}`;
  const body = make(after);
  const how = body.startsWith('select') ? 'as materialized' : 'as';
  draft.steps.push(`${name} ${how} (\n  ${body}\n)`);
  draft.previous = name;
}

function condition(draft: Draft, alias: string, [column, value]: [string, unknown]): string {
  const name = `${alias}.${named(column)}`;
  if (value === null) return `${name} is null`;
  if (Array.isArray(value)) return `${name} = any(${parameter(draft, value)})`;
  return `${name} = ${parameter(draft, value)}`;
}

/** One row of values in the types of the table. */
function record(draft: Draft, table: string, row: Row): string {
  return `jsonb_populate_record(null::${named(table)}, ${parameter(draft, toJson(row))}::jsonb) r`;
}

function parameter(draft: Draft, value: unknown): string {
  draft.values.push(value);
  return `$${draft.values.length}`;
}

/** Names come from our own code; one that is not plain is a bug, never an injection. */
function named(name: string): string {
  assert(identifier.test(name), `not a plain database name: ${name}`);
  return name;
}

function present(row: Row): [string, Value][] {
  return Object.entries(row).filter((entry): entry is [string, Value] => entry[1] !== undefined);
}

function byRow(a: Update, b: Update): number {
  const [left, right] = [`${a.table} ${toJson(a.key)}`, `${b.table} ${toJson(b.key)}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Of two updates of one row in one statement PostgreSQL would silently drop one. */
function refuseTwice(updates: readonly Update[]): void {
  const seen = new Set<string>();
  for (const { table, key, as } of updates) {
    const row = `${table} ${toJson(key)}`;
    assert(!seen.has(row), `two updates of the same row in one unit: ${as} on ${row}`);
    seen.add(row);
  }
}
