// The shapes of the cast.

import type { AcquirerParty, Fee } from './acquirers.ts';

export type PastPayment = {
  readonly minor: number;
  readonly merchant: string;
  readonly city: string;
  readonly country: string;
  readonly daysAgo: number;
};

export type CardPlan = {
  readonly number: string;
  /** YYMM. */
  readonly expiry: string;
  readonly expiryRule: 'exact' | 'any_future';
  /** Printed on the card; left out where any code will do. */
  readonly cvc?: string;
  readonly cvcRule: 'exact' | 'any' | 'never_refuse' | 'never_report';
  readonly authentication:
    | 'not_enrolled'
    | 'never'
    | 'risk'
    | 'on_request'
    | 'always'
    | 'when_present'
    | 'every_payment';
  readonly status:
    | 'active'
    | 'lost'
    | 'stolen'
    | 'do_not_honour'
    | 'suspected_fraud'
    | 'pays_nobody'
    | 'unavailable';
  readonly balanceMinor: number;
  readonly creditLineMinor?: number;
  readonly history?: readonly PastPayment[];
  readonly limits?: {
    readonly dayMaxMinor?: number;
    readonly dayCountMax?: number;
    readonly onlineMaxMinor?: number;
  };
  /** Its holder disputes every purchase for this reason, once it is on the statement. */
  readonly disputes?: 'fraudulent' | 'product_not_received';
  /** What a payment with it comes to. */
  readonly outcome: 'approved' | 'challenge' | 'declined';
  /** Stripe's code when it ends in a refusal. */
  readonly declineCode?: string;
  /** For people. */
  readonly does: string;
  /** Names by which programs give it, after `pm_card_` and `tok_`. */
  readonly tokens?: readonly string[];
};

/** Somebody with accounts at a bank. */
export type CustomerPlan = {
  readonly id: string;
  /** What they type to log in to the net-bank. */
  readonly number: string;
  /** Left out: they have no net-bank. */
  readonly password?: string;
  readonly kind: 'person' | 'business';
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  /** In which the bank writes to them; English when left out. */
  readonly language?: 'en' | 'bs';
  readonly accounts: readonly AccountPlan[];
};

export type AccountPlan = {
  readonly id: string;
  readonly iban: string;
  readonly name: string;
  readonly currency: 'BAM' | 'NOK' | 'EUR';
  readonly balanceMinor: number;
  readonly creditLineMinor: number;
  readonly card?: CardPlan;
};

export type ContractPlan = {
  readonly mid: string;
  readonly tid: string;
  /** Where the two have agreed on another fee than the bank asks of everybody. */
  readonly fee?: Fee;
  /** What the bank holds back of each sale, for so many days. */
  readonly reserve?: { readonly basisPoints: number; readonly days: number };
};

export type MerchantPlan = {
  /** The account at the gateway. */
  readonly accountId: `acct_${string}`;
  /** Which shop of the world sells for it; left out: only programs do. */
  readonly slug?: 'diva' | 'nordlys';
  readonly name: string;
  readonly legalName: string;
  readonly email: string;
  readonly city: string;
  readonly country: string;
  readonly currency: 'BAM' | 'NOK';
  readonly mcc: string;
  /** Merchant and terminal at each acquirer it has a contract with: 15 and 8 characters. */
  readonly contracts: Readonly<Partial<Record<AcquirerParty, ContractPlan>>>;
  /**
   * A marketplace: others sell under its contract and are paid out of its money. So its acquirer pays
   * as it is told, not every day; and that is one acquirer, since money of two is not in one place.
   */
  readonly isPlatform?: boolean;
  /** Where the acquirers pay to. */
  readonly iban: string;
  readonly bankBic: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** May do only what stands here, as the official client names it. */
  readonly restrictedKey?: {
    readonly key: string;
    readonly rights: Readonly<Record<string, 'read' | 'write'>>;
  };
  /** Of the shop's own endpoint, where there is a shop. */
  readonly webhookSecret?: string;
  readonly colour: string;
  readonly accent: string;
};

/** A merchant with a shop in the world. */
export type ShopPlan = MerchantPlan & Required<Pick<MerchantPlan, 'slug' | 'webhookSecret'>>;
