// Every refusal of a search.

import type { FieldType } from './fields.ts';

/** What is wrong with a query; `at` counts its characters from zero. */
export type QueryProblem = { readonly at: number } & (
  | { readonly code: 'empty' | 'too_long' | 'too_many_clauses' | 'character_wrong' }
  | { readonly code: 'joiners_mixed' | 'joiner_alone' | 'joiner_missing' }
  | { readonly code: 'parenthesis' | 'field_missing' | 'metadata_key_wrong' }
  | { readonly code: 'field_unknown'; readonly field: string }
  | { readonly code: 'operator_missing' | 'value_missing'; readonly field: string }
  | {
      readonly code: 'operator_wrong';
      readonly field: string;
      readonly type: FieldType;
      readonly operator: string;
    }
  | { readonly code: 'null_compared' | 'part_too_short' | 'flag_wrong'; readonly field: string }
  | { readonly code: 'number_wrong'; readonly field: string }
  | { readonly code: 'quotes_missing'; readonly value: string }
  | { readonly code: 'quotes_open' }
);

/** A page that was never given out, or for another query. */
export type SearchRefusal = QueryProblem | { readonly code: 'page_wrong' };
