// Frictionless, challenge or not at all: decided by facts, with the reasons kept [E02-E04].

import type { AuthenticationPolicy } from '../cards/card.ts';

export type AssessmentFacts = {
  /** Undefined: no card of ours has this number. */
  readonly policy: AuthenticationPolicy | undefined;
  readonly isRequestorInitiated: boolean;
  /** The shop or its acquirer demands a challenge (threeDSRequestorChallengeInd 04). */
  readonly isChallengeMandated: boolean;
  /** No payment: the card is to be kept for later ones, when nobody will be there to be asked. */
  readonly isToBeKept: boolean;
  /** In the card's currency; undefined without a rate. */
  readonly billedMinor: bigint | undefined;
  /** The last online payments in the card's currency. */
  readonly usualMinor: readonly bigint[];
  /** Below this, nothing is unusual. */
  readonly floorMinor: bigint;
  readonly hasPhone: boolean;
  readonly wasAuthenticatedBefore: boolean;
};

export type Assessment = {
  readonly decision:
    | { readonly transStatus: 'Y' }
    | { readonly transStatus: 'C' }
    | { readonly transStatus: 'U'; readonly reason: string };
  /** For people: what it was decided by. */
  readonly why: string;
};

/** Times the median of the usual payments that count as unusual. */
export const unusualFactor = 3n;

export function assess(facts: AssessmentFacts): Assessment {
  const { policy } = facts;
  if (policy === undefined) return unavailable('08', 'no card with this number');
  if (policy === 'not_enrolled') return unavailable('13', 'the card is not enrolled');
  const doubt = doubtAbout(facts, policy);
  if (doubt === undefined) return { decision: { transStatus: 'Y' }, why: 'nothing unusual' };
  if (facts.isRequestorInitiated) {
    // Nobody is there to be asked: the holder's earlier authentication there must do.
    const mayGoOn = facts.wasAuthenticatedBefore && policy !== 'every_payment';
    return mayGoOn
      ? { decision: { transStatus: 'Y' }, why: 'authenticated with this merchant before' }
      : unavailable('21', `${doubt}, and nobody is there to be asked`);
  }
  if (!facts.hasPhone)
    return unavailable('22', `${doubt}, and there is no phone to send a code to`);
  return { decision: { transStatus: 'C' }, why: doubt };
}

const mustAuthenticate: ReadonlySet<AuthenticationPolicy> = new Set([
  'always',
  'when_present',
  'every_payment',
]);

function doubtAbout(
  facts: AssessmentFacts,
  policy: Exclude<AuthenticationPolicy, 'not_enrolled'>,
): string | undefined {
  if (policy === 'never') return undefined;
  if (policy === 'when_present' && facts.isRequestorInitiated) return undefined;
  if (mustAuthenticate.has(policy)) return 'the card always demands authentication';
  if (facts.isChallengeMandated) return 'the merchant demands a challenge';
  if (policy === 'on_request') return undefined;
  if (facts.isToBeKept) return 'the card is to be kept for later payments';
  if (facts.billedMinor === undefined) return 'a currency without a rate';
  if (facts.billedMinor <= facts.floorMinor) return undefined;
  const usual = median(facts.usualMinor);
  if (usual === undefined) return 'no earlier online payment to compare with';
  return facts.billedMinor > usual * unusualFactor ? 'far above the usual amount' : undefined;
}

/** The lower one of the two in the middle when the number is even. */
export function median(values: readonly bigint[]): bigint | undefined {
  const sorted = [...values].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function unavailable(reason: string, why: string): Assessment {
  return { decision: { transStatus: 'U', reason }, why };
}
