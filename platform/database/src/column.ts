// Readers for row decoders: a column has the kind the decoder says, or the row is a bug.
// `bigint` columns arrive as BigInt, `date` as 'YYYY-MM-DD', `numeric` as text, json parsed.

import { Bug } from '@kassa/result';

export type RawRow = Readonly<Record<string, unknown>>;

function wrong(row: RawRow, name: string, wanted: string): never {
  const value = row[name];
  const kind = value === null ? 'null' : typeof value;
  throw new Bug(`column ${name} should be ${wanted} and is ${kind}`);
}

function text(row: RawRow, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : wrong(row, name, 'text');
}

function big(row: RawRow, name: string): bigint {
  const value = row[name];
  if (typeof value === 'bigint') return value;
  // sum() of bigint is numeric, which arrives as text; json holds whole numbers as text.
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  return wrong(row, name, 'a whole number');
}

/** A whole number that fits a JavaScript number: counts, and instants in milliseconds. */
function integer(row: RawRow, name: string): number {
  const value = Number(big(row, name));
  return Number.isSafeInteger(value) ? value : wrong(row, name, 'a number below 2^53');
}

function bool(row: RawRow, name: string): boolean {
  const value = row[name];
  return typeof value === 'boolean' ? value : wrong(row, name, 'true or false');
}

/** One of the listed words. */
function oneOf<const T extends string>(row: RawRow, name: string, words: readonly T[]): T {
  const value = text(row, name);
  return words.find((word) => word === value) ?? wrong(row, name, words.join(' or '));
}

function texts(row: RawRow, name: string): string[] {
  const value = row[name];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return wrong(row, name, 'a list of texts');
}

/** Parsed json, for a schema to judge. */
function json(row: RawRow, name: string): unknown {
  return row[name] ?? wrong(row, name, 'json');
}

function orNull<T>(read: (row: RawRow, name: string) => T) {
  return (row: RawRow, name: string): T | null => {
    return row[name] === null || row[name] === undefined ? null : read(row, name);
  };
}

export const column = {
  text,
  big,
  integer,
  bool,
  oneOf,
  texts,
  json,
  textOrNull: orNull(text),
  bigOrNull: orNull(big),
  integerOrNull: orNull(integer),
  boolOrNull: orNull(bool),
  jsonOrNull: orNull(json),
} as const;
