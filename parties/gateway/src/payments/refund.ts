// A refund: its own small row and life. The amount it takes from the charge is part of the
// PaymentIntent's fold, so that any number of refunds together never exceed what was captured.

import type { Money } from '@kassa/money';
import type { AccountId, ChargeId, PaymentIntentId, RefundId } from '../ids.ts';
import type { RefundReason } from './payment-event.ts';

export type RefundStatus = 'pending' | 'succeeded' | 'failed';

export type Refund = {
  readonly accountId: AccountId;
  readonly id: RefundId;
  readonly intentId: PaymentIntentId;
  readonly chargeId: ChargeId;
  readonly amount: Money;
  readonly status: RefundStatus;
  readonly reason: RefundReason | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The refund's own name along the chain. */
  readonly rrn: string;
  readonly createdAtMs: number;
  /** Counts what the merchant has noted of it. */
  readonly version: number;
};

export const refundMoves = {
  pending: ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
} as const satisfies Readonly<Record<RefundStatus, readonly RefundStatus[]>>;
