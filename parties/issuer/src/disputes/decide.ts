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
  readonly next: /** The shop's answer stands. */
    | 'close'
    /** Nothing was shown that could be looked at: finally the cardholder's. */
    | 'charge_back_again'
    | 'ask_holder'
    | 'pre_arbitration'
    | 'file';
  /** For people. */
  readonly why: string;
};

/** What refutes a claim, unless the cardholder has something to set against it. */
const refutation: Partial<Readonly<Record<ClaimReason, Answer['documents'][number]>>> = {
  product_not_received: 'delivery',
  credit_not_processed: 'credit',
  duplicate: 'duplicate',
};

type Claim = Pick<Dispute, 'reason' | 'isAuthenticated' | 'claimedBy'>;

/**
 * What becomes of a shop's answer. The bank goes by facts: what it vouched for itself comes before
 * anything else. Then a person is asked. Nobody stands behind a plan: proof refutes it, and else it
 * gives up or insists when it hears the well-known words; all others insist.
 */
export function decideAnswer(claim: Claim, { documents, text }: Answer): Verdict {
  if (isVouchedFor(claim)) return vouchedFor;
  if (claim.claimedBy === 'holder') {
    return { next: 'ask_holder', why: 'the cardholder is asked what to say to it' };
  }
  const proof = refutationIn(claim, documents);
  if (proof) return { next: 'close', why: `the shop has shown proof (${proof})` };
  if (text === 'winning_evidence') return { next: 'close', why: 'the cardholder gives up' };
  return documents.length > 0
    ? { next: 'pre_arbitration', why: 'the cardholder insists, whatever the shop has shown' }
    : { next: 'charge_back_again', why: 'the cardholder insists' };
}

/** What a person says to it. Undefined: nothing, and the time is over. */
export type HolderAnswer = Answer & { readonly says: 'insist' | 'withdraw' };

export function decideHolder(claim: Claim, shown: Answer, said: HolderAnswer | undefined): Verdict {
  if (isVouchedFor(claim)) return vouchedFor;
  if (said === undefined) return { next: 'close', why: 'the cardholder did not answer' };
  if (said.says === 'withdraw') return { next: 'close', why: 'the cardholder gives up' };
  const proof = refutationIn(claim, shown.documents);
  const isNew = said.documents.length > 0 || said.text !== '';
  if (proof && !isNew) {
    return { next: 'close', why: `nothing new was said against the proof (${proof})` };
  }
  return shown.documents.length > 0
    ? { next: 'pre_arbitration', why: 'the cardholder disputes what the shop has shown' }
    : { next: 'charge_back_again', why: 'the cardholder insists, and the shop has shown nothing' };
}

/** The shop's bank does not give in: is the case worth the network's fee? */
export function decideFiling(
  claim: Claim,
  { shop, holder }: { readonly shop: readonly Answer[]; readonly holder: Answer },
): Verdict {
  if (isVouchedFor(claim)) return vouchedFor;
  const proof = refutationIn(
    claim,
    shop.flatMap(({ documents }) => documents),
  );
  if (proof && holder.documents.length === 0) {
    return { next: 'close', why: `there is no document against the proof (${proof})` };
  }
  return { next: 'file', why: 'the shop does not give in: the network is to rule' };
}

const vouchedFor: Verdict = {
  next: 'close',
  why: 'the bank itself authenticated the cardholder',
};

function isVouchedFor({ reason, isAuthenticated }: Claim): boolean {
  return reason === 'fraudulent' && isAuthenticated;
}

function refutationIn({ reason }: Claim, documents: Answer['documents']) {
  const needed = refutation[reason];
  return needed !== undefined && documents.includes(needed) ? needed : undefined;
}
