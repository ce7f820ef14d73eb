// The settlement report: every payout with every item in it, as gateways and merchants read it.
// Amounts are minor units as text, signed as the merchant sees them.

import type { Queries } from '@kassa/database';
import { grossOf, type Item, netOf } from '../captures/item.ts';
import { portionsOfPayout, totalsOfPayout } from '../captures/store.ts';
import type { Payout } from './payout.ts';

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
  readonly netMinor: string;
  readonly capturedAtMs: number;
  readonly valueOn: string | null;
  /** Of a chargeback and its reversal. */
  readonly disputeId: string | null;
  readonly payoutId: string;
  readonly iban: string;
};

export type SettlementReport = SettlementSummary & {
  readonly grossMinor: string;
  readonly feeMinor: string;
  readonly items: readonly SettlementItem[];
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

const portion = 500;

/** The items are read anew: those of a failed payout are in a later one. */
export async function reportOf(db: Queries, payout: Payout): Promise<SettlementReport> {
  const totals = await totalsOfPayout(db, payout.id, payout.amount.currency);
  const lines: SettlementItem[] = [];
  for await (const items of portionsOfPayout(db, payout.id, portion)) {
    lines.push(...items.map((item) => lineOf(item, payout)));
  }
  return {
    ...summaryOf(payout),
    grossMinor: String(totals.gross.minor),
    feeMinor: String(totals.fee.minor),
    items: lines,
  };
}

function lineOf(item: Item, payout: Payout): SettlementItem {
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
    netMinor: String(netOf(item).minor),
    capturedAtMs: item.capturedAtMs,
    valueOn: item.valueOn,
    disputeId: item.disputeId,
    payoutId: payout.id,
    iban: payout.iban,
  };
}
