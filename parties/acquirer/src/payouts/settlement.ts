// What a payout is made of, for the merchant's accountants: only ever told if it adds up.

import type { Queries } from '@kassa/database';
import { add, type Money, subtract } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { type ItemTotals, totalsOfPayout } from '../captures/store.ts';
import { type ReserveTotals, reserveOfPayout } from '../reserves/store.ts';
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
): Promise<Result<SettlementTotals, SettlementRefusal>> {
  const has = hasReport(payout);
  if (!has.ok) return has;
  const totals = await totalsOf(db, payout);
  assertAddsUp(payout, paidOf(totals));
  return ok(totals);
}

/** Of its items, and what went into the reserve and came out of it. */
export type SettlementTotals = ItemTotals & ReserveTotals;

export async function totalsOf(
  db: Queries,
  { id, amount }: Pick<Payout, 'id' | 'amount'>,
): Promise<SettlementTotals> {
  const items = await totalsOfPayout(db, id, amount.currency);
  return { ...items, ...(await reserveOfPayout(db, id, amount.currency)) };
}

export function paidOf({
  net,
  held,
  released,
}: Pick<SettlementTotals, 'net' | 'held' | 'released'>): Money {
  return add(subtract(net, held), released);
}

/** A report that differs from what was paid is worse than none. */
export function assertAddsUp({ id, amount }: Payout, { minor }: Money): void {
  assert(minor === amount.minor, `what is in ${id} makes ${minor}, not ${amount.minor}`);
}

/** `settlement-2026-11-23-po_….csv` */
export function settlementFile({ id, valueOn }: Payout, kind: 'csv' | 'pdf'): string {
  return `settlement-${valueOn}-${id}.${kind}`;
}
