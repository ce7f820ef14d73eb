// Reads JSON text as untrusted input: never throws, bounds the depth, and finds names that one
// object carries twice, which JSON.parse silently forgets (Erro 204 needs them).

import { isRecord } from './format.ts';

const depthMax = 12;

export type ReadJson = {
  readonly record: Record<string, unknown>;
  readonly duplicates: readonly string[];
};

/** The object in the text (or the object itself), or undefined if it is none. */
export function readObject(input: unknown): ReadJson | undefined {
  if (typeof input !== 'string') {
    return isRecord(input) && isShallow(input, depthMax)
      ? { record: input, duplicates: [] }
      : undefined;
  }
  try {
    const record: unknown = JSON.parse(input);
    if (!isRecord(record) || !isShallow(record, depthMax)) return undefined;
    return { record, duplicates: duplicateNames(input) };
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}

/** Walks text that is known to be valid JSON: a string before a colon is a name. */
function duplicateNames(text: string): readonly string[] {
  const found = new Set<string>();
  const open: (Set<string> | undefined)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part] = match;
    if (part === '{') open.push(new Set());
    else if (part === '[') open.push(undefined);
    else if (part === '}' || part === ']') open.pop();
    else if (isName(text, token.lastIndex)) {
      const name: unknown = JSON.parse(part);
      const names = open.at(-1);
      if (typeof name !== 'string' || !names) continue;
      if (names.has(name)) found.add(name);
      names.add(name);
    }
  }
  return [...found];
}

function isName(text: string, after: number): boolean {
  let at = after;
  while (/\s/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === ':';
}
