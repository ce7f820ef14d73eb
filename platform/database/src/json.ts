// JSON for PostgreSQL: whole numbers travel as text, because JSON readers round them beyond 2^53;
// jsonb_populate_recordset reads them back into bigint columns.

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? item.toString() : item,
  );
}
