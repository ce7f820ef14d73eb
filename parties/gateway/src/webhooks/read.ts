// Events, for lists and look-ups, newest first. They are shown for thirty days, as with the original, and
// go in a night of the week after.

import { column, type Database, type RawRow } from '@kassa/database';
import { type AccountId, idFrom } from '../ids.ts';
import { inOrder, orderOf } from '../payments/list-charges.ts';
import type { Page } from '../payments/store.ts';

export type StoredEvent = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
  /** `{object, previous_attributes?}` as it was when it happened. */
  readonly data: unknown;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  readonly createdAtMs: number;
  /** Endpoints that have not taken it yet, or not at all. */
  readonly pendingDeliveries: number;
};

export const eventsShownMs = 30 * 86_400_000;

export type EventFilter = Page & {
  readonly ids?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  /** The second interface alone tells of its own objects. */
  readonly isFirstInterface?: boolean | undefined;
  readonly objectId?: string | undefined;
  readonly isDelivered?: boolean | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
};

const undelivered = `exists (
  select 1 from webhook_delivery d
  where d.account_id = e.account_id and d.event_id = e.id and d.state <> 'delivered')`;

export async function listEvents(
  db: Database,
  accountId: AccountId,
  filter: EventFilter,
): Promise<StoredEvent[]> {
  const values: unknown[] = [accountId];
  const conditions = ['e.account_id = $1'];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  add('e.id < ?', filter.before);
  add('e.id > ?', filter.after);
  add('e.id = any(?)', filter.ids);
  add('e.type = any(?)', filter.types);
  add('e.object_id = ?', filter.objectId);
  add('e.created_at >= ?', filter.createdFromMs);
  add('e.created_at < ?', filter.createdToMs);
  if (filter.isFirstInterface === true) conditions.push("not starts_with(e.type, 'v2.')");
  if (filter.isDelivered === true) conditions.push(`not ${undelivered}`);
  if (filter.isDelivered === false) conditions.push(undelivered);
  values.push(filter.limit);
  const text = `
    select e.*, (
      select count(*) from webhook_delivery d
      where d.account_id = e.account_id and d.event_id = e.id and d.state <> 'delivered'
    )::integer as pending_deliveries
    from event e
    where ${conditions.join(' and ')}
    ${orderOf(filter, 'e.id')} limit $${values.length}`;
  return inOrder(filter, await db.query({ text, values }, decodeEvent));
}

export function decodeEvent(row: RawRow): StoredEvent {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    type: column.text(row, 'type'),
    objectId: column.text(row, 'object_id'),
    data: column.json(row, 'data'),
    requestId: column.textOrNull(row, 'request_id'),
    idempotencyKey: column.textOrNull(row, 'idempotency_key'),
    createdAtMs: column.integer(row, 'created_at'),
    pendingDeliveries: column.integer(row, 'pending_deliveries'),
  };
}
