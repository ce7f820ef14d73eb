// Money that the acquirer settled for a payment the gateway does not know. It is the merchant's and is
// booked as such; that it is unknown is kept until people have looked into it.

import { column, type Database, type Unit } from '@kassa/database';
import type { Merchant } from '../merchants/merchant.ts';
import type { SettlementItem } from './from-report.ts';
import type { Import } from './import-settlements.ts';

export function strayRow({ merchant, report, payoutId, nowMs }: Import, item: SettlementItem) {
  return {
    account_id: merchant.accountId,
    provider: merchant.acquirer.provider,
    item_id: item.id,
    kind: item.kind,
    rrn: item.rrn,
    payout_id: payoutId ?? report.id,
    reference: report.id,
    currency: item.currency,
    amount: item.grossMinor,
    fee: item.feeMinor,
    net: item.netMinor,
    created_at: nowMs,
  };
}

export function strayUnit(rows: readonly ReturnType<typeof strayRow>[]): Unit {
  if (rows.length === 0) return {};
  return { inserts: [{ table: 'settlement_stray', rows: [...rows], onConflict: 'nothing' }] };
}

/** Those of the items that were unknown when they came before, and are booked since then. */
export async function knownStrays(
  db: Database,
  { accountId, acquirer }: Pick<Merchant, 'accountId' | 'acquirer'>,
  itemIds: readonly string[],
): Promise<Set<string>> {
  const text = `select item_id from settlement_stray
    where account_id = $1 and provider = $2 and item_id = any($3)`;
  const values = [accountId, acquirer.provider, itemIds];
  return new Set(await db.query({ text, values }, (row) => column.text(row, 'item_id')));
}

export type Stray = {
  readonly accountId: string;
  readonly rrn: string;
  readonly detail: string;
};

/** Nobody has written down at the desk of reconciliation what is right. */
const isNotRepaired = `not exists (
  select from reconciliation_exception e
  where e.account_id = s.account_id and e.provider = s.provider and e.state = 'repaired'
    and e.pair = 'sales' and e.answering @> jsonb_build_array(jsonb_build_object('id', s.item_id)))`;

/** How many wait for people, in a statement of another's. */
export const countOfStrays = `(select count(*) from settlement_stray s where ${isNotRepaired})`;

export function findStrays(db: Database): Promise<Stray[]> {
  const text = `select s.account_id, s.provider, s.item_id, s.kind, s.rrn, s.reference, s.currency,
      s.net
    from settlement_stray s where ${isNotRepaired}
    order by s.account_id, s.provider, s.item_id limit 100`;
  return db.query({ text }, (row) => {
    const what = `${column.text(row, 'kind')} ${column.text(row, 'item_id')}`;
    const net = `${column.big(row, 'net')} ${column.text(row, 'currency')} net`;
    const where = `${column.text(row, 'reference')} of ${column.text(row, 'provider')}`;
    return {
      accountId: column.text(row, 'account_id'),
      rrn: column.text(row, 'rrn'),
      detail: `${what} in ${where}, ${net}`,
    };
  });
}
