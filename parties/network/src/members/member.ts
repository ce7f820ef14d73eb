// Who takes part in the network, and which member issued a card: the longest prefix wins.

import type { Secret } from '@kassa/secret';

export type Member = {
  /** Institution identification code, up to eleven digits (fields 32 and 33). */
  readonly id: string;
  /** The member's name among the parties of the world. */
  readonly party: string;
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Its code at the clearing house. */
  readonly clearingCode: string;
  readonly acquirer?:
    | {
        /** What the acquirer shows when it presents, and we when we bring it disputes. */
        readonly key: Secret<string>;
        /** Base address; without it no dispute reaches the acquirer. */
        readonly url?: string | undefined;
        /** Its sign-on at the switch proves that it holds this. */
        readonly signOnKey: Secret<string>;
      }
    | undefined;
  readonly issuer?: IssuerAccess | undefined;
};

export type IssuerAccess = {
  /** Where the issuer listens for ISO 8583. */
  readonly host: string;
  readonly port: number;
  /** Our sign-on there proves that we hold this. */
  readonly signOnKey: Secret<string>;
  /** Base address for clearing files. */
  readonly url: string;
  /** What we show to the issuer. */
  readonly key: Secret<string>;
  /** Base address of the ACS; without it no card of the issuer can be authenticated. */
  readonly acsUrl?: string | undefined;
};

export type CardRange = {
  readonly prefix: string;
  readonly issuerId: string;
  readonly product: Product;
  /** Where the card was issued, ISO 3166 alpha-2. */
  readonly country: string;
  /** False: cards of this range are not enrolled in 3-D Secure. */
  readonly isEnrolled: boolean;
};

export type Product = 'consumer_debit' | 'consumer_credit' | 'commercial';

/** The range with the longest prefix that the card number begins with. */
export function rangeOf(ranges: readonly CardRange[], digits: string): CardRange | undefined {
  let found: CardRange | undefined;
  for (const range of ranges) {
    if (!digits.startsWith(range.prefix)) continue;
    if (!found || range.prefix.length > found.prefix.length) found = range;
  }
  return found;
}
