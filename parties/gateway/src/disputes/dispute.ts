// A dispute as the merchant sees it. Which bank does what, and when, the acquirer knows.

import type { Id } from '@kassa/ids';
import type { Money } from '@kassa/money';
import type { AccountId } from '../ids.ts';
import type { Evidence } from './evidence.ts';
import type { LifeStep } from './life.ts';

export type DisputeId = Id<'dp'>;

export const statuses = ['needs_response', 'under_review', 'won', 'lost'] as const;
export type DisputeStatus = (typeof statuses)[number];

/** How far it has gone between the banks. */
export const stages = ['chargeback', 'pre_arbitration', 'arbitration'] as const;
export type DisputeStage = (typeof stages)[number];

export type Dispute = {
  readonly accountId: AccountId;
  readonly id: DisputeId;
  readonly chargeId: string;
  readonly intentId: string;
  readonly provider: string;
  /** The merchant as the acquirer names it, and the dispute. */
  readonly merchantId: string;
  readonly reference: string;
  readonly amount: Money;
  readonly feeMinor: bigint;
  readonly reason: string;
  readonly networkReasonCode: string;
  readonly brand: string;
  readonly status: DisputeStatus;
  readonly stage: DisputeStage;
  readonly isAccepted: boolean;
  readonly evidence: Evidence;
  readonly metadata: Readonly<Record<string, string>>;
  readonly dueByMs: number;
  readonly submissions: number;
  /** How often its money has moved. */
  readonly moves: number;
  /** What the network's ruling has cost the merchant. */
  readonly arbitrationFeeMinor: bigint;
  readonly life: readonly LifeStep[];
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
};

/** By the network's code; the merchant is told in words. */
const reasons: Readonly<Record<string, string>> = {
  '10.4': 'fraudulent',
  '12.6.1': 'duplicate',
  '13.1': 'product_not_received',
  '13.2': 'subscription_canceled',
  '13.3': 'product_unacceptable',
  '13.6': 'credit_not_processed',
};

export const reasonOf = (code: string): string => reasons[code] ?? 'general';
