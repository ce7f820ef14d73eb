// The types of a table's columns, asked of the catalogue once per table and process.

import { column } from './column.ts';
import type { Queries } from './database.ts';
import type { Unit } from './unit.ts';

/** By table and column, as SQL writes them: `bigint`, `jsonb`, `text[]`. */
export type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Fills `known` with the tables of the unit. A table that does not exist is asked for again. */
export async function learnColumns(
  queries: Queries,
  known: Map<string, ReadonlyMap<string, string>>,
  { guards = [], inserts = [], updates = [] }: Unit,
): Promise<ColumnTypes> {
  const unknown = new Set<string>();
  for (const { table } of [...guards, ...inserts, ...updates]) {
    if (!known.has(table)) unknown.add(table);
  }
  if (unknown.size === 0) return known;
  const rows = await queries.query(
    {
      // Without the length of a varchar: a cast to it would cut what an insert refuses.
      text: `
        select wanted.name, array_agg(a.attname::text) as names,
          array_agg(format_type(a.atttypid, null)) as types
        from unnest($1::text[]) wanted (name)
        join pg_attribute a on a.attrelid = to_regclass(wanted.name) and a.attnum > 0
        where not a.attisdropped
        group by wanted.name`,
      values: [[...unknown].filter((table) => /^[a-z_][a-z0-9_]*$/.test(table))],
    },
    (row) => {
      const types = column.texts(row, 'types');
      const byName = column.texts(row, 'names').map((name, at) => [name, types[at] ?? ''] as const);
      return [column.text(row, 'name'), new Map(byName)] as const;
    },
  );
  for (const [table, types] of rows) known.set(table, types);
  return known;
}

export function isJson(type: string): boolean {
  return type === 'json' || type === 'jsonb';
}
