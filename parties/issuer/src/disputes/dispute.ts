// A purchase that its cardholder disputes, from the claim to its end.

import type { DisputeMessage, DisputeSide } from '@kassa/clearing-file';
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
  /** The shop has answered: what does the cardholder say? */
  'represented',
  /** The shop has shown nothing: the second chargeback is on its way. */
  'contested',
  /** The cardholder stands by it: the shop's bank is asked whether it gives in. */
  'pre_arbitration',
  /** It does not: the network will rule. */
  'arbitration',
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
  /** A person is asked what they say to the shop's answer; a plan has said all that it will. */
  readonly claimedBy: (typeof claimants)[number];
  readonly claimText: string;
  readonly claimedAtMs: number;
  readonly chargedBackAtMs: number | null;
  readonly representedAtMs: number | null;
  readonly shown: Answer;
  readonly holderDueAtMs: number | null;
  readonly holderAnswer: 'insist' | 'withdraw' | null;
  readonly holderAnsweredAtMs: number | null;
  readonly holderShows: Answer;
  readonly preArbitrationAtMs: number | null;
  readonly acceptedAtMs: number | null;
  readonly declinedAtMs: number | null;
  readonly shownAgain: Answer;
  readonly filedAtMs: number | null;
  readonly ruledAtMs: number | null;
  readonly ruling: DisputeSide | null;
  readonly rulingText: string;
  readonly networkFeeMinor: bigint;
  readonly endedAtMs: number | null;
  readonly endReason: string | null;
};

export const claimants = ['plan', 'holder'] as const;

/** What a side has to say. */
export type Answer = Pick<DisputeMessage, 'documents' | 'text'>;

export const nothingSaid: Answer = { documents: [], text: '' };

/** What is known of a dispute that has just begun, or never will. */
export const justBegun = {
  chargedBackAtMs: null,
  representedAtMs: null,
  shown: nothingSaid,
  holderDueAtMs: null,
  holderAnswer: null,
  holderAnsweredAtMs: null,
  holderShows: nothingSaid,
  preArbitrationAtMs: null,
  acceptedAtMs: null,
  declinedAtMs: null,
  shownAgain: nothingSaid,
  filedAtMs: null,
  ruledAtMs: null,
  ruling: null,
  rulingText: '',
  networkFeeMinor: 0n,
  endedAtMs: null,
  endReason: null,
} as const satisfies Partial<Dispute>;
