// Rows of what must reach the members.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';

const kinds = [
  'notification',
  'credit_transfer',
  'status_report',
  'transfer_batch',
  'collection',
  'return',
  'ach_file',
] as const;
export type DeliveryKind = (typeof kinds)[number];

export type Delivery = {
  readonly id: string;
  readonly member: string;
  readonly kind: DeliveryKind;
  readonly transferId: string | null;
  readonly body: string;
  readonly attempts: number;
};

export type NewDelivery = Pick<Delivery, 'id' | 'member' | 'kind' | 'body'> & {
  readonly transferId?: string;
  readonly atMs: number;
};

export function recordDelivery(delivery: NewDelivery): Unit {
  const { id, member, kind, body, transferId = null, atMs } = delivery;
  const row = {
    id,
    member,
    kind,
    transfer_id: transferId,
    body,
    created_at_ms: atMs,
    next_attempt_at_ms: atMs,
    attempts: 0,
    state: 'waiting',
  };
  return { inserts: [{ table: 'delivery', rows: [row] }] };
}

/** Refused as the guard `delivery_waits` if another run was faster. */
export function markDelivery(
  delivery: Delivery,
  outcome:
    | { readonly state: 'delivered' }
    | { readonly state: 'refused'; readonly error: string }
    | { readonly state: 'waiting'; readonly error: string; readonly nextAttemptAtMs: number },
): Unit {
  const set =
    outcome.state === 'waiting'
      ? { last_error: outcome.error, next_attempt_at_ms: outcome.nextAttemptAtMs }
      : { state: outcome.state, last_error: outcome.state === 'refused' ? outcome.error : null };
  return {
    updates: [
      {
        as: 'delivery_waits',
        table: 'delivery',
        key: { id: delivery.id },
        expect: { state: 'waiting', attempts: delivery.attempts },
        set: { ...set, attempts: delivery.attempts + 1 },
      },
    ],
  };
}

export function dueDeliveries(db: Database, nowMs: number, limit: number): Promise<Delivery[]> {
  return db.query(
    {
      name: 'due_deliveries',
      text: `
        select *
        from delivery
        where state = 'waiting' and next_attempt_at_ms <= $1
        order by next_attempt_at_ms, id
        limit $2`,
      values: [nowMs, limit],
    },
    decodeDelivery,
  );
}

/** When the next attempt is due; undefined if nothing waits. */
export async function nextAttemptAtMs(db: Database): Promise<number | undefined> {
  const found = await db.one(
    {
      name: 'next_delivery',
      text: `select min(next_attempt_at_ms) as at_ms from delivery where state = 'waiting'`,
    },
    (row) => column.integerOrNull(row, 'at_ms'),
  );
  return found ?? undefined;
}

function decodeDelivery(row: RawRow): Delivery {
  return {
    id: column.text(row, 'id'),
    member: column.text(row, 'member'),
    kind: column.oneOf(row, 'kind', kinds),
    transferId: column.textOrNull(row, 'transfer_id'),
    body: column.text(row, 'body'),
    attempts: column.integer(row, 'attempts'),
  };
}
