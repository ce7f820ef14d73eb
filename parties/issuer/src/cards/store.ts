// The queries of cards.

import type { Queries } from '@kassa/database';
import type { Card } from './card.ts';
import { cardColumns, decodeCard } from './decode-card.ts';

export function findCard(db: Queries, cardId: string): Promise<Card | undefined> {
  return db.one(
    { text: `select ${cardColumns} from card c where c.card_id = $1`, values: [cardId] },
    decodeCard,
  );
}

export function cardsOfCustomer(db: Queries, customerId: string): Promise<Card[]> {
  return db.query(
    {
      text: `
        select ${cardColumns}
        from card c
        join bank_account b on b.bank_account_id = c.bank_account_id
        where b.customer_id = $1
        order by c.card_id
        limit 100`,
      values: [customerId],
    },
    decodeCard,
  );
}
