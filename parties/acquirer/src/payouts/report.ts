// The settlement report: every payout with every item in it, as gateways and merchants read it.
// Amounts are minor units as text, signed as the merchant sees them.

import type { Queries } from '@kassa/database';
import { grossOf, type Item, netOf } from '../captures/item.ts';
import { itemsOfPayout, unpaidItems } from '../captures/store.ts';
import { roundOf } from '../disputes/dispute.ts';
import { netOfMovement, type ReserveMovement } from '../reserves/movement.ts';
import { movementsOfPayout } from '../reserves/store.ts';
import type { Payout } from './payout.ts';
import { totalsOf } from './settlement.ts';

export type SettlementSummary = {
  readonly id: string;
  readonly mid: string;
  readonly status: Payout['state'];
  readonly currency: string;
  readonly amountMinor: string;
  readonly iban: string;
  readonly valueOn: string;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
  readonly reason: string | null;
};

export type SettlementItem = {
  readonly id: string;
  readonly kind: Item['kind'];
  readonly rrn: string;
  readonly originalRrn: string;
  readonly stan: string;
  /** Which of several captures of its authorization; 1 for a refund. */
  readonly part: number;
  readonly arn: string | null;
  readonly authorizationCode: string;
  readonly currency: string;
  readonly grossMinor: string;
  /** What the merchant pays in all; interchange and scheme fee are parts of our cost, not more. */
  readonly feeMinor: string;
  readonly interchangeMinor: string;
  readonly schemeFeeMinor: string;
  /** Agreed on top of these two; null where one fee covers all. */
  readonly marginMinor: string | null;
  /** Held back of it. */
  readonly reservedMinor: string;
  readonly netMinor: string;
  readonly capturedAtMs: number;
  readonly valueOn: string | null;
  /** Of a chargeback, its reversal, and what arbitration cost. */
  readonly disputeId: string | null;
  /** 1 for what the chargeback took and the representment gave back, 2 for what came after. */
  readonly disputeRound: number | null;
  /** Null: in none yet. */
  readonly payoutId: string | null;
  readonly iban: string | null;
};

/** What went into the reserve with a payout, or came out of it. */
export type SettlementReserve = {
  readonly id: string;
  readonly holdId: string;
  readonly kind: ReserveMovement['kind'];
  readonly currency: string;
  /** Of a hold below zero. */
  readonly netMinor: string;
  readonly valueOn: string;
  readonly releaseOn: string;
};

export type SettlementReport = SettlementSummary & {
  readonly grossMinor: string;
  readonly feeMinor: string;
  readonly reservedMinor: string;
  readonly releasedMinor: string;
  readonly reserves: readonly SettlementReserve[];
  /** A page of them, in the order of their capture. */
  readonly items: readonly SettlementItem[];
  /** Given as `after` it leads to the next page; null on the last. */
  readonly next: string | null;
};

export function summaryOf(payout: Payout): SettlementSummary {
  return {
    id: payout.id,
    mid: payout.mid,
    status: payout.state,
    currency: payout.amount.currency,
    amountMinor: String(payout.amount.minor),
    iban: payout.iban,
    valueOn: payout.valueOn,
    createdAtMs: payout.createdAtMs,
    endedAtMs: payout.endedAtMs,
    reason: payout.reason,
  };
}

export type ReportPage = { readonly after: bigint; readonly limit: number };

/** The items are read anew: those of a failed payout are in a later one. */
export async function reportOf(
  db: Queries,
  payout: Payout,
  { after, limit }: ReportPage,
): Promise<SettlementReport> {
  const totals = await totalsOf(db, payout);
  const found = await itemsOfPayout(db, payout.id, { after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    ...summaryOf(payout),
    grossMinor: String(totals.gross.minor),
    feeMinor: String(totals.fee.minor),
    reservedMinor: String(totals.held.minor),
    releasedMinor: String(totals.released.minor),
    reserves: (await movementsOfPayout(db, payout.id)).map(reserveLineOf),
    items: items.map((item) => lineOf(item, payout)),
    next: found.length > limit && last !== undefined ? String(last.number) : null,
  };
}

/** Settled, and waiting for a payout: due another day, or set off against what is owed. */
export async function unpaidOf(db: Queries, mid: string, { after, limit }: ReportPage) {
  const found = await unpaidItems(db, mid, { after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((item) => lineOf(item, undefined)),
    next: found.length > limit && last !== undefined ? String(last.number) : null,
  };
}

function reserveLineOf(movement: ReserveMovement): SettlementReserve {
  const { id, holdId, kind, amount, valueOn, releaseOn } = movement;
  const net = netOfMovement(movement);
  const currency = amount.currency;
  return { id, holdId, kind, currency, netMinor: String(net.minor), valueOn, releaseOn };
}

function lineOf(item: Item, payout: Payout | undefined): SettlementItem {
  return {
    id: item.id,
    kind: item.kind,
    rrn: item.rrn,
    originalRrn: item.originalRrn,
    stan: item.stan,
    part: item.part,
    arn: item.arn,
    authorizationCode: item.authorizationCode,
    currency: item.amount.currency,
    grossMinor: String(grossOf(item).minor),
    feeMinor: String(item.fee.minor),
    interchangeMinor: String(item.interchange?.minor ?? 0n),
    schemeFeeMinor: String(item.schemeFee?.minor ?? 0n),
    marginMinor: item.margin === null ? null : String(item.margin.minor),
    reservedMinor: String(item.reserved.minor),
    netMinor: String(netOf(item).minor),
    capturedAtMs: item.capturedAtMs,
    valueOn: item.valueOn,
    disputeId: item.disputeId,
    disputeRound: item.disputeId === null ? null : roundOf(item.stan),
    payoutId: payout?.id ?? null,
    iban: payout?.iban ?? null,
  };
}
