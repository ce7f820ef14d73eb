// Parameters as rows of a table, nested ones under their whole name: `card[exp_month]`.

import type { Schema } from '../parameters.ts';
import { wordsFor } from './parameter-words.ts';

export type Row = {
  /** As the wire carries it. */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly note: string;
};

export type Rows = { readonly top: readonly Row[]; readonly inside: readonly Row[] };

export function parameterRows(schema: Schema): Rows {
  const rows = [...rowsIn(schema, '')].sort((a, b) => rankOf(a) - rankOf(b));
  return {
    top: rows.filter(({ name }) => !name.includes('[')),
    inside: rows.filter(({ name }) => name.includes('[')),
  };
}

/** What must be given comes first; what all lists and all answers have, last. */
function rankOf({ name, isRequired }: Row): number {
  if (isRequired && !name.includes('[')) return 0;
  return 1 + ['limit', 'starting_after', 'ending_before', 'expand'].indexOf(name) + 1;
}

function rowsIn({ properties = {}, required = [] }: Schema, prefix: string): readonly Row[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    if (typeof schema === 'boolean') return [];
    const name = prefix === '' ? key : `${prefix}[${key}]`;
    const row: Row = {
      name,
      type: typeOf(schema),
      isRequired: required.includes(key),
      note: noteOf(name, key, schema),
    };
    return [row, ...insideOf(schema, name)];
  });
}

function insideOf(schema: Schema, name: string): readonly Row[] {
  return branchesOf(schema).flatMap((branch) => {
    if (branch.properties !== undefined) return rowsIn(branch, name);
    const { items } = branch;
    return isSchema(items) ? insideOf(items, `${name}[]`) : [];
  });
}

/** Of a choice all that may be, but for the empty text that unsets. */
function branchesOf(schema: Schema): readonly Schema[] {
  const branches = (schema.anyOf ?? schema.oneOf ?? []).filter(isSchema);
  if (branches.length === 0) return isUnset(schema) ? [] : [schema];
  return branches.flatMap(branchesOf);
}

const isUnset = (schema: Schema) => schema.const === '';

const isSchema = (schema: unknown): schema is Schema =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema);

function typeOf(schema: Schema): string {
  const names = [...new Set(branchesOf(schema).map(plainTypeOf))];
  return names.join(' or ');
}

function plainTypeOf(schema: Schema): string {
  if (schema.const !== undefined) return `“${schema.const}”`;
  if (schema.enum !== undefined) return 'one of a list';
  if (schema.type === 'array') {
    return isSchema(schema.items) ? `list of ${typeOf(schema.items)}` : 'list';
  }
  if (schema.type === 'object') return schema.properties === undefined ? 'pairs' : 'hash';
  if (schema.format === 'uri') return 'address';
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

function noteOf(name: string, key: string, schema: Schema): string {
  const unset = (schema.anyOf ?? []).filter(isSchema).some(isUnset)
    ? ['An empty text unsets it.']
    : [];
  const words = branchesOf(schema).flatMap(({ description }) => description ?? []);
  const said = words[0] ?? wordsFor(name, key);
  return [said ?? [], limitsOf(schema), unset].flat().join(' ');
}

const choicesMax = 14;

function limitsOf(schema: Schema): readonly string[] {
  return branchesOf(schema).flatMap((branch) => {
    const { enum: choices, minimum, maximum, maxLength, maxItems, items } = branch;
    const limits: string[] = [];
    if (choices !== undefined) limits.push(choicesIn(choices));
    if (isSchema(items) && items.enum !== undefined) limits.push(choicesIn(items.enum));
    if (minimum !== undefined && maximum !== undefined && maximum < 99_999_999_999) {
      limits.push(`${number(minimum)} to ${number(maximum)}.`);
    }
    if (maxLength !== undefined) limits.push(`At most ${number(maxLength)} characters.`);
    if (maxItems !== undefined) limits.push(`At most ${number(maxItems)}.`);
    return limits;
  });
}

function choicesIn(choices: readonly unknown[]): string {
  const shown = choices.slice(0, choicesMax).join(', ');
  const more = choices.length - choicesMax;
  return more > 0 ? `${shown} and ${more} more.` : `${shown}.`;
}

const number = (value: number) => value.toLocaleString('en-US');
