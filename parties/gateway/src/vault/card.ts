// A card as the rest of the gateway may know it. The number itself is a Pan, and only this folder,
// the connector to the acquirer and the 3-D Secure server ever hold one.

import type { Pan, Secret } from '@kassa/secret';
import type { AccountId, CustomerId, PaymentMethodId } from '../ids.ts';

export type Expiry = { readonly month: number; readonly year: number };

export type CardBrand =
  | 'visa'
  | 'mastercard'
  | 'amex'
  | 'diners'
  | 'discover'
  | 'jcb'
  | 'unionpay'
  | 'unknown';

export type Funding = 'credit' | 'debit' | 'prepaid' | 'unknown';

/** What may be shown and stored in the clear. */
export type CardFace = {
  readonly brand: CardBrand;
  readonly funding: Funding;
  /** ISO 3166 alpha-2 of the issuer; empty when the table does not know the range. */
  readonly country: string;
  readonly last4: string;
  readonly expiry: Expiry;
  readonly holder: string | null;
  /** The same for the same number at the same merchant, and useless to anyone else. */
  readonly fingerprint: string;
};

/** Billing details as the merchant gave them, in Stripe's shape. */
export type Billing = {
  readonly address: Readonly<Record<string, string | null>> | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
};

export type PaymentMethod = {
  readonly accountId: AccountId;
  readonly id: PaymentMethodId;
  readonly createdAtMs: number;
  readonly face: CardFace;
  readonly billing: Billing;
  readonly metadata: Readonly<Record<string, string>>;
  readonly customer: CustomerId | null;
  /** When it left its customer; from then on it is of no use. */
  readonly detachedAtMs: number | null;
  /** The token that it was made from, which can be used once. */
  readonly token: string | null;
  readonly allowRedisplay: AllowRedisplay;
  readonly sealed: SealedCard;
};

/** May the customer be shown this card again, to pay with it? */
export type AllowRedisplay = 'always' | 'limited' | 'unspecified';

/** The handle that others pass around: only the vault can open it. */
export type SealedCard = {
  readonly accountId: AccountId;
  readonly paymentMethod: PaymentMethodId;
  readonly sealedPan: string;
  readonly brand: CardBrand;
  readonly expiry: Expiry;
  readonly holder: string | null;
};

/** An opened card: lives as long as the building of one message. */
export type OpenCard = {
  readonly pan: Pan;
  readonly expiry: Expiry;
  readonly holder: string | null;
  readonly cvc: Secret<string> | null;
};
