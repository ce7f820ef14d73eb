// A sale of a merchant that its cardholder disputes: charged to the merchant at once, answered or
// not until a day of the contract, judged by the issuer, and by the network if neither side gives in.

import type { DisputeMessage } from '@kassa/clearing-file';
import type { Money } from '@kassa/money';
import type { PlainDate } from '@kassa/time';

export const disputeStates = [
  'open',
  'answered',
  'represented',
  /** The issuer asks once more: does the merchant contest it, or give in? */
  'pre_arbitration',
  'contested',
  'conceded',
  /** The network has it that we do not give in: the issuer may file the case. */
  'declined',
  'won',
  'lost',
] as const;
export type DisputeState = (typeof disputeStates)[number];

/** Why it was lost: given up, never answered, the network would not pass it, the issuer insists, or the network ruled. */
export const waysOfLosing = ['accepted', 'expired', 'rejected', 'judged', 'ruled'] as const;

export type Dispute = {
  readonly id: string;
  readonly caseId: string;
  readonly mid: string;
  readonly itemId: string;
  readonly arn: string;
  readonly rrn: string;
  readonly part: number;
  readonly amount: Money;
  readonly fee: Money;
  readonly reason: string;
  readonly state: DisputeState;
  readonly lostBy: (typeof waysOfLosing)[number] | null;
  readonly openedAtMs: number;
  readonly dueAtMs: number;
  readonly changedAtMs: number;
  readonly reference: string | null;
  readonly documents: DisputeMessage['documents'];
  readonly statement: string;
  readonly answeredAtMs: number | null;
  readonly attempts: number;
  /** The merchant has had the money back with the representment. */
  readonly isReinstated: boolean;
  readonly preAskedAtMs: number | null;
  readonly preDueAtMs: number | null;
  readonly preReference: string | null;
  readonly preDocuments: DisputeMessage['documents'];
  readonly preStatement: string;
  readonly preAnsweredAtMs: number | null;
  readonly filedAtMs: number | null;
  /** What arbitration has cost, whoever bears it. */
  readonly networkFee: Money;
};

/** In which the money is held by us, for whom it will be. */
export const undecided: readonly DisputeState[] = [
  'pre_arbitration',
  'contested',
  'conceded',
  'declined',
];

export const stepKinds = [
  'charged_back',
  'answered',
  'represented',
  'closed',
  'charged_back_again',
  'pre_arbitration',
  'contested',
  'declined',
  'filed',
  'ruled',
  'accepted',
  'expired',
  'rejected',
  'conceded',
] as const;

export const sides = ['issuer', 'merchant', 'acquirer', 'network'] as const;

/** What a side has done; each kind once in a dispute. */
export type Step = {
  readonly kind: (typeof stepKinds)[number];
  readonly by: (typeof sides)[number];
  readonly atMs: number;
  readonly text?: string;
  readonly documents?: DisputeMessage['documents'];
  readonly dueAtMs?: number;
  readonly networkFeeMinor?: bigint;
};

/** What the merchant is charged (below zero) or given back; the same kind again has the next round. */
export type Move = {
  readonly kind: 'chargeback' | 'chargeback_reversal' | 'arbitration_fee';
  readonly round: number;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
  readonly atMs: number;
  /** The payday it goes out or is taken with. */
  readonly valueOn: PlainDate | null;
};

/** Items of one sale differ by their STAN; it carries which of several captures, and the round. */
const perRound = 100_000;
export const stanOf = (part: number, round: number): string =>
  String(part + (round - 1) * perRound).padStart(6, '0');
export const roundOf = (stan: string): number => 1 + Math.floor(Number(stan) / perRound);
