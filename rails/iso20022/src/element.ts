// Reading: XML text to a tree, and a tree to values. A reader keeps the first problem it meets and
// goes on with empty values, so that a message is described in one straight line of code; what was
// read counts only when `problem` is still undefined.

import { err, ok, type Result } from '@kassa/result';
import { XMLParser } from 'fast-xml-parser';
import type { Iso20022Error } from './errors.ts';

/** Megabytes of statement are real; beyond this it is an attack. Characters, not bytes. */
const lengthMax = 5_000_000;

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
  attribute(name: string): string;
  /** Records a problem at this element, unless one was recorded before. */
  refuse(code: Iso20022Error['code'], detail: string): void;
};

/** Reads the one message `name` of `namespace` below Document. */
export function readDocument<T>(
  text: string,
  namespace: string,
  name: string,
  read: (message: Element) => T,
): Result<T, Iso20022Error> {
  const root = parse(text, namespace);
  if (!root.ok) return root;
  const problem: Problem = { found: undefined };
  const value = read(
    elementOf(root.value.node, root.value.prefix, 'Document', problem).child(name),
  );
  return problem.found ? err(problem.found) : ok(value);
}

function parse(
  text: string,
  namespace: string,
): Result<{ node: unknown; prefix: string }, Iso20022Error> {
  const refuse = (code: Iso20022Error['code'], detail: string) =>
    err({ code, element: 'Document', detail });
  if (text.length > lengthMax) return refuse('too_large', `${text.length} characters`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return refuse('doctype', 'a DOCTYPE is not accepted');
  let tree: unknown;
  try {
    tree = parser.parse(text, true);
  } catch (error) {
    return refuse('not_xml', error instanceof Error ? error.message.slice(0, 200) : 'unreadable');
  }
  const roots = isRecord(tree) ? Object.entries(tree) : [];
  const [rootName, node] = roots.find(([key]) => key !== '#text') ?? ['', undefined];
  const prefix = rootName.includes(':') ? rootName.slice(0, rootName.indexOf(':') + 1) : '';
  if (rootName !== `${prefix}Document`) {
    return refuse('wrong_message', `the root is ${rootName.slice(0, 64)}, not Document`);
  }
  const declared = prefix ? `@xmlns:${prefix.slice(0, -1)}` : '@xmlns';
  const found = isRecord(node) ? node[declared] : undefined;
  if (found !== namespace) {
    return refuse('wrong_message', `the namespace is ${String(found).slice(0, 96)}`);
  }
  return ok({ node, prefix });
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
    return value;
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
    attribute,
    refuse: (code, detail) => refuse(code, path, detail),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
