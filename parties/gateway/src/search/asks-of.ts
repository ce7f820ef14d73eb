// What a clause may ask of its field: each type of field has its operators and its values.

import { err, ok, type Result } from '@kassa/result';
import type { QueryProblem } from './errors.ts';
import type { FieldType } from './fields.ts';
import { type Asks, type Comparison, partLengthMin } from './query.ts';
import { fold } from './terms.ts';

export type Value = { readonly kind: 'null' } | { readonly kind: 'text'; readonly text: string };

export type RawClause = {
  readonly field: string;
  readonly type: FieldType;
  readonly operator: string;
  readonly value: Value;
  readonly at: { readonly field: number; readonly operator: number; readonly value: number };
};

export function asksOf(clause: RawClause): Result<Asks, QueryProblem> {
  const { field, type, operator, value, at } = clause;
  if (value.kind === 'null') {
    if (operator === ':') return ok({ kind: 'missing' });
    return err({ code: 'null_compared', field, at: at.operator });
  }
  if (type === 'numeric') return numberOf(clause, value.text);
  if (operator === '~' && type === 'string') {
    // Counted as it is compared: letters, not halves of them.
    const isLong = [...fold(value.text)].length >= partLengthMin;
    if (isLong) return ok({ kind: 'part', value: value.text });
    return err({ code: 'part_too_short', field, at: at.value });
  }
  if (operator !== ':')
    return err({ code: 'operator_wrong', field, type, operator, at: at.operator });
  if (type === 'string') return ok({ kind: 'phrase', value: value.text });
  if (type === 'flag' && !/^(?:true|false)$/i.test(value.text)) {
    return err({ code: 'flag_wrong', field, at: at.value });
  }
  return ok({ kind: 'token', value: value.text });
}

function numberOf(clause: RawClause, text: string): Result<Asks, QueryProblem> {
  const { field, type, operator, at } = clause;
  const comparison = comparisons.find((one) => one === operator);
  if (comparison === undefined) {
    return err({ code: 'operator_wrong', field, type, operator, at: at.operator });
  }
  // Fifteen digits are beyond every amount and instant, and far within what the database counts.
  if (!/^-?\d{1,15}$/.test(text)) return err({ code: 'number_wrong', field, at: at.value });
  return ok({ kind: 'number', operator: comparison, value: BigInt(text) });
}

const comparisons: readonly Comparison[] = [':', '<', '<=', '>', '>='];
