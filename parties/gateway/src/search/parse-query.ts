// Stripe's search query language: a text becomes a query, or the one thing that is wrong with it.
// Reads from left to right, once; it never throws, whatever the text is.

import { err, ok, type Result } from '@kassa/result';
import { asksOf, type Value } from './asks-of.ts';
import type { QueryProblem } from './errors.ts';
import { type FieldType, fieldType, metadataField, type SearchKind } from './fields.ts';
import { type Clause, clausesMax, type Joiner, type Query, queryLengthMax } from './query.ts';

/** A place in the text, moved on by what is read. */
type Reader = { readonly text: string; at: number };

type Read<T> = Result<T, QueryProblem>;

export function parseQuery(kind: SearchKind, text: string): Read<Query> {
  if (text.length > queryLengthMax) return err({ code: 'too_long', at: queryLengthMax });
  // The database keeps no such character, so nothing has it.
  const nulAt = text.indexOf('\0');
  if (nulAt >= 0) return err({ code: 'character_wrong', at: nulAt });
  const reader: Reader = { text, at: 0 };
  const clauses: Clause[] = [];
  let joined: Joiner | null = null;
  take(reader, /\s*/y);
  if (reader.at === text.length) return err({ code: 'empty', at: 0 });
  for (;;) {
    if (clauses.length === clausesMax) return err({ code: 'too_many_clauses', at: reader.at });
    const clause = readClause(reader, kind);
    if (!clause.ok) return clause;
    clauses.push(clause.value);
    const start = reader.at;
    const joiner = readJoiner(reader);
    if (!joiner.ok) return joiner;
    if (joiner.value === null) return ok({ joined: joined ?? 'and', clauses });
    if (joined !== null && joined !== joiner.value)
      return err({ code: 'joiners_mixed', at: start });
    joined = joiner.value;
  }
}

function readClause(reader: Reader, kind: SearchKind): Read<Clause> {
  const isNegated = take(reader, /-/y) !== null;
  const fieldAt = reader.at;
  const field = readField(reader, kind);
  if (!field.ok) return field;
  const { name, type } = field.value;
  take(reader, /\s*/y);
  const operatorAt = reader.at;
  const operator = take(reader, /[<>]=|[:~<>]/y);
  if (operator === null) return err({ code: 'operator_missing', field: name, at: operatorAt });
  take(reader, /\s*/y);
  const valueAt = reader.at;
  const value = readValue(reader, name);
  if (!value.ok) return value;
  const at = { field: fieldAt, operator: operatorAt, value: valueAt };
  const asks = asksOf({ field: name, type, operator, value: value.value, at });
  return asks.ok ? ok({ isNegated, field: name, asks: asks.value }) : asks;
}

function readField(
  reader: Reader,
  kind: SearchKind,
): Read<{ readonly name: string; readonly type: FieldType }> {
  const { at } = reader;
  const name = take(reader, /\w[\w.]*/y);
  if (name === null) {
    const isParenthesis = /[()]/.test(reader.text.charAt(at));
    return err({ code: isParenthesis ? 'parenthesis' : 'field_missing', at });
  }
  if (name === 'metadata') {
    const key = readKey(reader);
    return key.ok ? ok({ name: metadataField(key.value), type: 'token' }) : key;
  }
  const type = fieldType(kind, name);
  if (type !== undefined) return ok({ name, type });
  const isJoiner = /^(?:and|or)$/i.test(name) && reader.text.charAt(reader.at).trim() === '';
  return err(isJoiner ? { code: 'joiner_alone', at } : { code: 'field_unknown', field: name, at });
}

/** `["key"]` */
function readKey(reader: Reader): Read<string> {
  const wrong = { code: 'metadata_key_wrong', at: reader.at } as const;
  if (take(reader, /\[/y) === null) return err(wrong);
  const key = readQuoted(reader);
  if (key === null) return err(wrong);
  if (!key.ok) return key;
  if (take(reader, /\]/y) === null) return err(wrong);
  return key;
}

function readValue(reader: Reader, field: string): Read<Value> {
  const { at } = reader;
  const inQuotes = readQuoted(reader);
  if (inQuotes !== null) {
    return inQuotes.ok ? ok({ kind: 'text', text: inQuotes.value }) : inQuotes;
  }
  const word = take(reader, /[^\s"'()]+/y);
  if (word === null) return err({ code: 'value_missing', field, at });
  if (/^null$/i.test(word)) return ok({ kind: 'null' });
  if (/^-?\d+$/.test(word)) return ok({ kind: 'text', text: word });
  return err({ code: 'quotes_missing', value: word, at });
}

/** Null if no quotes begin here. A backslash takes the meaning from quotes and from itself. */
function readQuoted(reader: Reader): Read<string> | null {
  const { at } = reader;
  const quotes = take(reader, /["']/y);
  if (quotes === null) return null;
  const inside = quotes === '"' ? /(?:[^"\\]|\\.)*/sy : /(?:[^'\\]|\\.)*/sy;
  const raw = take(reader, inside) ?? '';
  if (reader.text.charAt(reader.at) !== quotes) return err({ code: 'quotes_open', at });
  reader.at += 1;
  return ok(raw.replaceAll(/\\(["'\\])/g, '$1'));
}

/** Null at the end of the query. A space means "and". */
function readJoiner(reader: Reader): Read<Joiner | null> {
  const start = reader.at;
  const space = take(reader, /\s+/y);
  if (reader.at === reader.text.length) return ok(null);
  if (/[()]/.test(reader.text.charAt(reader.at)))
    return err({ code: 'parenthesis', at: reader.at });
  if (space === null) return err({ code: 'joiner_missing', at: start });
  const { at } = reader;
  const word = take(reader, /(?:and|or)(?=\s|$)/iy);
  if (word === null) return ok('and');
  take(reader, /\s+/y);
  if (reader.at === reader.text.length) return err({ code: 'joiner_alone', at });
  return ok(word.toLowerCase() === 'or' ? 'or' : 'and');
}

/** What the pattern, a sticky one, finds at the reader's place; null if nothing. */
function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0] ?? null;
  if (found !== null) reader.at += found.length;
  return found;
}
