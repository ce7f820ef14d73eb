// Is a presentment covered by what passed the switch? Pure; the order of the checks is the
// precedence of the reasons. Items of one file are decided in order, each after the one before.

import type { Presentment } from '@kassa/clearing-file';
import { isLastClearing } from '@kassa/iso8583';
import { err, ok, type Result } from '@kassa/result';
import type { Product } from '../members/member.ts';
import type { PresentmentRefusal } from './errors.ts';

/** What the switch knows of the authorization that a presentment leans on. */
export type AuthorizationFacts = {
  readonly id: string;
  readonly rrn: string;
  readonly issuerId: string;
  readonly product: Product;
  readonly cardCountry: string;
  readonly merchantCountry: string;
  readonly cardFingerprint: string;
  readonly status: 'sent' | 'approved' | 'declined' | 'unanswered' | 'reversed';
  readonly authorizationCode: string | null;
  readonly currency: string;
  readonly remainingMinor: bigint;
  readonly presentedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly sentAtMs: number;
};

export type Facts = {
  readonly acquirerId: string;
  /** By RRN of the authorization. */
  readonly authorizations: ReadonlyMap<string, AuthorizationFacts>;
  /** What was presented before: keys of presentedKey, and ARNs. */
  readonly presented: ReadonlySet<string>;
  readonly fingerprint: (item: Presentment) => string;
};

/** Longer than the seven days in which acquirers let merchants capture. */
export const validForMs = 10 * 86_400_000;

export type Covered = {
  readonly item: Presentment;
  readonly authorization: AuthorizationFacts;
};

export type Decided = {
  readonly item: Presentment;
  readonly result: Result<Covered, PresentmentRefusal>;
};

/** One decision per item, in the order of the file. */
export function decideFile(items: readonly Presentment[], facts: Facts): readonly Decided[] {
  const authorizations = new Map(facts.authorizations);
  const presented = new Set(facts.presented);
  return items.map((item) => {
    const result = decideItem(item, { ...facts, authorizations, presented });
    if (result.ok) {
      const { authorization } = result.value;
      authorizations.set(authorization.rrn, afterwards(authorization, item));
      presented.add(presentedKey({ ...item, part: partOf(item) }));
      presented.add(item.arn);
    }
    return { item, result };
  });
}

type Named = { readonly isCredit: boolean; readonly rrn: string; readonly part: number };

/** `D` or `C`, the RRN, and which of several it is. */
export function presentedKey({ isCredit, rrn, part }: Named): string {
  return `${isCredit ? 'C' : 'D'}${rrn}/${part}`;
}

/** An only presentment is the first; refunds have names of their own. */
export function partOf({ clearing, isCredit }: Presentment): number {
  return isCredit ? 1 : (clearing?.number ?? 1);
}

export function isLastPart({ clearing, isCredit }: Presentment): boolean {
  return !isCredit && isLastClearing(clearing);
}

function decideItem(item: Presentment, facts: Facts): Result<Covered, PresentmentRefusal> {
  if (item.acquirerId.padStart(11, '0') !== facts.acquirerId.padStart(11, '0')) {
    return err('wrong_acquirer');
  }
  if (item.amount.minor <= 0n) return err('amount_invalid');
  const leansOn = item.isCredit ? (item.originalRrn ?? '') : item.rrn;
  const authorization = facts.authorizations.get(leansOn);
  if (!authorization) return err('authorization_unknown');
  if (authorization.status === 'reversed') return err('authorization_reversed');
  if (authorization.status !== 'approved') return err('authorization_not_approved');
  if (facts.fingerprint(item) !== authorization.cardFingerprint) return err('card_differs');
  const code = authorization.authorizationCode?.trimEnd();
  if (code && code !== item.authorizationCode) return err('authorization_code_differs');
  if (item.amount.currency !== authorization.currency) return err('currency_differs');
  const key = presentedKey({ ...item, part: partOf(item) });
  if (facts.presented.has(key) || facts.presented.has(item.arn)) {
    return err('duplicate');
  }
  const refusal = item.isCredit
    ? refuseRefund(item, authorization)
    : refusePurchase(item, authorization);
  return refusal ? err(refusal) : ok({ item, authorization });
}

function refusePurchase(
  item: Presentment,
  authorization: AuthorizationFacts,
): PresentmentRefusal | undefined {
  if (item.capturedAt > authorization.sentAtMs + validForMs) return 'authorization_expired';
  const total = authorization.presentedMinor + item.amount.minor;
  return total > authorization.remainingMinor ? 'amount_exceeds_authorization' : undefined;
}

function refuseRefund(
  item: Presentment,
  authorization: AuthorizationFacts,
): PresentmentRefusal | undefined {
  if (authorization.presentedMinor === 0n) return 'purchase_not_presented';
  const total = authorization.refundedMinor + item.amount.minor;
  return total > authorization.presentedMinor ? 'refund_exceeds_purchase' : undefined;
}

function afterwards(facts: AuthorizationFacts, item: Presentment): AuthorizationFacts {
  const { minor } = item.amount;
  if (item.isCredit) return { ...facts, refundedMinor: facts.refundedMinor + minor };
  const presentedMinor = facts.presentedMinor + minor;
  // After the last part nothing more may come.
  const remainingMinor = isLastPart(item) ? presentedMinor : facts.remainingMinor;
  return { ...facts, presentedMinor, remainingMinor };
}
