// Payouts as they are known so far, and the charges and refunds that a report speaks of.

import { column, type Database } from '@kassa/database';
import { type AccountId, idFrom, type PayoutId } from '../ids.ts';
import type { PayoutStatus, SettlementItem } from './from-report.ts';

export type KnownPayout = {
  readonly id: PayoutId;
  readonly reference: string;
  readonly status: PayoutStatus;
};

export async function findPayouts(
  db: Database,
  accountId: AccountId,
  references: readonly string[],
): Promise<Map<string, KnownPayout>> {
  const text = `select id, reference, status from payout
    where account_id = $1 and reference = any($2) limit 1000`;
  const rows = await db.query({ text, values: [accountId, references] }, (row) => {
    const reference = column.text(row, 'reference');
    const status = column.oneOf(row, 'status', ['in_transit', 'paid', 'failed']);
    const id = idFrom('po', column.text(row, 'id'));
    return [reference, { id, reference, status }] as const;
  });
  return new Map(rows);
}

/** From when on payouts may have changed: some days before the last one, since a bank may return. */
export async function importFromMs(db: Database, accountId: AccountId): Promise<number> {
  const text = `
    select coalesce(min(created_at) filter (where status = 'in_transit'), max(created_at)) as since
    from payout where account_id = $1`;
  const since = await db.one({ text, values: [accountId] }, (row) =>
    column.integerOrNull(row, 'since'),
  );
  return since === null || since === undefined ? 0 : Math.max(0, since - lookBackMs);
}

const lookBackMs = 7 * 86_400_000;

export type Source = { readonly type: 'charge' | 'refund'; readonly id: string };

/** How a report and we both name an item: its kind, its RRN, and which of several captures it is. */
export const itemKey = (item: Pick<SettlementItem, 'kind' | 'rrn' | 'part'>): string =>
  `${item.kind}|${item.rrn}|${item.part}`;

/** Our names of what the acquirer knows by RRN; those that have been settled before are marked. */
export async function findSources(
  db: Database,
  accountId: AccountId,
  rrns: readonly string[],
): Promise<Map<string, Source & { readonly isSettled: boolean }>> {
  const text = `
    select s.rrn, s.type, s.id, s.part, b.id is not null as is_settled
    from (
      select a.rrn, 'charge' as type, c.id, generate_series(1, c.captures) as part
      from payment_attempt a
      join charge c on c.account_id = a.account_id and c.id = a.charge_id
      where a.account_id = $1 and a.rrn = any($2) and a.state = 'approved'
      union all
      select rrn, 'refund', id, 1 from refund where account_id = $1 and rrn = any($2)
    ) s
    left join balance_transaction b
      on b.account_id = $1 and b.type = s.type and b.source_id = s.id and b.part = s.part
    limit 100000`;
  const rows = await db.query({ text, values: [accountId, rrns] }, (row) => {
    const type = column.oneOf(row, 'type', ['charge', 'refund']);
    const found = { type, id: column.text(row, 'id'), isSettled: column.bool(row, 'is_settled') };
    const kind = type === 'charge' ? 'capture' : 'refund';
    const part = column.integer(row, 'part');
    return [itemKey({ kind, rrn: column.text(row, 'rrn'), part }), found] as const;
  });
  return new Map(rows);
}
