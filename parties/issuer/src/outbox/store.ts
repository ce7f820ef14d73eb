// Rows of messages that wait. A row that is taken is leased: whoever dies with it loses it.

import { column, type Queries, type RawRow } from '@kassa/database';
import type { OutgoingKind } from './outgoing.ts';

export type Waiting = {
  readonly id: string;
  readonly kind: OutgoingKind;
  readonly contentSealed: string;
  readonly attempts: number;
  readonly expiresAtMs: number;
};

const leaseMs = 30_000;

/** Takes what is due, or only what belongs to `about`. */
export function takeDue(
  db: Queries,
  ask: { readonly nowMs: number; readonly limit: number; readonly about?: string },
): Promise<Waiting[]> {
  return db.query(
    {
      name: 'issuer_take_due',
      text: `
        update outgoing_message m
        set due_at_ms = $1 + $2, attempts = m.attempts + 1
        from (
          select outgoing_message_id as id
          from outgoing_message
          where delivered_at_ms is null and given_up_at_ms is null and due_at_ms <= $1
            and ($3::text is null or about = $3)
          order by due_at_ms, outgoing_message_id
          limit $4
          for update skip locked
        ) due
        where m.outgoing_message_id = due.id
        returning m.outgoing_message_id, m.kind, m.content_sealed, m.attempts, m.expires_at_ms`,
      values: [ask.nowMs, leaseMs, ask.about ?? null, ask.limit],
    },
    decodeWaiting,
  );
}

export async function nextDueAtMs(db: Queries): Promise<number | undefined> {
  const found = await db.one(
    {
      name: 'issuer_next_due',
      text: `
        select min(due_at_ms) as due
        from outgoing_message
        where delivered_at_ms is null and given_up_at_ms is null`,
    },
    (row) => column.integerOrNull(row, 'due'),
  );
  return found ?? undefined;
}

/** The content is erased: it has done its work. */
export async function markDelivered(db: Queries, id: string, nowMs: number): Promise<void> {
  await db.exec(
    `update outgoing_message
    set delivered_at_ms = $2, content_sealed = null, last_failure = null
    where outgoing_message_id = $1`,
    [id, nowMs],
  );
}

export async function markFailed(
  db: Queries,
  id: string,
  failure: { readonly reason: string; readonly nextAtMs: number },
): Promise<void> {
  await db.exec(
    `update outgoing_message
    set due_at_ms = $2, last_failure = $3
    where outgoing_message_id = $1`,
    [id, failure.nextAtMs, failure.reason.slice(0, 300)],
  );
}

export async function markGivenUp(
  db: Queries,
  id: string,
  end: { readonly reason: string; readonly nowMs: number },
): Promise<void> {
  await db.exec(
    `update outgoing_message
    set given_up_at_ms = $2, content_sealed = null, last_failure = $3
    where outgoing_message_id = $1`,
    [id, end.nowMs, end.reason.slice(0, 300)],
  );
}

function decodeWaiting(row: RawRow): Waiting {
  return {
    id: column.text(row, 'outgoing_message_id'),
    kind: column.oneOf(row, 'kind', ['sms', 'rreq', 'dispute', 'return']),
    contentSealed: column.text(row, 'content_sealed'),
    attempts: column.integer(row, 'attempts'),
    expiresAtMs: column.integer(row, 'expires_at_ms'),
  };
}
