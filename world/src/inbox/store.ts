// The newest thousand messages of the world.

import { column, type Database, type RawRow } from '@kassa/database';
import type { Message, MessageFilter, NewMessage } from './message.ts';

const keptMax = 1000;

export async function keepMessage(db: Database, message: NewMessage): Promise<void> {
  await db.exec(
    `with kept as (
      insert into inbox_message
        (message_id, kind, sender, recipient, subject, body, html, at_ms)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict on constraint inbox_message_id_unique do nothing
      returning seq
    )
    delete from inbox_message
    where seq <= (select seq from kept) - $9`,
    [
      message.id,
      message.kind,
      message.from,
      message.to,
      message.subject,
      message.text,
      message.html,
      message.at,
      keptMax,
    ],
  );
}

const columns = 'seq, message_id, kind, sender, recipient, subject, body, html, at_ms';

/** Newest first. */
export async function listMessages(db: Database, filter: MessageFilter): Promise<Message[]> {
  return db.query(
    {
      text: `
        select ${columns}
        from inbox_message
        where ($1::text is null or recipient = $1)
          and ($2::text is null or kind = $2)
        order by seq desc
        limit $3`,
      values: [filter.to ?? null, filter.kind ?? null, filter.limit],
    },
    decode,
  );
}

export async function findMessage(db: Database, seq: number): Promise<Message | undefined> {
  return db.one(
    { text: `select ${columns} from inbox_message where seq = $1`, values: [seq] },
    decode,
  );
}

function decode(row: RawRow): Message {
  return {
    seq: column.integer(row, 'seq'),
    id: column.text(row, 'message_id'),
    kind: column.oneOf(row, 'kind', ['email', 'sms']),
    from: column.text(row, 'sender'),
    to: column.text(row, 'recipient'),
    subject: column.text(row, 'subject'),
    text: column.text(row, 'body'),
    html: column.textOrNull(row, 'html'),
    at: column.integer(row, 'at_ms'),
  };
}
