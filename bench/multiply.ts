// A long history from one payment: every row that it has left in the gateway's tables is written
// again, so many times, with ids, references and times of its own. So the tables are those of the
// gateway whatever they come to hold. Left out are logs, seals and what events hold: nobody who
// pays or opens a list reads them, and they are most of the disk.

import { column, type Database } from '@kassa/database';
import { progress } from './progress.ts';

const leftOut = [
  ...['request_log', 'wire_message'],
  ...['ledger_seal', 'ledger_sealer', 'ledger_block', 'ledger_chain'],
];
const emptied = ['event', 'payment_event'];
const batch = 100_000;
/** Between one payment and the next. */
const gapMs = 200;
const around = 3_600_000;

type Column = { readonly table: string; readonly name: string; readonly type: string };

/** The account must have made one payment, and that must be settled. */
export async function multiply(db: Database, accountId: string, payments: number): Promise<void> {
  const nowMs = Date.now();
  const inserts: string[] = [];
  for (const [table, columns] of await columnsByTable(db)) {
    for (const row of await rowsOf(db, { table, columns, accountId })) {
      inserts.push(insertOf(table, columns, { row, nowMs, payments }));
    }
  }
  await db.exec(`create unlogged table if not exists bench_series
    (n bigint, t text, h text, r text)`);
  for (let from = 1; from <= payments; from += batch) {
    const to = Math.min(payments, from + batch - 1);
    await db.transaction(async (tx) => {
      // Without the triggers that check what one real payment has shown to be right.
      await tx.exec('set local session_replication_role = replica');
      await tx.exec('set local synchronous_commit = off');
      await tx.exec(seriesOf({ from, to, firstMs: nowMs - around - payments * gapMs }));
      for (const insert of inserts) await tx.exec(insert);
    });
    if (payments > batch) progress(`${to} of ${payments} payments of ${accountId} are written`);
  }
  await db.exec('drop table bench_series');
  await db.exec('vacuum analyze');
}

async function columnsByTable(db: Database): Promise<Map<string, Column[]>> {
  const text = `
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attidentity <> 'a' and a.attgenerated = '' and not c.relname = any ($2)
      and exists (
        select from pg_attribute o where o.attrelid = c.oid and o.attname = 'account_id'
      )
    order by c.relname, a.attnum`;
  const columns = await db.query({ text, values: [db.schema, leftOut] }, (row) => ({
    table: column.text(row, 'table'),
    name: column.text(row, 'name'),
    type: column.text(row, 'type'),
  }));
  const tables = new Map<string, Column[]>();
  for (const one of columns) tables.set(one.table, [...(tables.get(one.table) ?? []), one]);
  return tables;
}

type Wanted = {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly accountId: string;
};

/** As texts, in the order of the columns; only rows that name a payment, or a part of one. */
async function rowsOf(
  db: Database,
  { table, columns, accountId }: Wanted,
): Promise<(string | null)[][]> {
  const listed = columns.map(({ name }) => `"${name}"::text`).join(', ');
  const text = `select array[${listed}] as texts from ${table} where account_id = $1`;
  const rows = await db.query({ text, values: [accountId] }, ({ texts }) => texts);
  return rows
    .filter(Array.isArray)
    .filter((texts) => texts.some((one) => typeof one === 'string' && idIn.test(one)));
}

const idIn = /[a-z]_01[0-9A-Z]{24}/;
/** Ids by their time, universally unique ids, and retrieval reference numbers. */
const varying =
  /(?<=[a-z]_)01[0-9A-Z]{8}(?=[0-9A-Z]{16})|(?<=[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)[0-9a-f]{12}|\b[0-9]{12}\b/g;

type Template = {
  readonly row: readonly (string | null)[];
  readonly nowMs: number;
  readonly payments: number;
};

function insertOf(
  table: string,
  columns: readonly Column[],
  { row, nowMs, payments }: Template,
): string {
  const values = columns.map(({ type }, at) => {
    const text = row[at] ?? null;
    if (text === null) return 'null';
    const isJson = type === 'jsonb' || type === 'json';
    if (isJson && emptied.includes(table)) return `'{}'::${type}`;
    const isTime = type === 'bigint' && Math.abs(Number(text) - nowMs) < around;
    if (isTime) return `${text} - ${around} - (${payments} - s.n) * ${gapMs}`;
    return `(${varied(text)})::${type}`;
  });
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  return `insert into ${table} (${names}) select ${values.join(', ')} from bench_series s order by s.n`;
}

/** The text as an expression of SQL, with what differs from payment to payment in its place. */
function varied(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const found of text.matchAll(varying)) {
    const is = /^01[0-9A-Z]{8}$/.test(found[0]) ? 's.t' : /^\d{12}$/.test(found[0]) ? 's.r' : 's.h';
    parts.push(quoted(text.slice(at, found.index)), is);
    at = found.index + found[0].length;
  }
  return [...parts, quoted(text.slice(at))].join(' || ');
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

type Series = { readonly from: number; readonly to: number; readonly firstMs: number };

/** What payment n has of its own: the time in its ids, as the gateway writes it, and two numbers. */
function seriesOf({ from, to, firstMs }: Series): string {
  const digit = (at: number) =>
    `substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((ms >> ${45 - 5 * at}) & 31)::int + 1, 1)`;
  const time = Array.from({ length: 10 }, (_, at) => digit(at)).join(' || ');
  return `truncate bench_series;
    insert into bench_series
    select n, ${time}, lpad(to_hex(n), 12, '0'), lpad(n::text, 12, '0')
    from (select n, ${firstMs} + n * ${gapMs}::bigint as ms from generate_series(${from}, ${to}) n) s`;
}
