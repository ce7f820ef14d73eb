// The newest few rows of each of many: the refunds of a hundred charges in one round trip.

import { column, type Database } from '@kassa/database';
import type { AccountId } from '../ids.ts';

/** What rows belong to, by an index that begins with it. */
type Belonging =
  | { readonly table: 'refund'; readonly of: 'charge_id' }
  | { readonly table: 'charge'; readonly of: 'intent_id' }
  | { readonly table: 'dispute'; readonly of: 'charge_id' }
  | { readonly table: 'file_link'; readonly of: 'file_id' };

export type Owners = {
  readonly accountId: AccountId;
  readonly ids: readonly string[];
  /** Of each. */
  readonly limit: number;
};

/** The ids of the rows by their owner, newest first; an owner that has none is not there. */
export async function newestOf(
  db: Database,
  { table, of }: Belonging,
  { accountId, ids, limit }: Owners,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const text = `
    select o.id as owner, r.id
    from unnest($2::text[]) o (id)
    cross join lateral (
      select id from ${table}
      where account_id = $1 and ${of} = o.id
      order by id desc limit $3
    ) r
    order by r.id desc`;
  const rows = await db.query({ text, values: [accountId, [...new Set(ids)], limit] }, (row) => ({
    owner: column.text(row, 'owner'),
    id: column.text(row, 'id'),
  }));
  const found = new Map<string, string[]>();
  for (const { owner, id } of rows) found.set(owner, [...(found.get(owner) ?? []), id]);
  return found;
}
