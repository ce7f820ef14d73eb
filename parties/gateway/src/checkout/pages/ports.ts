// What the hosted pages need of the gateway, in their own words; wire.ts plugs it in. A card number
// passes through here once, on its way to the vault, as `Pan` and `Secret`, which do not print.

import type { Money } from '@kassa/money';
import type { Pan, Secret } from '@kassa/secret';
import type { BrowserFacts } from '../../authentication/browser-facts.ts';
import type { WordsKey } from '../../payments/problem.ts';
import type { Address, Ask, Collected } from '../session/collected.ts';
import type { FieldErrors } from './card-checks.ts';

export type CheckoutSessions = {
  loadSession(id: string): Promise<CheckoutView | undefined>;
  /** The order as the buyer wishes it; nothing is paid. False: it can be changed no more. */
  choose(id: string, choices: OrderChoices): Promise<boolean>;
  /** Safe to call twice for one click: the second call gets the first one's result or `processing`. */
  payWithCard(id: string, paying: Paying): Promise<PayOutcome>;
  /** Gives up the place in the queue, if there is one. */
  leaveQueue(id: string): void;
};

/** Addresses that open a session of their own for each who follows them. */
export type CheckoutLinks = {
  openLink(token: string, visit: LinkVisit): Promise<LinkOpened>;
  /** An expired session's order in a fresh session; undefined where there is none. */
  recover(sessionId: string): Promise<string | undefined>;
};

/** What the address of a link may say besides. */
export type LinkVisit = {
  readonly email: string | null;
  readonly reference: string | null;
  readonly locale: string | null;
};

export type LinkOpened =
  | { readonly kind: 'open'; readonly sessionId: string }
  | { readonly kind: 'off'; readonly merchant: Branding; readonly message: string | null }
  | { readonly kind: 'missing' };

export type Paying = {
  readonly card: CardEntry;
  readonly entry: OrderEntry;
  /** Of the order that the page has shown: another one is not paid. */
  readonly seen: string;
  readonly browser: BrowserFacts;
};

/** What changes the total. */
export type OrderChoices = {
  /** Null: as it is. */
  readonly shippingRate: string | null;
  /** By the ids of lines. */
  readonly quantities: Readonly<Record<string, number>>;
  /** In minor units, where the buyer says how much. */
  readonly amounts: Readonly<Record<string, bigint>>;
  /** Where the goods or the bill go: whose VAT it is. */
  readonly country: string | null;
};

/** What the buyer has told besides the card; null where nobody has asked. */
export type OrderEntry = {
  readonly choices: OrderChoices;
  readonly email: string | null;
  readonly phone: string | null;
  readonly individualName: string | null;
  readonly businessName: string | null;
  readonly shipping: { readonly name: string; readonly address: Address } | null;
  readonly billing: Address | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly terms: boolean;
  readonly promotions: boolean;
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
  /** `setup`: a card is kept for later, and costs nothing now. */
  readonly mode: 'payment' | 'setup';
  /** True when no real money moves; the page says so. */
  readonly isTest: boolean;
  readonly merchant: Branding;
  /** The language the shop asked for; null lets the browser choose. */
  readonly locale: string | null;
  readonly orderNumber: string | null;
  readonly lines: readonly OrderLine[];
  readonly shipping: Money | null;
  /** The ways of sending that are offered, and the one that counts. */
  readonly shippingOptions: readonly OfferedShipping[];
  readonly shippingRate: string | null;
  /** VAT within the prices, and on top of them; null where none is counted. */
  readonly taxIncluded: Money | null;
  readonly taxAdded: Money | null;
  readonly discount: Money | null;
  readonly total: Money;
  /** Names exactly this order and what it costs. */
  readonly seen: string;
  /** What the page asks besides the card, and what is known of it already. */
  readonly ask: Ask;
  readonly entered: Collected;
  readonly texts: PageTexts;
  /** What the merchant says once it is paid, where this page confirms. */
  readonly confirmation: string | null;
  readonly submit: 'pay' | 'book' | 'donate';
  /** Where the receipt goes, if anybody told. */
  readonly email: string | null;
  readonly state: CheckoutState;
  /** Null where the payment page itself confirms. */
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
};

/** Words of the merchant's own. */
export type PageTexts = {
  readonly submit: string | null;
  readonly shippingAddress: string | null;
  readonly terms: string | null;
  readonly afterSubmit: string | null;
};

export type OfferedShipping = {
  readonly id: string;
  readonly name: string;
  readonly amount: Money;
  readonly estimate: { readonly minimum: Span | null; readonly maximum: Span | null } | null;
};

export type Span = {
  readonly unit: 'hour' | 'day' | 'business_day' | 'week' | 'month';
  readonly value: number;
};

export type OrderLine = {
  readonly id: string;
  readonly name: string;
  readonly note?: string | undefined;
  readonly quantity: number;
  /** Of the whole line. */
  readonly amount: Money;
  /** Between what the buyer may change the quantity. */
  readonly adjustable: { readonly minimum: number; readonly maximum: number } | null;
  /** Between what the buyer says how much, in minor units. */
  readonly own: { readonly minimum: bigint; readonly maximum: bigint | null } | null;
};

export type CheckoutState =
  | { readonly kind: 'open'; readonly problem: WordsKey | null }
  /** The bank's question is open in another tab or was left; another card may be tried as well. */
  | { readonly kind: 'confirming'; readonly challengeUrl: string }
  /** Nothing was sent yet: there are others before it. Never a form, or they take two places. */
  | { readonly kind: 'queued'; readonly ahead: number }
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
  /** Nobody can take it yet: it has a place in the queue. */
  | { readonly kind: 'queued' }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** The order is another one than the page has shown: nothing was sent. */
  | { readonly kind: 'changed' }
  /** Paid, expired or canceled meanwhile; or no such session. Its page says which. */
  | { readonly kind: 'gone' };
