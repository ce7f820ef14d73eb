// The queries of clearing.

import { column, type Queries } from '@kassa/database';
import {
  authorizationColumns,
  decodeAuthorization,
  type StoredAuthorization,
} from '../authorization/decode-authorization.ts';

export type TakenFile = { readonly digest: string; readonly answer: string };

export function findFile(db: Queries, fileId: string): Promise<TakenFile | undefined> {
  return db.one(
    {
      text: 'select digest, answer from clearing_file where file_id = $1',
      values: [fileId],
    },
    (row) => ({ digest: column.text(row, 'digest'), answer: column.text(row, 'answer') }),
  );
}

export async function isBooked(db: Queries, arn: string): Promise<boolean> {
  const found = await db.one(
    {
      name: 'issuer_presentment',
      text: 'select 1 from presentment where arn = $1',
      values: [arn],
    },
    () => true,
  );
  return found ?? false;
}

/** The approved authorization of this card that the presentment names. */
export function findPresented(
  db: Queries,
  ask: { readonly cardId: string; readonly rrn: string },
): Promise<StoredAuthorization | undefined> {
  return db.one(
    {
      name: 'issuer_presented',
      text: `
        select ${authorizationColumns}
        from card_authorization a
        where a.rrn = $1 and a.card_id = $2 and a.response_code = '00'
        order by a.decided_at_ms desc
        limit 1`,
      values: [ask.rrn, ask.cardId],
    },
    decodeAuthorization,
  );
}

export async function isReceived(db: Queries, reference: string): Promise<boolean> {
  const found = await db.one(
    {
      name: 'issuer_received',
      text: 'select 1 from clearing_house_entry where reference = $1',
      values: [reference],
    },
    () => true,
  );
  return found ?? false;
}
