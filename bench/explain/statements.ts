// Plans of one statement as one line: what it does, by which ways, and what it costs.

import { median } from '../measure.ts';
import { type Carried, type Touch, wholeOf } from './plans.ts';

export type Stated = {
  readonly schema: string;
  readonly text: string;
  /** 'insert event, update charge'. */
  readonly does: string;
  /** The indexes, and the tables that were read whole. */
  readonly reads: string;
  /** `schema.table`, each partition by its own name. */
  readonly scanned: readonly string[];
  /** The most rows that one look read and did not want, and where: 'payment_intent_by_time'. */
  readonly skipped: { readonly rows: number; readonly by: string };
  readonly times: number;
  readonly ms: number;
  readonly msMax: number;
  readonly buffers: number;
};

/** The dearest first. */
export function statementsOf(carried: readonly Carried[]): Stated[] {
  const byText = new Map<string, Carried[]>();
  for (const one of carried) {
    const schema = one.touches[0]?.schema;
    if (schema === undefined || schema === 'pg_catalog' || schema === '') continue;
    const same = `${schema} ${one.text}`;
    byText.set(same, [...(byText.get(same) ?? []), one]);
  }
  return [...byText.values()].map(stated).toSorted((a, b) => b.buffers - a.buffers);
}

function stated(all: readonly Carried[]): Stated {
  const touches = all.flatMap((one) => one.touches);
  const [first] = all;
  return {
    schema: touches.find(({ schema }) => schema !== '')?.schema ?? '',
    text: first?.text ?? '',
    does: doneBy(first?.text ?? ''),
    reads: [...new Set(touches.flatMap(wayOf))].join(', '),
    scanned: [...new Set(touches.filter(isScan).map(({ schema, table }) => `${schema}.${table}`))],
    skipped: mostSkipped(touches),
    times: all.length,
    ms: median(all.map(({ ms }) => ms)),
    msMax: Math.max(...all.map(({ ms }) => ms)),
    buffers: median(all.map(({ buffers }) => buffers)),
  };
}

/** Those that read more rows for nothing, each in a line. */
export function inVain(statements: readonly Stated[], rowsMax: number): string[] {
  const wrong = statements.filter(({ skipped }) => skipped.rows > rowsMax);
  return wrong.map(
    ({ schema, skipped: { rows, by }, text }) =>
      `  ${schema}: ${rows} rows by ${by}: ${text.slice(0, 400)}`,
  );
}

function mostSkipped(touches: readonly Touch[]): Stated['skipped'] {
  const [most] = touches.toSorted((one, other) => other.skipped - one.skipped);
  return { rows: most?.skipped ?? 0, by: most?.index ?? most?.table ?? '' };
}

const isScan = ({ how }: Touch) => how.endsWith('Seq Scan');

function wayOf(touch: Touch): readonly string[] {
  if (isScan(touch)) return [`all of ${wholeOf(touch.table ?? '')}`];
  return touch.index === undefined ? [] : [wholeOf(touch.index)];
}

const verbs: Readonly<Record<string, string>> = {
  'insert into': 'insert',
  'delete from': 'delete',
  from: 'read',
  join: 'read',
  update: 'update',
};

/** By its words, each table once under the strongest that is done with it. */
function doneBy(text: string): string {
  const done = new Map<string, string>();
  for (const [, words = '', table = ''] of text.matchAll(
    /\b(insert into|delete from|update|from|join) (?:only )?([a-z_]+)\b/gi,
  )) {
    const verb = verbs[words.toLowerCase()] ?? '';
    if (/^(s\d+|v|lateral|unnest|jsonb_\w+|rows|select|skip|nothing|set)$/.test(table)) continue;
    if (!done.has(table) || verb !== 'read') done.set(table, verb);
  }
  const said = new Map<string, string[]>();
  for (const [table, verb] of done) said.set(verb, [...(said.get(verb) ?? []), table]);
  return [...said].map(([verb, tables]) => `${verb} ${tables.join(', ')}`).join('; ');
}
