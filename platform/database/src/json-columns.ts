// Which columns hold json, asked of the catalogue once per table and process.

import { column } from './column.ts';
import type { JsonColumns } from './compile-unit.ts';
import type { Queries } from './database.ts';
import type { Unit } from './unit.ts';

/** Fills `known` with the tables that the unit writes. A table that does not exist is asked again. */
export async function learnJsonColumns(
  queries: Queries,
  known: Map<string, ReadonlySet<string>>,
  { inserts = [], updates = [] }: Unit,
): Promise<JsonColumns> {
  const tables = [...inserts, ...updates].map(({ table }) => table);
  if (tables.every((table) => known.has(table))) return known;
  const rows = await queries.query(
    {
      text: `
        select wanted.name, array(
          select a.attname::text
          from pg_attribute a
          where a.attrelid = to_regclass(wanted.name)
            and a.attnum > 0
            and a.atttypid in ('json'::regtype, 'jsonb'::regtype)
        ) as json
        from unnest($1::text[]) wanted (name)
        where to_regclass(wanted.name) is not null`,
      values: [tables.filter((table) => /^[a-z_][a-z0-9_]*$/.test(table))],
    },
    (row) => [column.text(row, 'name'), new Set(column.texts(row, 'json'))] as const,
  );
  for (const [table, json] of rows) known.set(table, json);
  return known;
}
