// A sale of a merchant that its cardholder disputes: charged to the merchant at once, answered or
// not until a day of the contract, judged by the issuer.

import type { DisputeMessage } from '@kassa/clearing-file';
import type { Money } from '@kassa/money';

export const disputeStates = ['open', 'answered', 'represented', 'won', 'lost'] as const;
export type DisputeState = (typeof disputeStates)[number];

/** Why it was lost: given up, never answered, the network would not pass it, or the issuer insists. */
export const waysOfLosing = ['accepted', 'expired', 'rejected', 'judged'] as const;

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
};
