// Reading: XML text to a tree, and a tree to values. A reader keeps the first problem it meets and
// goes on with empty values, so that a message is described in one straight line of code; what was
// read counts only when `problem` is still undefined.

import { err, ok, type Result } from '@kassa/result';
import { XMLParser } from 'fast-xml-parser';
import type { Iso20022Error } from './errors.ts';

/** Megabytes of statement are real; beyond this it is an attack. Characters, not bytes. */
const messageLengthMax = 5_000_000;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 32,
  // Numeric references (&#269;) are decoded only together with the named ones of HTML.
  htmlEntities: true,
});

type Problem = { found: Iso20022Error | undefined };

export type Element = {
  /** The path from the root, for errors. */
  readonly path: string;
  /** The one child of this name; a problem if there is none or several. */
  child(name: string): Element;
  /** The one child of this name, if it is there; a problem if there are several. */
  childIf(name: string): Element | undefined;
  /** All children of this name, in order; maybe none. */
  children(name: string): readonly Element[];
  /** All children of this name; a problem if there is none. */
  oneOrMore(name: string): readonly Element[];
  /** What stands inside; a problem if that is nothing or other elements. */
  text(lengthMax: number): string;
  /** What stands in the one child of this name; undefined if it is not there, or blank. */
  textIf(name: string, lengthMax: number): string | undefined;
  attribute(name: string): string;
  /** Nothing stands inside. */
  readonly isBlank: boolean;
  /** Records a problem at this element, unless one was recorded before. */
  refuse(code: Iso20022Error['code'], detail: string): void;
};

/** Reads the one message `name` below Document, of one of the namespaces: versions read alike. */
export function readDocument<T>(
  text: string,
  namespaces: string | readonly string[],
  name: string,
  read: (message: Element) => T,
): Result<T, Iso20022Error> {
  const tree = parseXml(text, messageLengthMax);
  if (!tree.ok) return tree;
  const root = rootOf(tree.value, [namespaces].flat());
  return root.ok ? readTree(root.value, (document) => read(document.child(name))) : root;
}

/** The node of an element named Document, and the prefix that its children have too. */
export type Document = { readonly node: unknown; readonly prefix: string };

/** What `read` makes of the document, unless it met a problem on the way. */
export function readTree<T>(
  { node, prefix }: Document,
  read: (document: Element) => T,
): Result<T, Iso20022Error> {
  const problem: Problem = { found: undefined };
  const value = read(elementOf(node, prefix, 'Document', problem));
  return problem.found ? err(problem.found) : ok(value);
}

/** The tree as the parser makes it: elements and `@attributes` by name, several of a name as a list. */
export function parseXml(text: string, lengthMax: number): Result<unknown, Iso20022Error> {
  if (text.length > lengthMax) return refuse('too_large', `${text.length} characters`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return refuse('doctype', 'a DOCTYPE is not accepted');
  try {
    return ok(parser.parse(text, true));
  } catch (error) {
    return refuse('not_xml', error instanceof Error ? error.message.slice(0, 200) : 'unreadable');
  }
}

function rootOf(tree: unknown, namespaces: readonly string[]): Result<Document, Iso20022Error> {
  const roots = isRecord(tree) ? Object.entries(tree) : [];
  const [rootName, node] = roots.find(([key]) => key !== '#text') ?? ['', undefined];
  const prefix = rootName.includes(':') ? rootName.slice(0, rootName.indexOf(':') + 1) : '';
  if (rootName !== `${prefix}Document`) {
    return refuse('wrong_message', `the root is ${rootName.slice(0, 64)}, not Document`);
  }
  const declared = prefix ? `@xmlns:${prefix.slice(0, -1)}` : '@xmlns';
  const found = isRecord(node) ? node[declared] : undefined;
  if (typeof found !== 'string' || !namespaces.includes(found)) {
    return refuse('wrong_message', `the namespace is ${String(found).slice(0, 96)}`);
  }
  return ok({ node, prefix });
}

function refuse(code: Iso20022Error['code'], detail: string) {
  return err({ code, element: 'Document', detail });
}

function elementOf(node: unknown, prefix: string, path: string, problem: Problem): Element {
  const refuse = (code: Iso20022Error['code'], element: string, detail: string) => {
    problem.found ??= { code, element, detail };
  };
  const named = (name: string): readonly Element[] => {
    const key = prefix + name;
    if (!isRecord(node) || !Object.hasOwn(node, key)) return [];
    const found = node[key];
    const list = Array.isArray(found) ? found : [found];
    return list.map((item, index) => {
      const place = list.length > 1 ? `[${index + 1}]` : '';
      return elementOf(item, prefix, `${path}/${name}${place}`, problem);
    });
  };
  const childIf = (name: string): Element | undefined => {
    const [first, second] = named(name);
    if (second) refuse('repeated_element', `${path}/${name}`, 'once only');
    return first;
  };
  const child = (name: string): Element => {
    const found = childIf(name);
    if (found) return found;
    refuse('missing_element', `${path}/${name}`, 'required here');
    return elementOf(undefined, prefix, `${path}/${name}`, problem);
  };
  const text = (max: number): string => {
    const inside = isRecord(node) ? node['#text'] : node;
    const value = typeof inside === 'string' ? inside : '';
    if (value.trim() === '') refuse('bad_value', path, 'empty');
    if (value.length > max) refuse('bad_value', path, `longer than ${max}`);
    // What is too long counts for nothing, and must not cost its readers anything either.
    return value.slice(0, max);
  };
  const textIf = (name: string, max: number): string | undefined => {
    const found = childIf(name);
    return found?.isBlank ? undefined : found?.text(max).trim();
  };
  const attribute = (name: string): string => {
    const value = isRecord(node) ? node[`@${name}`] : undefined;
    if (typeof value === 'string') return value;
    refuse('missing_element', `${path}/@${name}`, 'required here');
    return '';
  };
  return {
    path,
    child,
    childIf,
    children: named,
    oneOrMore: (name) => {
      const found = named(name);
      if (found.length === 0) refuse('missing_element', `${path}/${name}`, 'required here');
      return found;
    },
    text,
    textIf,
    isBlank: !isRecord(node) && String(node ?? '').trim() === '',
    attribute,
    refuse: (code, detail) => refuse(code, path, detail),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
