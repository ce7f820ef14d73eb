// Disputes in the acquirer's reports. Their money moved when the dispute began or was won: the report
// only says with which payout it went.

import { column, type Unit } from '@kassa/database';
import { assert } from '@kassa/result';
import { partOf } from '../disputes/moves.ts';
import type { SettlementItem } from './from-report.ts';
import type { Import, SettlementMeans } from './import-settlements.ts';

export function isSale({ kind }: SettlementItem): boolean {
  return kind === 'capture' || kind === 'refund';
}

/** Throws if a dispute has not been told yet: then the report is read again, after the disputes. */
export async function disputeUnit(means: SettlementMeans, coming: Import): Promise<Unit> {
  const { report, merchant, payoutId } = coming;
  const items = report.items.filter((item) => !isSale(item));
  if (items.length === 0) return {};
  const text = `
    select b.account_id, b.id, b.payout_id, d.reference, b.part
    from dispute d
    join balance_transaction b
      on b.account_id = d.account_id and b.type = 'adjustment' and b.source_id = d.id
    where d.provider = $1 and d.reference = any($2) limit 10000`;
  const references = items.map(({ disputeId }) => disputeId ?? '');
  const values = [merchant.acquirer.provider, references];
  const found = await means.db.query({ text, values }, (row) => ({
    accountId: column.text(row, 'account_id'),
    id: column.text(row, 'id'),
    name: nameOf(column.text(row, 'reference'), column.integer(row, 'part')),
  }));
  const byName = new Map(found.map((one) => [one.name, one]));
  return {
    updates: items.flatMap((item) => {
      const { disputeId } = item;
      const one = byName.get(nameOf(disputeId ?? '', disputePart(item)));
      if (one === undefined) throw new Error(`dispute ${disputeId} was settled and not told yet`);
      // A connected account is paid out on its own.
      if (one.accountId !== merchant.accountId) return [];
      const key = { account_id: one.accountId, id: one.id };
      return [
        { as: 'dispute_movement', table: 'balance_transaction', key, set: { payout_id: payoutId } },
      ];
    }),
  };
}

/** Which of the dispute's moves of money it is. */
function disputePart({ kind, disputeRound }: SettlementItem): number {
  assert(kind !== 'capture' && kind !== 'refund', 'a sale is no part of a dispute');
  return partOf({ kind, round: disputeRound ?? 1 });
}

const nameOf = (reference: string, part: number): string => `${reference}|${part}`;
