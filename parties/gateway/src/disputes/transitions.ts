// Which way a dispute may go: drawn, tested and asked here.

import type { DisputeStatus } from './dispute.ts';

export type DisputeMove =
  /** The merchant answers. */
  | 'submit'
  /** The merchant gives up. */
  | 'accept'
  /** The issuer asks once more: pre-arbitration. */
  | 'ask_again'
  /** The answer stands, for the issuer or for the network. */
  | 'win'
  /** It does not, or nobody answered in time. */
  | 'lose';

export const moves: Readonly<
  Record<DisputeStatus, Partial<Readonly<Record<DisputeMove, DisputeStatus>>>>
> = {
  needs_response: { submit: 'under_review', accept: 'lost', win: 'won', lose: 'lost' },
  under_review: { ask_again: 'needs_response', win: 'won', lose: 'lost' },
  won: {},
  lost: {},
};

export function moved(status: DisputeStatus, move: DisputeMove): DisputeStatus | undefined {
  return moves[status][move];
}
