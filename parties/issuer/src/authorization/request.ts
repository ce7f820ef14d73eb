// An authorization request as the bank speaks of it; from-iso8583.ts makes it from the wire.

import type { Money } from '@kassa/money';
import type { Pan } from '@kassa/secret';

export type AuthorizationRequest = {
  /** Acquirer, STAN and RRN name the request for ever. */
  readonly acquirerId: string;
  readonly stan: string;
  readonly rrn: string;
  /** Undefined when the digits cannot be a card number. */
  readonly pan: Pan | undefined;
  readonly expiry: string | undefined;
  readonly cvc: string | undefined;
  readonly amount: Money;
  /** Asks whether the card is good, for no money. */
  readonly isVerification: boolean;
  /** Asks for so much more on top of this authorization. */
  readonly incrementOf: { readonly stan: string; readonly rrn: string } | undefined;
  readonly mid: string;
  readonly merchant: { readonly name: string; readonly city: string; readonly country: string };
  readonly mcc: string;
  readonly acquirerCountry: string;
  readonly isOnline: boolean;
  readonly initiation: 'cardholder' | 'merchant';
  /** Claims authentication (05) or its attempt (06). */
  readonly claimsAuthentication: boolean;
  readonly cavv: string | undefined;
};

export type ReversalRequest = {
  readonly mti: string;
  readonly acquirerId: string;
  readonly stan: string;
  readonly rrn: string;
  readonly originalStan: string;
  /** What the original asked for, and what of it shall remain held: zero for all of it back. */
  readonly amount: Money;
  readonly remainingMinor: bigint;
  readonly mid: string;
};

/** What is answered; the request's own fields are echoed by the codec. */
export type AuthorizationAnswer = {
  readonly responseCode: string;
  readonly authorizationCode: string | null;
  readonly cvcResult: string;
  readonly authorizationId: string;
};
