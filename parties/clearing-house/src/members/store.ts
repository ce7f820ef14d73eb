// Rows of members: only what proofs and pages need.

import { column, type Database, type Queries } from '@kassa/database';
import type { Member } from './directory.ts';

export async function rememberMembers(db: Database, members: readonly Member[]): Promise<void> {
  await db.exec(
    `insert into member (code, name, party)
    select * from unnest($1::text[], $2::text[], $3::text[])
    on conflict on constraint member_pk do update
    set name = excluded.name, party = excluded.party`,
    [
      members.map(({ code }) => code),
      members.map(({ name }) => name),
      members.map(({ party }) => party),
    ],
  );
}

/** From member code to the program that the member is in the world. */
export async function partiesOfMembers(db: Queries): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query({ text: 'select code, party from member' }, (row) => {
    return [column.text(row, 'code'), column.text(row, 'party')] as const;
  });
  return new Map(rows);
}
