// The issuer's checks in their order: the first that fails is the refusal [D07-D15]. The order is
// the precedence of refusals and stands here once; decide.test.ts holds it as a table.

import { err, ok, type Result } from '@kassa/result';
import type { Card } from '../cards/card.ts';
import { type CvcGiven, type CvcResult, cvcResult } from '../cards/cvc.ts';
import type { Decline } from './errors.ts';

export type Facts = {
  /** Undefined when no card of ours has this number. */
  readonly card:
    | Pick<Card, 'status' | 'expiry' | 'expiryRule' | 'cvcRule' | 'authentication' | 'limits'>
    | undefined;
  /** YYMM of the cardholder's calendar. */
  readonly thisMonth: string;
  /** Asks whether the card is good, for no money: what limits amounts is not asked. */
  readonly isVerification: boolean;
  readonly amountMinor: bigint;
  /** What the cardholder pays in the card's currency, fee included; undefined without a rate. */
  readonly billedMinor: bigint | undefined;
  /** Of an increment: how it stands with what it shall grow. */
  readonly original: 'none' | 'unknown' | 'closed' | 'open';
  /** What the payment comes to, with what was held before the increment; else like billedMinor. */
  readonly paymentMinor: bigint;
  /** Field 14, if the message has it. */
  readonly expiry: string | undefined;
  readonly cvc: CvcGiven;
  /** `none`: nothing was claimed. */
  readonly proof: 'valid' | 'invalid' | 'none';
  readonly isOnline: boolean;
  readonly isCrossBorder: boolean;
  readonly initiation: 'cardholder' | 'merchant';
  /** The holder has authenticated an earlier payment to this merchant with this card. */
  readonly wasAuthenticatedBefore: boolean;
  readonly spentToday: { readonly minor: bigint; readonly payments: number };
  /** Balance and credit line less holds. */
  readonly availableMinor: bigint;
};

/** The result for tag 87 goes into the answer, whatever is decided. */
export function decide(facts: Facts): Result<CvcResult, Decline> {
  const { card, amountMinor, isVerification } = facts;
  if (isVerification ? amountMinor !== 0n : amountMinor <= 0n) return err('invalid_amount');
  if (!card) return err('unknown_card');
  const known = { ...facts, card, billedMinor: facts.billedMinor ?? 0n };
  const checks = isVerification ? verificationChecks : paymentChecks;
  const failed = checks.find(([, fails]) => fails(known));
  return failed ? err(failed[0]) : ok(cvcResult(card.cvcRule, facts.cvc));
}

type Known = Omit<Facts, 'card' | 'billedMinor'> & {
  readonly card: NonNullable<Facts['card']>;
  /** Zero when there is no rate; the check for the rate stands before every check of amounts. */
  readonly billedMinor: bigint;
};

type Checks = readonly (readonly [Decline, (facts: Known) => boolean])[];

const originalChecks: Checks = [
  ['unknown_original', ({ original }) => original === 'unknown'],
  ['original_closed', ({ original }) => original === 'closed'],
];

const cardChecks: Checks = [
  ['unavailable', ({ card }) => card.status === 'unavailable'],
  ['do_not_honour', ({ card }) => card.status === 'do_not_honour'],
  ['suspected_fraud', ({ card }) => card.status === 'suspected_fraud'],
  ['expired', ({ card, thisMonth }) => card.expiry < thisMonth && card.expiryRule === 'exact'],
  ['wrong_expiry', hasWrongExpiry],
  ['frozen', ({ card }) => card.status === 'frozen'],
  ['blocked', ({ card }) => card.status === 'blocked'],
  ['lost', ({ card }) => card.status === 'lost'],
  ['stolen', ({ card }) => card.status === 'stolen'],
  ['wrong_cvc', ({ card, cvc }) => refusesCvc(card.cvcRule, cvc)],
  ['invalid_proof', ({ proof }) => proof === 'invalid'],
  ['authentication_required', lacksAuthentication],
];

const placeChecks: Checks = [
  ['online_not_allowed', ({ card, isOnline }) => isOnline && !card.limits.isOnlineAllowed],
  [
    'cross_border_not_allowed',
    ({ card, isCrossBorder }) => isCrossBorder && !card.limits.isCrossBorderAllowed,
  ],
];

const amountChecks: Checks = [
  [
    'above_payment_limit',
    ({ card, paymentMinor }) => isAbove(paymentMinor, card.limits.paymentMaxMinor),
  ],
  [
    'above_online_limit',
    ({ card, paymentMinor, isOnline }) =>
      isOnline && isAbove(paymentMinor, card.limits.onlineMaxMinor),
  ],
  [
    'above_day_limit',
    ({ card, billedMinor, spentToday }) =>
      isAbove(spentToday.minor + billedMinor, card.limits.dayMaxMinor),
  ],
  [
    'above_day_count',
    // An increment is no payment more.
    ({ card, spentToday, original }) =>
      card.limits.dayCountMax !== null &&
      original === 'none' &&
      spentToday.payments + 1 > card.limits.dayCountMax,
  ],
  ['insufficient_funds', ({ billedMinor, availableMinor }) => billedMinor > availableMinor],
];

const paymentChecks: Checks = [
  ...originalChecks,
  ...cardChecks,
  ['pays_nobody', ({ card }) => card.status === 'pays_nobody'],
  ['no_exchange_rate', ({ billedMinor }) => billedMinor === 0n],
  ...placeChecks,
  ...amountChecks,
];

const verificationChecks: Checks = [...cardChecks, ...placeChecks];

/** A merchant's own later payments carry no expiry; a cardholder's must be right if given. */
function hasWrongExpiry({ card, expiry, thisMonth }: Known): boolean {
  if (expiry === undefined) return false;
  if (card.expiryRule === 'exact') return expiry !== card.expiry;
  return expiry < thisMonth;
}

function refusesCvc(rule: Card['cvcRule'], cvc: CvcGiven): boolean {
  return rule !== 'never_report' && cvcResult(rule, cvc) === 'N';
}

/** Without a proof, whether a merchant may go on alone is the card's own matter. */
function lacksAuthentication(facts: Known): boolean {
  const { card, initiation, wasAuthenticatedBefore } = facts;
  if (facts.proof === 'valid' || !facts.isOnline) return false;
  switch (card.authentication) {
    case 'not_enrolled':
    case 'never':
    case 'risk':
    case 'on_request':
      return false;
    case 'always':
      return initiation === 'cardholder' || !wasAuthenticatedBefore;
    case 'when_present':
      return initiation === 'cardholder';
    case 'every_payment':
      return true;
  }
}

function isAbove(minor: bigint, max: bigint | null): boolean {
  return max !== null && minor > max;
}
