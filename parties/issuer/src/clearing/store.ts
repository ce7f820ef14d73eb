// The queries of clearing.

import { column, type Queries } from '@kassa/database';
import {
  authorizationColumns,
  decodeAuthorization,
  type StoredAuthorization,
} from '../authorization/decode-authorization.ts';
import type { Card } from '../cards/card.ts';
import { cardColumns, decodeCard } from '../cards/decode-card.ts';
import type { Rate } from '../conversion/convert.ts';
import { newestRate, rateColumns, rateIn } from '../conversion/decode-rate.ts';

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
      text: 'select true as is_booked from presentment where arn = $1',
      values: [arn],
      together: ['text'],
    },
    () => true,
  );
  return found ?? false;
}

export type FoundCard = { readonly card: Card; readonly rate: Rate | undefined };

/** The card, and the rate of today between its currency and that of the presentment. */
export function findCard(
  db: Queries,
  ask: { readonly panHash: string; readonly currency: string },
): Promise<FoundCard | undefined> {
  return db.one(
    {
      name: 'issuer_card_and_rate',
      text: `
        select ${cardColumns}, ${rateColumns}
        from card c ${newestRate('$2')}
        where c.pan_hash = $1`,
      values: [ask.panHash, ask.currency],
      together: ['text', 'text'],
    },
    (row) => ({ card: decodeCard(row), rate: rateIn(row) }),
  );
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
      together: ['text', 'text'],
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
