// The parameters of a unit's statement, and what the driver is given for them: for one unit, or for
// many of one shape.

import { assert } from '@kassa/result';
import { isJson } from './columns.ts';
import { toJson } from './json.ts';
import type { Row, Value } from './unit.ts';

export type Slot =
  /** Goes into, or is compared with, a column of this type. */
  | { readonly holds: 'value'; readonly value: Value; readonly type: string }
  /** "One of these." The same for all units of a batch. */
  | { readonly holds: 'list'; readonly list: readonly Value[] }
  | { readonly holds: 'rows'; readonly rows: readonly Row[] }
  | { readonly holds: 'args'; readonly args: readonly Value[] };

/** A text is a JSON text where the column is json, and so is a list there; elsewhere not. */
export function valuesOfOne(slots: readonly Slot[]): unknown[] {
  return slots.map((slot) => {
    if (slot.holds === 'list') return slot.list;
    if (slot.holds === 'rows') return toJson(slot.rows);
    if (slot.holds === 'args') return toJson(slot.args);
    const { value, type } = slot;
    if (value === null || typeof value !== 'object') return isJson(type) ? json(value) : value;
    return isJson(type) || !Array.isArray(value) ? toJson(value) : value;
  });
}

/** The same places of all units, each as one array of texts; rows and arguments one after another. */
export function valuesOfMany(units: readonly (readonly Slot[])[]): unknown[] {
  const [first = []] = units;
  return first.map((slot, at) => {
    const same = units.map((slots) => slots[at]);
    if (slot.holds === 'list') return slot.list;
    if (slot.holds === 'value') return same.map(textOf);
    return toJson(same.flatMap((one) => membersOf(one)));
  });
}

function membersOf(slot: Slot | undefined): readonly (Row | Value)[] {
  if (slot?.holds === 'rows') return slot.rows;
  assert(slot?.holds === 'args', 'units of one shape have other places');
  return slot.args;
}

function textOf(slot: Slot | undefined): string | null {
  assert(slot?.holds === 'value', 'units of one shape have other places');
  const { value, type } = slot;
  if (value === null) return null;
  if (isJson(type)) return toJson(value);
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'object' ? toJson(value) : String(value);
}

function json(value: Value): string | null {
  return value === null ? null : toJson(value);
}

/** A list as PostgreSQL writes it: `{"a","b \"c\"",NULL}`. */
function arrayText(list: readonly Value[]): string {
  const members = list.map((one) => {
    if (one === null) return 'NULL';
    if (Array.isArray(one)) return arrayText(one);
    const text = typeof one === 'object' ? toJson(one) : String(one);
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${members.join(',')}}`;
}
