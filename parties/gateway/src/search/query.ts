// A search query as data: one to ten clauses, all joined alike. Pure; parse-query.ts makes it.

import { quoted } from './fields.ts';

export type Query = {
  readonly joined: Joiner;
  readonly clauses: readonly Clause[];
};

export type Joiner = 'and' | 'or';

export type Clause = {
  readonly isNegated: boolean;
  /** The field's one name: `status`, `metadata["order id"]`. */
  readonly field: string;
  readonly asks: Asks;
};

export type Asks =
  /** `field:null`: the object has no value there. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'token'; readonly value: string }
  /** These words, in this order, side by side. */
  | { readonly kind: 'phrase'; readonly value: string }
  | { readonly kind: 'part'; readonly value: string }
  | { readonly kind: 'number'; readonly operator: Comparison; readonly value: bigint };

export type Comparison = ':' | '<' | '<=' | '>' | '>=';

export const clausesMax = 10;
export const queryLengthMax = 10_000;
export const partLengthMin = 3;

/** The query in one spelling: what it means is the same, and its text too. */
export function printQuery({ joined, clauses }: Query): string {
  return clauses.map(printClause).join(joined === 'and' ? ' AND ' : ' OR ');
}

function printClause({ isNegated, field, asks }: Clause): string {
  return `${isNegated ? '-' : ''}${field}${printAsks(asks)}`;
}

function printAsks(asks: Asks): string {
  switch (asks.kind) {
    case 'missing':
      return ':null';
    case 'token':
    case 'phrase':
      return `:${quoted(asks.value)}`;
    case 'part':
      return `~${quoted(asks.value)}`;
    case 'number':
      return `${asks.operator}${asks.value}`;
  }
}
