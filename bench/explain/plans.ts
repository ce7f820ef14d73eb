// Plans as PostgreSQL has carried them out, read from its log: auto_explain writes each statement with
// what it did, also those that functions run inside.

import { open, stat } from 'node:fs/promises';
import { z } from 'zod';

const nodeSchema = z.looseObject({
  'Node Type': z.string(),
  Schema: z.string().optional(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number().optional(),
  'Actual Loops': z.number().optional(),
  'Rows Removed by Filter': z.number().optional(),
  'Shared Hit Blocks': z.number().optional(),
  'Shared Read Blocks': z.number().optional(),
  Plans: z.array(z.unknown()).optional(),
});
const planSchema = z.object({ 'Query Text': z.string(), Plan: nodeSchema });

export type Touch = {
  readonly how: string;
  readonly schema: string;
  readonly table: string | undefined;
  readonly index: string | undefined;
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
  const { 'Query Text': text, Plan: plan } = planSchema.parse(JSON.parse(json));
  const blocks = (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
  return {
    text: text.replaceAll(/\s+/g, ' ').trim(),
    ms,
    buffers: blocks,
    touches: touchesOf(plan),
  };
}

function touchesOf(given: unknown): Touch[] {
  const node = nodeSchema.parse(given);
  if (node['Actual Loops'] === 0) return [];
  const below = (node.Plans ?? []).flatMap(touchesOf);
  const { 'Relation Name': table, 'Index Name': index, Schema: schema = '' } = node;
  if (table === undefined && index === undefined) return below;
  return [{ how: node['Node Type'], schema, table, index }, ...below];
}

/** A table or index without the name of its partition. */
export const wholeOf = (name: string) => name.replace(/__[a-z0-9]+/, '');
