// Who is right? The network's ruling on what both banks have shown and what it knows by itself. Pure;
// the order of the grounds is their precedence. What is not on file was not said.

import type { DisputeMessage, DisputeSide } from '@kassa/clearing-file';

type Document = DisputeMessage['documents'][number];

export type RuleFacts = {
  readonly reason: string;
  /** The reason claims that the cardholder did not buy. */
  readonly isFraud: boolean;
  /** The issuer vouched for its cardholder at this purchase, or could have. */
  readonly isVouchedFor: boolean;
  /** The case was filed within its days. */
  readonly isFiledInTime: boolean;
  readonly disputedMinor: bigint;
  /** What the merchant has given back since, as presented to the network. */
  readonly refundedMinor: bigint;
  /** The merchant presented the same amount for the same card a second time within days. */
  readonly hasTwin: boolean;
  /** Of the representment and of the answer to pre-arbitration. */
  readonly merchantShows: readonly Document[];
  /** Of the pre-arbitration and of the filing. */
  readonly cardholderShows: readonly Document[];
};

export const grounds = [
  'filed_late',
  'refunded',
  'liability_shift',
  'no_duplicate',
  'outweighed',
  'proven',
  'unproven',
] as const;
export type Ground = (typeof grounds)[number];

export type Ruling = {
  readonly favours: DisputeSide;
  readonly ground: Ground;
  /** For people; it fits into a message. */
  readonly why: string;
};

/** By reason: what proves the merchant's side, and what of the cardholder outweighs even that. */
const proofs: Readonly<
  Record<string, { merchant: readonly Document[]; cardholder: readonly Document[] }>
> = {
  '10.4': { merchant: ['customer_communication'], cardholder: ['police_report'] },
  '12.6.1': { merchant: ['duplicate'], cardholder: ['other_payment', 'shop_letter'] },
  '13.1': { merchant: ['delivery'], cardholder: ['carrier_letter', 'shop_letter'] },
  '13.2': { merchant: ['policy'], cardholder: ['cancellation', 'shop_letter'] },
  '13.3': { merchant: ['service'], cardholder: ['return', 'shop_letter'] },
  '13.6': { merchant: ['policy'], cardholder: ['return', 'shop_letter'] },
  '13.7': { merchant: ['policy'], cardholder: ['cancellation', 'return', 'shop_letter'] },
};

export function rule(facts: RuleFacts): Ruling {
  const { reason, merchantShows, cardholderShows } = facts;
  if (!facts.isFiledInTime) {
    return forAcquirer('filed_late', 'The case was filed after its days were over.');
  }
  if (facts.refundedMinor >= facts.disputedMinor) {
    return forAcquirer('refunded', 'The merchant has given the money back already.');
  }
  if (facts.isFraud && facts.isVouchedFor) {
    return forAcquirer(
      'liability_shift',
      'The issuer answers for fraud of an authenticated purchase.',
    );
  }
  if (reason === '12.6.1' && !facts.hasTwin) {
    return forAcquirer('no_duplicate', 'The network knows of one such sale only.');
  }
  const { merchant = [], cardholder = [] } = proofs[reason] ?? {};
  const proof = merchant.find((one) => merchantShows.includes(one));
  const against = cardholder.find((one) => cardholderShows.includes(one));
  if (proof === undefined) {
    return forIssuer('unproven', 'Nothing that the merchant shows refutes the claim.');
  }
  if (against !== undefined) {
    return forIssuer('outweighed', `The ${named(against)} outweighs the proof (${named(proof)}).`);
  }
  return forAcquirer('proven', `The merchant has proof (${named(proof)}).`);
}

const named = (document: Document): string => document.replaceAll('_', ' ');

const forAcquirer = (ground: Ground, why: string): Ruling => ({ favours: 'acquirer', ground, why });
const forIssuer = (ground: Ground, why: string): Ruling => ({ favours: 'issuer', ground, why });
