// May this be disputed, and who is right? Pure; the order of the checks is the precedence.

import { err, ok, type Result } from '@kassa/result';
import type { Answer, ClaimReason, Dispute } from './dispute.ts';

export type ClaimRefusal =
  | 'purchase_unknown'
  | 'disputed_before'
  | 'nothing_left'
  | 'too_late'
  /** The cardholder confirmed it to the bank: it is the bank's own loss, if it is one. */
  | 'confirmed_by_cardholder';

export type ClaimFacts = {
  readonly reason: ClaimReason;
  readonly isPurchase: boolean;
  readonly isDisputed: boolean;
  readonly isAuthenticated: boolean;
  readonly amountMinor: bigint;
  readonly refundedMinor: bigint;
  readonly bookedAtMs: number;
  readonly nowMs: number;
};

const claimDays = 120;
const dayMs = 86_400_000;

/** How much of it may be disputed, as the shop counts. */
export function decideClaim(facts: ClaimFacts): Result<bigint, ClaimRefusal> {
  if (!facts.isPurchase) return err('purchase_unknown');
  if (facts.isDisputed) return err('disputed_before');
  const left = facts.amountMinor - facts.refundedMinor;
  if (left <= 0n) return err('nothing_left');
  if (facts.nowMs > facts.bookedAtMs + claimDays * dayMs) return err('too_late');
  if (facts.reason === 'fraudulent' && facts.isAuthenticated) {
    return err('confirmed_by_cardholder');
  }
  return ok(left);
}

export type Verdict = {
  readonly goesTo: 'shop' | 'cardholder';
  /** For people. */
  readonly why: string;
};

/** What refutes a claim, whatever else is said. */
const refutation: Partial<Readonly<Record<ClaimReason, Answer['documents'][number]>>> = {
  product_not_received: 'delivery',
  credit_not_processed: 'credit',
  duplicate: 'duplicate',
};

/**
 * The bank decides by facts: what it vouched for itself, then what refutes the claim. Where nothing
 * does, it asks its holder: holders of test cards give up or insist when they hear the well-known
 * words, all others insist.
 */
export function decideAnswer(
  { reason, isAuthenticated }: Pick<Dispute, 'reason' | 'isAuthenticated'>,
  { documents, text }: Answer,
): Verdict {
  if (reason === 'fraudulent' && isAuthenticated) {
    return { goesTo: 'shop', why: 'the bank itself authenticated the cardholder' };
  }
  const needed = refutation[reason];
  if (needed !== undefined && documents.includes(needed)) {
    return { goesTo: 'shop', why: `the shop has shown proof (${needed})` };
  }
  if (text === 'winning_evidence') return { goesTo: 'shop', why: 'the cardholder gives up' };
  return { goesTo: 'cardholder', why: 'the cardholder insists' };
}
