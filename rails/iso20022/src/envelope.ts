// Messages as they come from other banks: any version, with or without a prefix, alone or inside an
// envelope beside its application header (head.001).

import { err, ok, type Result } from '@kassa/result';
import { type Document, isRecord } from './element.ts';
import type { Iso20022Error } from './errors.ts';

/** A message's place in the tree of its text, and its name with version: camt.053.001.08. */
export type Enveloped = Document & { readonly message: string };

const namespaceForm =
  /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.\d{3}\.\d{2}(\.[a-z0-9.]+)?)$/;
/** An envelope is a level or two; headers beside the message are not searched further than this. */
const depthMax = 6;
const nodesMax = 10_000;

type Scope = ReadonlyMap<string, string>;
type Node = { readonly node: unknown; readonly scope: Scope; readonly depth: number };

/** Searches level by level, so that what an application header holds is never taken for the message. */
export function findDocument(tree: unknown): Result<Enveloped, Iso20022Error> {
  let seen = 0;
  const queue: Node[] = [{ node: tree, scope: new Map(), depth: 0 }];
  for (let next = queue.shift(); next && seen <= nodesMax; next = queue.shift()) {
    for (const [name, value] of elementsOf(next.node)) {
      if (++seen > nodesMax) break;
      const scope = scopeOf(value, next.scope);
      const [prefix, local] = split(name);
      if (local === 'Document') return documentOf(value, prefix, scope);
      if (next.depth < depthMax) queue.push({ node: value, scope, depth: next.depth + 1 });
    }
  }
  return refuse('wrong_message', 'there is no element Document, nor an envelope with one');
}

function documentOf(node: unknown, prefix: string, scope: Scope): Result<Enveloped, Iso20022Error> {
  if (Array.isArray(node)) return refuse('repeated_element', 'one message at a time');
  const namespace = scope.get(prefix.slice(0, -1)) ?? '';
  const message = namespaceForm.exec(namespace)?.[1];
  if (!message) return refuse('wrong_message', `the namespace is ${namespace.slice(0, 96)}`);
  return ok({ node, prefix, message });
}

function* elementsOf(node: unknown): Generator<readonly [string, unknown]> {
  for (const part of Array.isArray(node) ? node : [node]) {
    if (!isRecord(part)) continue;
    for (const [name, value] of Object.entries(part)) {
      if (!name.startsWith('@') && name !== '#text') yield [name, value];
    }
  }
}

/** Prefixes that hold at this element: its own, and those of the elements around it. */
function scopeOf(node: unknown, outer: Scope): Scope {
  if (!isRecord(node)) return outer;
  const own = Object.entries(node).flatMap(([name, value]): [string, string][] => {
    const match = /^@xmlns(?::(.+))?$/.exec(name);
    return match && typeof value === 'string' ? [[match[1] ?? '', value]] : [];
  });
  return own.length === 0 ? outer : new Map([...outer, ...own]);
}

/** `p:Document` to `p:` and `Document`. */
function split(name: string): readonly [string, string] {
  const at = name.indexOf(':') + 1;
  return [name.slice(0, at), name.slice(at)];
}

function refuse(code: Iso20022Error['code'], detail: string) {
  return err<Iso20022Error>({ code, element: 'Document', detail });
}
