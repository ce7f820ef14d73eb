// From a query to what the index is asked: which terms, which range of a number, and which text a
// found document must contain. Pure; store.ts turns it into SQL.

import { partKey, phraseKey } from './document.ts';
import { isSparse } from './fields.ts';
import type { Asks, Clause, Comparison } from './query.ts';
import {
  fold,
  missingTerm,
  partTerms,
  phraseOf,
  presentTerm,
  tokenTerm,
  wordTerms,
} from './terms.ts';

export type Condition = { readonly isNegated: boolean } & Test;

type Test =
  | {
      readonly kind: 'terms';
      readonly terms: readonly string[];
      /** The terms may stand there in another order: the text itself decides. */
      readonly within: { readonly key: string; readonly text: string } | null;
    }
  /** Both ends belong to it; null is open. */
  | { readonly kind: 'range'; readonly column: NumberColumn; readonly range: Range }
  /** What every document has is never missing, and no text is made of no words. */
  | { readonly kind: 'never' };

export type NumberColumn = 'amount' | 'created_at';
export type Range = { readonly from: bigint | null; readonly to: bigint | null };

/** So many threes of a part cut well enough; the text decides the rest. */
const partTermsMax = 16;

export function conditionOf({ isNegated, field, asks }: Clause): Condition {
  if (asks.kind === 'missing' && isSparse(field)) {
    return { isNegated: !isNegated, ...ofTerms([presentTerm(field)]) };
  }
  if (asks.kind !== 'number') return { isNegated, ...testOf(field, asks) };
  const column = field === 'created' ? 'created_at' : 'amount';
  const range = column === 'created_at' ? msOf(rangeOf(asks)) : rangeOf(asks);
  const opposite = isNegated ? oppositeOf(range) : null;
  return opposite === null
    ? { isNegated, kind: 'range', column, range }
    : { isNegated: false, kind: 'range', column, range: opposite };
}

function testOf(field: string, asks: Exclude<Asks, { kind: 'number' }>): Test {
  switch (asks.kind) {
    case 'missing':
      return isNumber(field) ? { kind: 'never' } : ofTerms([missingTerm(field)]);
    case 'token':
      return ofTerms([tokenTerm(field, asks.value)]);
    case 'phrase': {
      const terms = wordTerms(field, asks.value);
      if (terms.length === 0) return { kind: 'never' };
      const within = { key: phraseKey(field), text: phraseOf(asks.value) };
      return { kind: 'terms', terms, within: terms.length === 1 ? null : within };
    }
    case 'part': {
      const terms = spread(partTerms(field, asks.value));
      return { kind: 'terms', terms, within: { key: partKey(field), text: fold(asks.value) } };
    }
  }
}

const ofTerms = (terms: readonly string[]): Test => ({ kind: 'terms', terms, within: null });

const isNumber = (field: string): boolean => field === 'amount' || field === 'created';

function rangeOf({ operator, value }: { readonly operator: Comparison; readonly value: bigint }) {
  const ranges: Readonly<Record<Comparison, Range>> = {
    ':': { from: value, to: value },
    '<': { from: null, to: value - 1n },
    '<=': { from: null, to: value },
    '>': { from: value + 1n, to: null },
    '>=': { from: value, to: null },
  };
  return ranges[operator];
}

/** The API counts instants in seconds, the index in milliseconds. */
function msOf({ from, to }: Range): Range {
  return {
    from: from === null ? null : from * 1000n,
    to: to === null ? null : to * 1000n + 999n,
  };
}

/** Null for a range with two ends: what lies outside is two ranges. */
function oppositeOf({ from, to }: Range): Range | null {
  if (from !== null && to !== null) return null;
  return { from: to === null ? null : to + 1n, to: from === null ? null : from - 1n };
}

function spread(terms: readonly string[]): readonly string[] {
  if (terms.length <= partTermsMax) return terms;
  const step = terms.length / partTermsMax;
  return Array.from({ length: partTermsMax }, (_, at) => terms[Math.floor(at * step)] ?? '');
}
