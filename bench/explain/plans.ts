// Plans as PostgreSQL has carried them out, read from its log: auto_explain writes each statement with
// what it did, also those that functions run inside.

import { open, stat } from 'node:fs/promises';

export type Touch = {
  readonly how: string;
  readonly schema: string;
  readonly table: string | undefined;
  readonly index: string | undefined;
  /** Rows that it read and did not want, each time that it looked. */
  readonly skipped: number;
};

export type Carried = {
  readonly text: string;
  readonly ms: number;
  readonly buffers: number;
  /** What it did to tables, in the order of the plan; parts that never ran are left out. */
  readonly touches: readonly Touch[];
};

export async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** Those that were written behind this place of the log. */
export async function plansIn(path: string, fromByte: number): Promise<Carried[]> {
  const file = await open(path);
  const found: Carried[] = [];
  let ms: number | undefined;
  let json = '';
  const finish = () => {
    if (ms !== undefined) found.push(carried(ms, json));
    ms = undefined;
    json = '';
  };
  for await (const line of file.readLines({ start: fromByte })) {
    if (line.startsWith('\t')) {
      if (ms !== undefined) json += line;
      continue;
    }
    finish();
    const begun = /LOG: {2}duration: ([\d.]+) ms {2}plan:$/.exec(line);
    if (begun) ms = Number(begun[1]);
  }
  finish();
  return found;
}

function carried(ms: number, json: string): Carried {
  const said = fieldsOf(JSON.parse(json));
  const plan = fieldsOf(said['Plan']);
  return {
    text: String(said['Query Text']).replaceAll(/\s+/g, ' ').trim(),
    ms,
    buffers: Number(plan['Shared Hit Blocks'] ?? 0) + Number(plan['Shared Read Blocks'] ?? 0),
    touches: touchesOf(plan),
  };
}

function touchesOf(node: Fields): Touch[] {
  if (node['Actual Loops'] === 0) return [];
  const inner = Array.isArray(node['Plans']) ? node['Plans'] : [];
  const below = inner.flatMap((one: unknown) => touchesOf(fieldsOf(one)));
  const [table, index] = [textOf(node['Relation Name']), textOf(node['Index Name'])];
  if (table === undefined && index === undefined) return below;
  const schema = textOf(node['Schema']) ?? '';
  const skipped = Number(node['Rows Removed by Filter'] ?? 0);
  return [{ how: String(node['Node Type']), schema, table, index, skipped }, ...below];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** A table or index without the name of its partition. */
export const wholeOf = (name: string) => name.replace(/__[a-z0-9]+/, '');
