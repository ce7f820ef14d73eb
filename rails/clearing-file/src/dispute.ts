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
] as const;
export type DisputeStage = (typeof disputeStages)[number];

/** What a merchant may have to show. The documents themselves do not travel in clearing. */
export const disputeDocuments = [
  'delivery',
  'receipt',
  'customer_communication',
  'credit',
  'duplicate',
  'service',
  'policy',
  'other',
] as const;

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
};

export type DisputeFile = {
  readonly header: FileHeader;
  readonly items: readonly DisputeMessage[];
};

/** Subelements of field 48 hold so many characters. */
export const disputeTextMax = 99;

/** True: the issuer is paid by it. Undefined: nobody is. */
export function paysIssuer(stage: DisputeStage): boolean | undefined {
  return { chargeback: true, representment: false, second_chargeback: true, closing: undefined }[
    stage
  ];
}
