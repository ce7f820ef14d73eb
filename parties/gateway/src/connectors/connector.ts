// The contract of every way to an acquirer. Its ends are three kinds that cannot be taken for one
// another: the bank has answered (approved, refused), nothing has left (not_attempted), or nobody
// knows (unknown). After unknown only a reversal is right; never a second try.

import type { ClearingSequence } from '@kassa/iso8583';
import type { Money } from '@kassa/money';
import type { Secret } from '@kassa/secret';
import type { Merchant } from '../merchants/merchant.ts';
import type { Approval, WireReference } from '../payments/intent.ts';
import type { SealedCard } from '../vault/card.ts';

export type Connector = {
  readonly name: string;
  /** Names the next message of this merchant; recorded in the attempt before anything is sent. */
  nameMessage(merchant: Merchant): Promise<WireReference>;
  authorize(request: AuthorizationRequest): Promise<AuthorizationEnd>;
  /** Asks for more on top of what is held. After an unknown end the old hold stands, for certain. */
  increment(request: IncrementRequest): Promise<AuthorizationEnd>;
  /**
   * Asks whether the card is good, for no money. After an unknown end nothing needs a reversal, for
   * nothing can be held: it may be asked again, under a name of its own.
   */
  verify(request: VerificationRequest): Promise<VerificationEnd>;
  /** Asks what became of a message that was not answered. Moves no money, and may be asked again. */
  inquire(request: InquiryRequest): Promise<InquiryEnd>;
  /** Tells what has been decided. Sent again under the same name until it is acknowledged. */
  tell(advice: Advice): Promise<AdviceEnd>;
  isConnected(): boolean;
  close(): Promise<void>;
};

/** For amount zero, in the merchant's own currency. */
export type VerificationRequest = Omit<AuthorizationRequest, 'amount'>;

export type AuthorizationRequest = {
  readonly merchant: Merchant;
  readonly wire: WireReference;
  readonly amount: Money;
  readonly card: SealedCard;
  readonly proof: Proof | null;
  /** Is the cardholder there, or does the merchant act on an earlier agreement? */
  readonly initiation: 'cardholder' | 'merchant';
  /** By mail or telephone. */
  readonly isMoto?: boolean;
};

/** For so much more; the cardholder is not there, and has shown before who they are. */
export type IncrementRequest = Pick<
  AuthorizationRequest,
  'merchant' | 'wire' | 'amount' | 'card'
> & {
  /** The authorization that shall grow. */
  readonly original: { readonly wire: WireReference; readonly authorizationCode: string };
};

/** What 3-D Secure has shown, to be checked again by the issuer. */
export type Proof = {
  readonly eci: string;
  readonly cavv: Secret<string> | null;
  readonly version: string;
  readonly dsTransId: string | null;
};

export type AuthorizationEnd =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly responseCode: string }
  | { readonly kind: 'not_attempted'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

export type VerificationEnd =
  | { readonly kind: 'approved'; readonly verification: Verification }
  | { readonly kind: 'refused'; readonly responseCode: string }
  | { readonly kind: 'not_attempted'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** The issuer knows nothing against the card. It has given no code: there is no money to claim. */
export type Verification = Omit<Approval, 'authorizationCode'>;

export type InquiryRequest = {
  readonly merchant: Merchant;
  /** The inquiry's own name. */
  readonly wire: WireReference;
  readonly card: SealedCard;
  /** The authorization or increment that is asked for. */
  readonly original: { readonly wire: WireReference; readonly amount: Money };
};

export type InquiryEnd =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly responseCode: string }
  /** The provider promises: nothing was done under that name, and nothing ever will be. */
  | { readonly kind: 'never_arrived' }
  /** It is being worked on there: to be asked again. */
  | { readonly kind: 'under_way' }
  /** The provider has not answered the question. */
  | { readonly kind: 'unknown'; readonly why: string };

export type Advice = {
  readonly kind: AdviceKind;
  readonly isRepeat: boolean;
  readonly merchant: Merchant;
  /** The advice's own name. */
  readonly wire: WireReference;
  readonly amount: Money;
  readonly card: SealedCard;
  /** Of one capture among several: which it is. Null: the only one. */
  readonly clearing: ClearingSequence | null;
  /** The authorization it speaks of, or the increment. */
  readonly original: {
    readonly wire: WireReference;
    readonly amount: Money;
    readonly authorizationCode: string | null;
  };
};

/**
 * A void takes back what was approved; a reversal takes back what nobody knows; a release lets go
 * what is not captured, and its amount is what is kept.
 */
export type AdviceKind = 'capture' | 'refund' | 'void' | 'reversal' | 'release';

export type AdviceEnd =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'refused'; readonly responseCode: string }
  | { readonly kind: 'not_attempted'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** An approval that came when nobody waited for it any more. */
export type LateApproval = {
  readonly provider: string;
  readonly rrn: string;
  readonly stan: string;
  readonly terminalId: string;
};
