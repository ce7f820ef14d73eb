// Tables of Markdown, and a document whose marked parts are written anew while the rest of it is
// people's: `<!-- recipes -->` … `<!-- /recipes -->`.

import { assert } from '@kassa/result';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((name) => (numeric.has(name) ? '---:' : '---')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const numeric = new Set(['Amount', 'Before', 'Debited', 'Credited', 'After', 'Change']);

export const code = (text: string): string => `\`${text}\``;

/** Every part must have its marks in the text, once. */
export function filled(text: string, parts: Readonly<Record<string, string>>): string {
  let document = text;
  for (const [name, content] of Object.entries(parts)) {
    const [before, rest, more] = document.split(`<!-- ${name} -->`);
    const [, after, others] = (rest ?? '').split(`<!-- /${name} -->`);
    const isMarked = after !== undefined && more === undefined && others === undefined;
    assert(isMarked, `the document has no place, or two, for ${name}`);
    document = `${before}<!-- ${name} -->\n\n${content}\n\n<!-- /${name} -->${after}`;
  }
  return document;
}
