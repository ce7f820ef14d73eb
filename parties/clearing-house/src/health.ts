// Is the house well? A settlement that a member cannot pay waits, and says so here.

import { column, type Database } from '@kassa/database';

export async function health(db: Database) {
  const text = `select message_id, refusal from settlement
    where state = 'waiting' and refusal is not null
    order by received_at_ms, sender, message_id limit 20`;
  const settlementsUnpaid = await db.query({ text }, (row) => ({
    messageId: column.text(row, 'message_id'),
    waitsFor: column.text(row, 'refusal'),
  }));
  return { ok: settlementsUnpaid.length === 0, details: { settlementsUnpaid } };
}
