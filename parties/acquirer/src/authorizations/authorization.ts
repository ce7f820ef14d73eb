// What the acquirer remembers of an authorization.

import type { Money } from '@kassa/money';

export type AuthorizationKey = { readonly mid: string; readonly rrn: string };

export type AuthorizationState =
  /** Under way: the network may have it or not. */
  | 'sent'
  | 'approved'
  | 'declined'
  /** It certainly never left. */
  | 'not_sent'
  /** No answer: it is being reversed. */
  | 'unknown'
  /** The gateway has asked for it before it came: refused if it still comes. */
  | 'never_arrived'
  | 'reversed';

export type Authorization = AuthorizationKey & {
  readonly tid: string;
  readonly stan: string;
  readonly amount: Money;
  readonly cardFingerprint: string;
  readonly cardMasked: string;
  readonly eci: string | null;
  readonly upstreamStan: string;
  readonly upstreamTransmittedAt: string;
  readonly sealedRequest: string | null;
  readonly receivedAtMs: number;
  readonly state: AuthorizationState;
  readonly responseCode: string | null;
  readonly authorizationCode: string | null;
  readonly answerData: string | null;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  /** The RRN of what this request has grown. */
  readonly incrementOf: string | null;
  /** The last capture has been told: none may follow. */
  readonly isCaptureFinal: boolean;
};
