// Turns a unit into one SQL statement. Its steps are common table expressions, each made to depend
// on the one before, which fixes the order; a missed guard raises inside the statement. The text
// depends on the shape alone (tables, columns, counts), so PostgreSQL plans it once. One row goes
// as plain parameters, several as one JSON: reading JSON costs three times the statement's rest.

import { assert } from '@kassa/result';
import { toJson } from './json.ts';
import type { Guard, Insert, Row, Unit, Update, Value } from './unit.ts';
import { unit as merged } from './unit.ts';

export type Compiled = { readonly text: string; readonly values: readonly unknown[] };

/** The json columns of the tables a unit writes: there a text is a JSON text, and a list a JSON list. */
export type JsonColumns = ReadonlyMap<string, ReadonlySet<string>>;

/** Collects parameters and steps; `done` is a condition that holds once the last step is complete. */
type Draft = {
  readonly steps: string[];
  readonly values: unknown[];
  readonly json: JsonColumns;
  done: string | undefined;
};

const identifier = /^[a-z_][a-z0-9_]*$/;

/** Undefined for a unit that does nothing. */
export function compileUnit(unit: Unit, json: JsonColumns): Compiled | undefined {
  const { guards = [], updates = [], inserts = [], calls = [] } = merged(unit);
  const draft: Draft = { steps: [], values: [], json, done: undefined };
  if (guards.length > 0) {
    addCheck(
      draft,
      guards.map((guard) => [guardHolds(draft, guard), guard.as]),
    );
  }
  if (updates.length > 0) addUpdates(draft, updates);
  for (const insert of inserts) if (insert.rows.length > 0) addInsert(draft, insert);
  for (const { fn, arg } of calls) if (arg.length > 0) addCall(draft, fn, arg);
  if (draft.done === undefined) return undefined;
  return { text: `with ${draft.steps.join(',\n')}\nselect ${draft.done}`, values: draft.values };
}

function guardHolds(draft: Draft, { table, where, exists, lock }: Guard): string {
  const conditions = present(where).map((column) => condition(draft, column));
  const clause = conditions.length > 0 ? conditions.join(' and ') : 'true';
  return `${exists ? '' : 'not '}exists (
    select 1 from ${named(table)} t where ${clause}${lock ? ' for share' : ''})`;
}

/**
 * Rows are locked in one order for all units, so that no two wait for each other in a circle; then
 * they are judged in the order of the unit.
 */
function addUpdates(draft: Draft, updates: readonly Update[]): void {
  refuseTwice(updates);
  const steps = new Map<Update, string>();
  for (const update of updates.toSorted(byRow)) steps.set(update, addUpdate(draft, update));
  // The check counts what the updates hit, so it waits for them anyway.
  draft.done = undefined;
  addCheck(
    draft,
    updates.map((update) => [`(select count(*) from ${steps.get(update)}) = 1`, update.as]),
  );
}

function addUpdate(draft: Draft, update: Update): string {
  const { table, key, set = {}, add = {}, expect = {}, as } = update;
  const assignments = [
    ...present(set).map(([column, value]) => {
      return `${named(column)} = ${parameter(draft, scalar(draft, table, [column, value]))}`;
    }),
    ...Object.entries(add).map(([column, amount]) => {
      return `${named(column)} = t.${named(column)} + ${parameter(draft, amount)}`;
    }),
  ];
  assert(assignments.length > 0, `the update ${as} sets nothing`);
  const keys = present(key).map(([column, value]) => {
    return `t.${named(column)} = ${parameter(draft, value)}`;
  });
  assert(keys.length > 0, `the update ${as} has no key`);
  const expected = present(expect).map((column) => condition(draft, column));
  const conditions = [...keys, ...expected, ...(draft.done ? [draft.done] : [])];
  return addStep(
    draft,
    `update ${named(table)} t
  set ${assignments.join(', ')}
  where ${conditions.join(' and ')}
  returning 1`,
  );
}

function addInsert(draft: Draft, { table, rows, onConflict }: Insert): void {
  const [first = {}, ...others] = rows;
  const columns = present(first).map(([column]) => named(column));
  for (const row of others) {
    const isSame = present(row).every(([column], at) => column === columns[at]);
    assert(
      isSame && present(row).length === columns.length,
      `rows inserted into ${table} name different columns`,
    );
  }
  const source =
    others.length === 0
      ? `select ${present(first)
          .map((column) => parameter(draft, scalar(draft, table, column)))
          .join(', ')}`
      : `select ${columns.map((column) => `r.${column}`).join(', ')}
  from jsonb_populate_recordset(
    null::${named(table)}, ${parameter(draft, toJson(rows))}::jsonb) r`;
  addStep(
    draft,
    `insert into ${named(table)} (${columns.join(', ')})
  ${source}${draft.done ? ` where ${draft.done}` : ''}
  ${onConflict === 'nothing' ? 'on conflict do nothing ' : ''}returning 1`,
  );
}

function addCall(draft: Draft, fn: string, arg: readonly Value[]): void {
  const value = parameter(draft, toJson(arg));
  const after = draft.done ? ` where ${draft.done}` : '';
  addStep(draft, `select ${named(fn)}(${value}::jsonb) as done${after}`);
}

/** A step that raises at the first of the conditions that does not hold. */
function addCheck(draft: Draft, conditions: readonly (readonly [string, string])[]): void {
  const cases = conditions.map(([holds, as]) => {
    return `when not (${holds}) then kassa_refuse_guard(${parameter(draft, as)})`;
  });
  const after = draft.done ? ` where ${draft.done}` : '';
  const name = addStep(draft, `select case\n  ${cases.join('\n  ')}\n  else 1 end as done${after}`);
  draft.done = `(select done from ${name}) = 1`;
}

function addStep(draft: Draft, body: string): string {
  const name = `s${draft.steps.length}`;
  const how = body.startsWith('select') ? 'as materialized' : 'as';
  draft.steps.push(`${name} ${how} (\n  ${body}\n)`);
  draft.done = `(select count(*) from ${name}) >= 0`;
  return name;
}

function condition(draft: Draft, [column, value]: readonly [string, Value]): string {
  const name = `t.${named(column)}`;
  if (value === null) return `${name} is null`;
  if (Array.isArray(value)) return `${name} = any(${parameter(draft, value)})`;
  return `${name} = ${parameter(draft, value)}`;
}

/** As the driver has to send it: JSON for json columns, and for objects wherever they go. */
function scalar(draft: Draft, table: string, [column, value]: readonly [string, Value]): unknown {
  if (value === null) return null;
  const isJson = draft.json.get(table)?.has(column) ?? false;
  const isObject = typeof value === 'object' && !Array.isArray(value);
  return isJson || isObject ? toJson(value) : value;
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

/** Of two updates of one row in one statement PostgreSQL would silently drop one. */
function refuseTwice(updates: readonly Update[]): void {
  const seen = new Set<string>();
  for (const { table, key, as } of updates) {
    const row = `${table} ${toJson(key)}`;
    assert(!seen.has(row), `two updates of the same row in one unit: ${as} on ${row}`);
    seen.add(row);
  }
}

function byRow(a: Update, b: Update): number {
  const [left, right] = [`${a.table} ${toJson(a.key)}`, `${b.table} ${toJson(b.key)}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
