// The members as the database knows them, for books and pages.

import { column, type Queries } from '@kassa/database';
import type { Member } from './member.ts';

export type Identity = {
  readonly party: string;
  readonly name: string;
  readonly institutionId: string;
  readonly clearingHouseParty: string;
};

/** Writes who the network is and who its members are; what settings changed is changed. */
export async function recordMembers(
  db: Queries,
  identity: Identity,
  members: readonly Member[],
): Promise<void> {
  await db.exec(
    `insert into network (party, name, institution_id, clearing_house_party)
    values ($1, $2, $3, $4)
    on conflict (only_row) do update
    set
      party = excluded.party,
      name = excluded.name,
      institution_id = excluded.institution_id,
      clearing_house_party = excluded.clearing_house_party`,
    [identity.party, identity.name, identity.institutionId, identity.clearingHouseParty],
  );
  for (const { id, party, name, country, clearingCode } of members) {
    await db.exec(
      `insert into member (member_id, party, name, country, clearing_code)
      values ($1, $2, $3, $4, $5)
      on conflict (member_id) do update
      set
        party = excluded.party,
        name = excluded.name,
        country = excluded.country,
        clearing_code = excluded.clearing_code`,
      [id, party, name, country, clearingCode],
    );
  }
}

export function loadIdentity(db: Queries): Promise<Identity | undefined> {
  return db.one({ text: 'select * from network' }, (row) => ({
    party: column.text(row, 'party'),
    name: column.text(row, 'name'),
    institutionId: column.text(row, 'institution_id'),
    clearingHouseParty: column.text(row, 'clearing_house_party'),
  }));
}
