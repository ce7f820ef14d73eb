// Writing: a tree of elements to XML text. Order is what the schema says, so it is the order of keys.

import { assert } from '@kassa/result';
import { create } from 'xmlbuilder2';

/** Children by name, in the order of the schema; `@` names an attribute, `#` the text beside it. */
export type Branch = { readonly [name: string]: Tree | readonly Tree[] };

/** An element's content: text, children, or nothing at all (then the element is left out). */
export type Tree = string | undefined | Branch;

export function writeDocument(namespace: string, message: Branch): string {
  return create({ version: '1.0', encoding: 'UTF-8' })
    .ele(namespace, 'Document')
    .ele(present(message))
    .end({ prettyPrint: true });
}

/** An identifier of ours: too long or empty would be refused by every reader, so it is a bug. */
export function identifier(text: string, lengthMax = 35): string {
  assert(
    text.length > 0 && text.length <= lengthMax && text === oneLine(text),
    `an ISO 20022 identifier has 1 to ${lengthMax} characters: ${text}`,
  );
  return text;
}

/** Words for people: control characters become spaces, and what does not fit is cut off. */
export function words(text: string | undefined, lengthMax: number): string | undefined {
  const clean = oneLine(text ?? '')
    .slice(0, lengthMax)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
  return clean === '' ? undefined : clean;
}

function oneLine(text: string): string {
  // \p{C} holds controls, unassigned, private and lone surrogates: not for XML, not for banks.
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
}

/** The same without what is undefined or empty: xmlbuilder2 would write empty elements. */
function present(branch: Branch): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(branch)) {
    const list = (isList(value) ? value : [value]).map(leafOrBranch).filter(isPresent);
    if (list.length > 0) kept[name] = list.length === 1 ? list[0] : list;
  }
  return kept;
}

function leafOrBranch(tree: Tree): string | undefined | Record<string, unknown> {
  return typeof tree === 'object' ? present(tree) : tree;
}

function isPresent(value: string | undefined | Record<string, unknown>): boolean {
  return typeof value === 'object' ? Object.keys(value).length > 0 : value !== undefined;
}

function isList(value: Tree | readonly Tree[]): value is readonly Tree[] {
  return Array.isArray(value);
}
