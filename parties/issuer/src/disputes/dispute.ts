// A purchase that its cardholder disputes, from the claim to its end.

import type { DisputeMessage } from '@kassa/clearing-file';
import type { Money } from '@kassa/money';

export const claimReasons = [
  'fraudulent',
  'product_not_received',
  'product_unacceptable',
  'duplicate',
  'credit_not_processed',
  'subscription_canceled',
] as const;
export type ClaimReason = (typeof claimReasons)[number];

/** What the network calls it. */
export const networkReason: Readonly<Record<ClaimReason, string>> = {
  fraudulent: '10.4',
  duplicate: '12.6.1',
  product_not_received: '13.1',
  subscription_canceled: '13.2',
  product_unacceptable: '13.3',
  credit_not_processed: '13.6',
};

export const disputeStates = [
  /** Credited to the cardholder for now; the chargeback is on its way. */
  'claimed',
  /** The shop's bank has been charged; it may answer. */
  'charged_back',
  /** The shop has answered, the bank is not convinced: the second chargeback is on its way. */
  'contested',
  /** The cardholder keeps the money. */
  'won',
  /** The shop's answer stands: the cardholder has been charged again. */
  'lost',
  /** It never became a chargeback. */
  'refused',
] as const;
export type DisputeState = (typeof disputeStates)[number];

export type Dispute = {
  readonly id: string;
  readonly arn: string;
  readonly rrn: string;
  readonly acquirerId: string;
  readonly cardId: string;
  readonly bankAccountId: string;
  readonly merchantName: string;
  readonly reason: ClaimReason;
  /** The bank itself has vouched for the cardholder at this purchase. */
  readonly isAuthenticated: boolean;
  readonly amount: Money;
  readonly billed: Money;
  readonly conversionFeeMinor: bigint;
  readonly state: DisputeState;
  readonly claimedAtMs: number;
  readonly representedAtMs: number | null;
};

/** What a shop has to say. */
export type Answer = Pick<DisputeMessage, 'documents' | 'text'>;
