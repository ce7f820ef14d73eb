// What the index keeps of an object: the terms under which it stands, its amount, and the texts
// that a found one is checked against. Pure.

import { type FieldsOf, fieldType, metadataField, type SearchKind } from './fields.ts';
import {
  fold,
  missingTerm,
  partTerms,
  phraseOf,
  presentTerm,
  tokenTerm,
  wordTerms,
} from './terms.ts';

export type Document = {
  readonly terms: readonly string[];
  readonly amount: bigint | null;
  /** By the operator and the field that looks into it; null where all is said by terms. */
  readonly texts: Readonly<Record<string, string>> | null;
};

export const phraseKey = (field: string): string => `:${field}`;
export const partKey = (field: string): string => `~${field}`;

type FieldValue = string | bigint | number | boolean | null | Readonly<Record<string, string>>;

export function documentOf<Kind extends SearchKind>(
  kind: Kind,
  fields: Partial<FieldsOf<Kind>>,
): Document {
  const terms: string[] = [];
  const texts: Record<string, string> = {};
  let amount: bigint | null = null;
  const values: readonly (readonly [string, FieldValue])[] = Object.entries(fields);
  for (const [field, value] of values) {
    if (value === null) terms.push(missingTerm(field));
    else if (typeof value === 'object') terms.push(...metadataTerms(value));
    else if (typeof value === 'bigint' || typeof value === 'number') amount = BigInt(value);
    else if (fieldType(kind, field) === 'string') {
      const text = String(value);
      terms.push(...wordTerms(field, text), ...partTerms(field, text));
      texts[phraseKey(field)] = phraseOf(text);
      texts[partKey(field)] = fold(text);
    } else terms.push(tokenTerm(field, String(value)));
  }
  return { terms, amount, texts: Object.keys(texts).length === 0 ? null : texts };
}

function metadataTerms(metadata: Readonly<Record<string, string>>): string[] {
  return Object.entries(metadata).flatMap(([key, value]) => {
    const field = metadataField(key);
    return [presentTerm(field), tokenTerm(field, value)];
  });
}
