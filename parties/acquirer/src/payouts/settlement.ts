// What a payout is made of, for the merchant's accountants: only ever told if it adds up.

import type { Queries } from '@kassa/database';
import { assert, err, ok, type Result } from '@kassa/result';
import { type ItemTotals, totalsOfPayout } from '../captures/store.ts';
import type { Payout } from './payout.ts';

export type SettlementRefusal =
  /** Its money came back, and its items are in a later payout. */
  | { readonly code: 'came_back' }
  /** A part of what was at the merchant's disposal: it has no items of its own. */
  | { readonly code: 'instructed' };

export function hasReport({ kind, state }: Payout): Result<void, SettlementRefusal> {
  if (kind === 'instructed') return err({ code: 'instructed' });
  if (state === 'refused' || state === 'returned') return err({ code: 'came_back' });
  return ok(undefined);
}

export async function settlementOf(
  db: Queries,
  payout: Payout,
): Promise<Result<ItemTotals, SettlementRefusal>> {
  const has = hasReport(payout);
  if (!has.ok) return has;
  const totals = await totalsOfPayout(db, payout.id, payout.amount.currency);
  assertAddsUp(payout, totals.net.minor);
  return ok(totals);
}

/** A report that differs from what was paid is worse than none. */
export function assertAddsUp({ id, amount }: Payout, netMinor: bigint): void {
  assert(netMinor === amount.minor, `the items of ${id} are ${netMinor}, not ${amount.minor}`);
}

/** `settlement-2026-11-23-po_….csv` */
export function settlementFile({ id, valueOn }: Payout, kind: 'csv' | 'pdf'): string {
  return `settlement-${valueOn}-${id}.${kind}`;
}
