// Turns a unit into one SQL statement. Its steps are common table expressions, each made to depend
// on the one before, which fixes the order; a missed guard raises inside the statement. The text
// depends on the shape alone (tables, columns, counts), so PostgreSQL plans it once.
//
// A shape has two forms. `one` takes the values of one unit as plain parameters. `many` takes those
// of any number of units, as one array for each place; they are the rows of `v`, and each step does
// for all of them what it does for one.

import { assert } from '@kassa/result';
import type { ColumnTypes } from './columns.ts';
import { toJson } from './json.ts';
import type { Slot } from './slots.ts';
import type { Guard, Insert, Row, Unit, Update, Value } from './unit.ts';
import { unit as merged } from './unit.ts';

export type Form = 'one' | 'many';

/** `slots` are the parameters, in order: what goes into each depends on the form. */
export type Compiled = { readonly text: string; readonly slots: readonly Slot[] };

/** Collects parameters and steps; `done` is a condition that holds once the last step is complete. */
type Draft = {
  readonly form: Form;
  readonly steps: string[];
  readonly slots: Slot[];
  readonly columns: ColumnTypes;
  done: string | undefined;
};

const identifier = /^[a-z_][a-z0-9_]*$/;

/** Undefined for a unit that does nothing. */
export function compileUnit(unit: Unit, columns: ColumnTypes, form: Form): Compiled | undefined {
  const { guards = [], updates = [], inserts = [], calls = [] } = merged(unit);
  const draft: Draft = { form, steps: [], slots: [], columns, done: undefined };
  if (guards.length > 0) {
    addCheck(
      draft,
      guards.map((guard) => [guardFails(draft, guard), guard.as]),
    );
  }
  if (updates.length > 0) addUpdates(draft, updates);
  for (const insert of inserts) if (insert.rows.length > 0) addInsert(draft, insert);
  for (const { fn, arg } of calls) if (arg.length > 0) addCall(draft, fn, arg);
  if (draft.done === undefined) return undefined;
  const steps = form === 'one' ? draft.steps : [values(draft.slots), ...draft.steps];
  return { text: `with ${steps.join(',\n')}\nselect ${draft.done}`, slots: draft.slots };
}

/** The step that makes rows of the arrays, one for each unit. */
function values(slots: readonly Slot[]): string {
  const places = slots.flatMap((slot, at) => (slot.holds === 'value' ? [at + 1] : []));
  const arrays = places.map((place) => `$${place}::text[]`).join(', ');
  const names = places.map((place) => `p${place}`).join(', ');
  const body = places.length > 0 ? `select * from unnest(${arrays}) v (${names})` : 'select 1';
  return `v as materialized (\n  ${body}\n)`;
}

function guardFails(draft: Draft, { table, where, exists, lock }: Guard): string {
  const conditions = present(where).map((column) => condition(draft, table, column));
  const clause = conditions.length > 0 ? conditions.join(' and ') : 'true';
  const fails = `${exists ? 'not ' : ''}exists (
    select 1 from ${named(table)} t where ${clause}${lock ? ' for share' : ''})`;
  return draft.form === 'one' ? fails : `exists (select 1 from v where ${fails})`;
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
  const wanted = draft.form === 'one' ? '1' : '(select count(*) from v)';
  addCheck(
    draft,
    updates.map((update) => [
      `(select count(*) from ${steps.get(update)}) <> ${wanted}`,
      update.as,
    ]),
  );
}

function addUpdate(draft: Draft, update: Update): string {
  const { table, key, set = {}, add = {}, expect = {}, as } = update;
  const assignments = [
    ...present(set).map(([column, value]) => {
      return `${named(column)} = ${place(draft, table, column, value)}`;
    }),
    ...Object.entries(add).map(([column, amount]) => {
      return `${named(column)} = t.${named(column)} + ${place(draft, table, column, amount)}`;
    }),
  ];
  assert(assignments.length > 0, `the update ${as} sets nothing`);
  const keys = present(key).map(([column, value]) => {
    return `t.${named(column)} = ${place(draft, table, column, value)}`;
  });
  assert(keys.length > 0, `the update ${as} has no key`);
  const expected = present(expect).map((column) => condition(draft, table, column));
  const conditions = [...keys, ...expected, ...(draft.done ? [draft.done] : [])];
  return addStep(
    draft,
    `update ${named(table)} t
  set ${assignments.join(', ')}${draft.form === 'one' ? '' : '\n  from v'}
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
  // Several rows go as one JSON: reading JSON costs three times what the rest of the statement does.
  const from = draft.form === 'one' ? '' : ' from v';
  const source =
    others.length === 0
      ? `select ${present(first)
          .map(([column, value]) => place(draft, table, column, value))
          .join(', ')}${from}`
      : `select ${columns.map((column) => `r.${column}`).join(', ')}
  from jsonb_populate_recordset(
    null::${named(table)}, ${parameter(draft, { holds: 'rows', rows })}::jsonb) r`;
  addStep(
    draft,
    `insert into ${named(table)} (${columns.join(', ')})
  ${source}${draft.done ? ` where ${draft.done}` : ''}
  ${onConflict === 'nothing' ? 'on conflict do nothing ' : ''}returning 1`,
  );
}

function addCall(draft: Draft, fn: string, args: readonly Value[]): void {
  const value = parameter(draft, { holds: 'args', args });
  const after = draft.done ? ` where ${draft.done}` : '';
  addStep(draft, `select ${named(fn)}(${value}::jsonb) as done${after}`);
}

/** A step that raises at the first of the conditions that holds. */
function addCheck(draft: Draft, faults: readonly (readonly [string, string])[]): void {
  const cases = faults.map(([fault, as]) => {
    return `when ${fault} then kassa_refuse_guard('${named(as)}')`;
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

function condition(draft: Draft, table: string, [column, value]: readonly [string, Value]): string {
  const name = `t.${named(column)}`;
  if (value === null) return `${name} is null`;
  if (!Array.isArray(value)) return `${name} = ${place(draft, table, column, value)}`;
  return `${name} = any(${parameter(draft, { holds: 'list', list: value })})`;
}

/** Where a value of the unit stands in the statement. */
function place(draft: Draft, table: string, column: string, value: Value): string {
  const type = draft.columns.get(table)?.get(column) ?? 'text';
  const at = parameter(draft, { holds: 'value', value, type });
  return draft.form === 'one' ? at : `v.p${at.slice(1)}::${type}`;
}

function parameter(draft: Draft, slot: Slot): string {
  draft.slots.push(slot);
  return `$${draft.slots.length}`;
}

/** Names come from our own code; one that is not plain is a bug, never an injection. */
function named(name: string): string {
  assert(identifier.test(name), `not a plain database name: ${name}`);
  return name;
}

function present(row: Row): [string, Value][] {
  return Object.entries(row).filter((entry): entry is [string, Value] => entry[1] !== undefined);
}

/** What a row is called in this process. */
export function rowName({ table, key }: Update): string {
  return `${table} ${toJson(key)}`;
}

/** Of two updates of one row in one statement PostgreSQL would silently drop one. */
function refuseTwice(updates: readonly Update[]): void {
  const seen = new Set<string>();
  for (const update of updates) {
    const row = rowName(update);
    assert(!seen.has(row), `two updates of the same row in one unit: ${update.as} on ${row}`);
    seen.add(row);
  }
}

function byRow(a: Update, b: Update): number {
  const [left, right] = [rowName(a), rowName(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
