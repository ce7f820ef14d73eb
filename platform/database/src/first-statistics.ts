// What PostgreSQL is told of tables that it has not looked at. As long as it knows nothing of them, one
// index seems as good as another: where the key of one row is named it takes all rows of the account, keeps
// that plan as long as the connection lives, and reads thousands of rows for one until it has looked itself,
// a minute later. So a new table begins with a guess at how many values the columns of its indexes have; what
// is found when it is analyzed takes the guess's place.

import type { Queries } from './database.ts';

/** What is called so has about as many values as there are rows. */
const tellsRowsApart = '(^|_)(id|key|hash|path|reference|rrn|arn)$';
/** Of any other column, and of one that many rows share because it comes first: an account, a state. */
const few = 20;

const text = `
  with columns_of_indexes as (
    select n.nspname, c.relname, c.relkind = 'p' as is_parent, a.attname,
      bool_or(x.indisprimary and k.position = 1 and x.indnkeyatts > 1) as is_shared,
      bool_or(x.indisunique and x.indnkeyatts = 1) as is_alone
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_index x on x.indrelid = c.oid
    cross join lateral unnest(x.indkey::smallint[]) with ordinality k (number, position)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not exists (
      select from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname)
    group by n.nspname, c.relname, c.relkind, a.attname
  )
  select pg_restore_attribute_stats(
    'schemaname', nspname::text, 'relname', relname::text, 'attname', attname::text,
    'inherited', is_parent, 'null_frac', 0::real, 'avg_width', 24,
    'n_distinct', case when (attname ~ $1 or is_alone) and not is_shared then -1 else $2::real end)
  from columns_of_indexes`;

/** Of the tables of this schema. Servers before PostgreSQL 18 cannot be told: there new tables are slow for their first minute. */
export async function giveFirstStatistics(queries: Queries): Promise<void> {
  const asked = { text: `select current_setting('server_version_num')::integer >= 180000 as can` };
  const [canBeTold] = await queries.query(asked, (row) => row['can'] === true);
  if (canBeTold) await queries.exec(text, [tellsRowsApart, few]);
}
