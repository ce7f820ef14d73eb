// What a merchant has captured or refunded, or was charged for a dispute: the unit of clearing, settlement and reports.

import { add, type Money, money, negate, subtract } from '@kassa/money';
import type { PlainDate } from '@kassa/time';

export type ItemKind =
  | 'capture'
  | 'refund'
  /** Taken back by the issuer; and given back when the dispute is won. */
  | 'chargeback'
  | 'chargeback_reversal'
  /** What the network took for a case that was lost, passed on. */
  | 'arbitration_fee';
export type ItemState = 'captured' | 'batched' | 'cleared' | 'rejected' | 'settled';

export type Item = {
  readonly id: string;
  /** Gives the ARN. */
  readonly number: bigint;
  readonly mid: string;
  readonly kind: ItemKind;
  readonly rrn: string;
  readonly stan: string;
  readonly originalRrn: string;
  readonly tid: string;
  readonly authorizationCode: string;
  /** Which of several captures of its authorization, and of how many: null, more may follow. */
  readonly part: number;
  readonly parts: number | null;
  /** Above zero; the kind says the direction. */
  readonly amount: Money;
  /** Of an interchange-plus contract nothing, until the network has told its parts: see `isPriced`. */
  readonly fee: Money;
  /** Agreed on top of interchange and scheme fee; null where one fee covers all, and of a dispute. */
  readonly margin: Money | null;
  /** What is held back from its payout. */
  readonly reserved: Money;
  /** What they cost us, once the network has said so; below zero is given back. */
  readonly interchange: Money | null;
  readonly schemeFee: Money | null;
  readonly eci: string | null;
  readonly cardMasked: string;
  /** Field 43 of the gateway, where the merchant sells for others. */
  readonly acceptor: string | null;
  readonly sealedCard: string | null;
  readonly capturedAtMs: number;
  readonly state: ItemState;
  readonly batchId: string | null;
  readonly sequence: number | null;
  readonly arn: string | null;
  readonly valueOn: PlainDate | null;
  /** When it will be the merchant's, as far as the contract tells before the network has answered. */
  readonly expectedOn: PlainDate | null;
  readonly rejectReason: string | null;
  readonly settledAtMs: number | null;
  readonly payoutId: string | null;
  /** Of a chargeback, its reversal, and what arbitration cost. */
  readonly disputeId: string | null;
};

/** Signed: a refund and a chargeback are below zero. */
export function grossOf(item: Pick<Item, 'kind' | 'amount'>): Money {
  const isOwed = item.kind === 'capture' || item.kind === 'chargeback_reversal';
  return isOwed ? item.amount : negate(item.amount);
}

/** Is its fee final? */
export function isPriced(item: Pick<Item, 'margin' | 'interchange' | 'state'>): boolean {
  return item.margin === null || item.interchange !== null || item.state === 'rejected';
}

/** What the merchant gets, or gives. */
export function netOf(item: Pick<Item, 'kind' | 'amount' | 'fee'>): Money {
  return subtract(grossOf(item), item.fee);
}

/** Of a fee: what the issuer, the network and we have of it. The three are the fee. */
export type FeeParts = {
  readonly interchange: Money;
  readonly schemeFee: Money;
  readonly margin: Money;
};

/** A dispute has neither interchange nor scheme fee: its fee is our own. */
export function partsOf(item: Pick<Item, 'fee' | 'interchange' | 'schemeFee'>): FeeParts {
  const nothing = money(item.fee.currency, 0);
  const interchange = item.interchange ?? nothing;
  const schemeFee = item.schemeFee ?? nothing;
  return { interchange, schemeFee, margin: subtract(item.fee, add(interchange, schemeFee)) };
}
