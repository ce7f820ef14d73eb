// What the banks of a disputed purchase tell each other, through the network. No card number travels:
// the acquirer reference number (ARN) of the presentment names the purchase.

import type { Money } from '@kassa/money';
import type { FileHeader } from './presentment.ts';

export const disputeStages = [
  /** The issuer takes the money back. */
  'chargeback',
  /** The acquirer presents the purchase a second time, and has the money again. */
  'representment',
  /** The issuer does not accept that, and takes the money back again. */
  'second_chargeback',
  /** The issuer lets the representment stand: no money moves any more. */
  'closing',
  /** The issuer has new facts, and asks the acquirer to give in before the network is asked. */
  'pre_arbitration',
  /** The acquirer gives in: the issuer has the money. Silence is that too. */
  'acceptance',
  /** The acquirer does not. */
  'declination',
  /** The issuer files the case with the network, for a fee. */
  'arbitration',
  /** The network rules: the money is the winner's, the fees are the loser's. */
  'ruling',
] as const;
export type DisputeStage = (typeof disputeStages)[number];

/** What a merchant may have to show. The documents themselves do not travel in clearing. */
export const merchantDocuments = [
  'delivery',
  'receipt',
  'customer_communication',
  'credit',
  'duplicate',
  'service',
  'policy',
  'other',
] as const;

/** What a cardholder may have to show. */
export const cardholderDocuments = [
  'police_report',
  'carrier_letter',
  'return',
  'cancellation',
  'other_payment',
  'shop_letter',
] as const;

/** A message names those of its sender's side: of both together they would not fit. */
export const disputeDocuments = [...merchantDocuments, ...cardholderDocuments] as const;

export const disputeSides = ['issuer', 'acquirer'] as const;
export type DisputeSide = (typeof disputeSides)[number];

export type DisputeMessage = {
  /** 1 and up: the position in the file. */
  readonly sequence: number;
  readonly stage: DisputeStage;
  /** Made by the issuer; the same at every stage. */
  readonly caseId: string;
  /** Above zero; the stage says who is paid. Of a closing: what it was about. */
  readonly amount: Money;
  readonly arn: string;
  /** RRN of the authorization. */
  readonly rrn: string;
  readonly acquirerId: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly raisedAt: number;
  /** The network's code: `10.4`. */
  readonly reason: string;
  readonly documents: readonly (typeof disputeDocuments)[number][];
  /** Printable ASCII; empty when there is nothing to say. */
  readonly text: string;
  /** Of a ruling, and of nothing else: who is right. */
  readonly favours?: DisputeSide;
  /** `2026-12-24`, set by the network: the last day on which the reader may answer. */
  readonly dueOn?: string;
  /** What the reader pays the network for it, below zero; above zero it is given back. */
  readonly fee?: Money;
};

export type DisputeFile = {
  readonly header: FileHeader;
  readonly items: readonly DisputeMessage[];
};

/** Subelements of field 48 hold so many characters. */
export const disputeTextMax = 99;

const paid: Readonly<Record<DisputeStage, boolean | undefined>> = {
  chargeback: true,
  representment: false,
  second_chargeback: true,
  closing: undefined,
  pre_arbitration: undefined,
  acceptance: true,
  declination: undefined,
  arbitration: undefined,
  // When it begins, the acquirer has the money.
  ruling: undefined,
};

/** True: the issuer is paid by it. Undefined: nobody is. */
export function paysIssuer({
  stage,
  favours,
}: Pick<DisputeMessage, 'stage' | 'favours'>): boolean | undefined {
  return stage === 'ruling' && favours === 'issuer' ? true : paid[stage];
}
