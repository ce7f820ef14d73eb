// A message is taken once. What it says is remembered as a fingerprint, so that a sender who asks
// again after a time-out gets the first answer, and one who reuses an id for something else does not.

import { createHash } from 'node:crypto';
import { column, type Database, toJson, type Unit } from '@kassa/database';

const messageKinds = ['nacha', 'pacs.004', 'pacs.008', 'pacs.009', 'pain.008'] as const;

export type TakenMessage = {
  readonly sender: string;
  readonly messageId: string;
  readonly kind: (typeof messageKinds)[number];
  readonly fingerprint: string;
  readonly receivedAtMs: number;
};

/** Over what is asked, not over how it is written: a new creation time is the same message. */
export function fingerprintOf(content: unknown): string {
  return createHash('sha256').update(toJson(content)).digest('hex');
}

/** Refused as the conflict `message_pk` when the id was taken meanwhile. */
export function takeMessage(message: TakenMessage): Unit {
  const { sender, messageId, kind, fingerprint, receivedAtMs } = message;
  const row = {
    sender,
    message_id: messageId,
    kind,
    fingerprint,
    received_at_ms: receivedAtMs,
  };
  return { inserts: [{ table: 'message', rows: [row] }] };
}

/** What an id was used for before, if it was. */
export function findTaken(
  db: Database,
  sender: string,
  messageId: string,
): Promise<Pick<TakenMessage, 'kind' | 'fingerprint'> | undefined> {
  return db.one(
    {
      name: 'find_message',
      text: 'select kind, fingerprint from message where sender = $1 and message_id = $2',
      values: [sender, messageId],
    },
    (row) => ({
      kind: column.oneOf(row, 'kind', messageKinds),
      fingerprint: column.text(row, 'fingerprint'),
    }),
  );
}
