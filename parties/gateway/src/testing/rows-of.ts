// A fingerprint of what one merchant has in the database, table by table, to see that a stranger's
// call has changed nothing of it.

import { column, type Database } from '@kassa/database';

export type Fingerprint = Readonly<Record<string, string>>;

/**
 * Written in the name of whoever asks, also of who is refused; or by the book's own sealer; or when a
 * webhook that nobody took is sent again at its time.
 */
const ownMovers: ReadonlySet<string> = new Set([
  ...['request_log', 'ledger_block', 'ledger_chain', 'ledger_seal', 'ledger_sealer'],
  ...['webhook_delivery', 'webhook_try'],
]);

/** Of the merchant with the accounts connected to it, in every table that knows merchants. */
export async function rowsOf(db: Database, accountId: string): Promise<Fingerprint> {
  const parts = (await tablesOf(db)).map(
    (table) => `
      select '${table}' as name, count(*) || ' ' || coalesce(
        md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as print
      from ${table} t
      where t.account_id in (
        select account_id from merchant where account_id = $1 or platform_id = $1)`,
  );
  const statement = { text: parts.join(' union all '), values: [accountId] };
  const rows = await db.query(statement, (row) => [
    column.text(row, 'name'),
    column.text(row, 'print'),
  ]);
  return Object.fromEntries(rows);
}

async function tablesOf(db: Database): Promise<readonly string[]> {
  const text = `
    select table_name
    from information_schema.columns
    where table_schema = current_schema() and column_name = 'account_id'
    order by table_name`;
  const names = await db.query({ text }, (row) => column.text(row, 'table_name'));
  // A partition is in its whole: `event__20261126`.
  return names.filter((name) => !name.includes('__') && !ownMovers.has(name));
}
