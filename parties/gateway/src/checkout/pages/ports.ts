// What the hosted pages need of the gateway, in their own words; wire.ts plugs it in. A card number
// passes through here once, on its way to the vault, as `Pan` and `Secret`, which do not print.

import type { Money } from '@kassa/money';
import type { Pan, Secret } from '@kassa/secret';
import type { BrowserFacts } from '../../authentication/browser-facts.ts';
import type { WordsKey } from '../../payments/problem.ts';
import type { FieldErrors } from './card-checks.ts';

export type CheckoutSessions = {
  loadSession(id: string): Promise<CheckoutView | undefined>;
  /** Safe to call twice for one click: the second call gets the first one's result or `processing`. */
  payWithCard(id: string, card: CardEntry, browser: BrowserFacts): Promise<PayOutcome>;
};

/** How the merchant looks. The logo is foreign markup: it is only ever shown as an image. */
export type Branding = {
  readonly name: string;
  /** `#rrggbb`; made darker by the theme until text on it can be read. */
  readonly colour: string;
  readonly accent?: string | undefined;
  readonly radius?: 'crisp' | 'soft' | 'round' | undefined;
  readonly font?: 'plain' | 'classic' | 'humanist' | undefined;
  /** SVG markup, about 28 px high; without one the name stands in. */
  readonly logo?: string | undefined;
  /** Square SVG for the browser's tab; without one the first letter stands in. */
  readonly icon?: string | undefined;
  /** The page's language when neither shopper nor shop asked for one. */
  readonly language?: string | undefined;
};

export type CheckoutView = {
  readonly id: string;
  /** True when no real money moves; the page says so. */
  readonly isTest: boolean;
  readonly merchant: Branding;
  /** The language the shop asked for; null lets the browser choose. */
  readonly locale: string | null;
  readonly orderNumber: string | null;
  readonly lines: readonly OrderLine[];
  readonly shipping: Money | null;
  readonly tax: { readonly amount: Money; readonly isIncluded: boolean } | null;
  readonly discount: Money | null;
  readonly total: Money;
  /** Where the receipt goes, if the shop told. */
  readonly email: string | null;
  readonly state: CheckoutState;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
};

export type OrderLine = {
  readonly name: string;
  readonly note?: string | undefined;
  readonly quantity: number;
  /** Of the whole line. */
  readonly amount: Money;
};

export type CheckoutState =
  | { readonly kind: 'open'; readonly problem: WordsKey | null }
  /** The bank's question is open in another tab or was left; another card may be tried as well. */
  | { readonly kind: 'confirming'; readonly challengeUrl: string }
  /** Sent to the bank, and not known yet: never a form, or the shopper pays twice. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'paid';
      readonly reference: string | null;
      readonly paidAtMs: number | null;
    }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'expired' };

export type CardEntry = {
  readonly pan: Pan;
  readonly expiry: { readonly month: number; readonly year: number };
  readonly cvc: Secret<string>;
  readonly name: string;
};

export type PayOutcome =
  | { readonly kind: 'succeeded'; readonly url: string }
  | { readonly kind: 'challenge'; readonly url: string }
  | { readonly kind: 'refused'; readonly words: WordsKey }
  | { readonly kind: 'processing' }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Paid, expired or canceled meanwhile; or no such session. Its page says which. */
  | { readonly kind: 'gone' };
