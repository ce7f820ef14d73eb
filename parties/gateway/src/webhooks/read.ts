// Events, for lists and look-ups, newest first.

import { column, type Database } from '@kassa/database';
import type { AccountId } from '../ids.ts';
import { inOrder, orderOf } from '../payments/list-charges.ts';
import type { Page } from '../payments/store.ts';

export type StoredEvent = {
  readonly id: string;
  readonly type: string;
  /** `{object, previous_attributes?}` as it was when it happened. */
  readonly data: unknown;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  readonly createdAtMs: number;
  readonly pendingDeliveries: number;
};

export async function listEvents(
  db: Database,
  accountId: AccountId,
  filter: Page & { readonly id?: string | undefined; readonly type?: string | undefined },
): Promise<StoredEvent[]> {
  const text = `
    select e.*, (
      select count(*) from webhook_delivery d
      where d.account_id = e.account_id and d.event_id = e.id and d.state = 'waiting'
    )::integer as pending_deliveries
    from event e
    where e.account_id = $1
      and ($2::text is null or e.id < $2)
      and ($3::text is null or e.id > $3)
      and ($4::text is null or e.id = $4)
      and ($5::text is null or e.type = $5)
    ${orderOf(filter, 'e.id')} limit $6`;
  const { before = null, after = null, id = null, type = null, limit } = filter;
  const found = await db.query(
    { text, values: [accountId, before, after, id, type, limit] },
    (row) => ({
      id: column.text(row, 'id'),
      type: column.text(row, 'type'),
      data: column.json(row, 'data'),
      requestId: column.textOrNull(row, 'request_id'),
      idempotencyKey: column.textOrNull(row, 'idempotency_key'),
      createdAtMs: column.integer(row, 'created_at'),
      pendingDeliveries: column.integer(row, 'pending_deliveries'),
    }),
  );
  return inOrder(filter, found);
}
