// What tells one shop from another, all as data: the program itself knows no product and no price.
import type { Currency } from '@kassa/money';
import type { Brand } from '@kassa/pages';
import type { PlainDate } from '@kassa/time';

/** The languages in which both shops are complete. */
export type Lang = 'en' | 'bs';
export type Words = Readonly<Record<Lang, string>>;

export type Shop = {
  readonly id: 'diva' | 'nordlys';
  readonly brand: Brand;
  readonly legalName: string;
  readonly address: string;
  readonly country: 'BA' | 'NO';
  readonly countryName: Words;
  readonly currency: Currency;
  readonly zone: 'Europe/Sarajevo' | 'Europe/Oslo';
  /** The first is offered to a reader of whom nothing is known. */
  readonly languages: readonly [Lang, ...Lang[]];
  /** First letters of an order number: `D-2026-000123`. */
  readonly numberPrefix: 'D' | 'N';
  readonly mailFrom: string;
  /** Digits of a postal code in this country. */
  readonly postalCode: { readonly pattern: RegExp; readonly example: string };
  readonly cityExample: string;
  readonly hero: {
    readonly eyebrow: Words;
    readonly title: Words;
    readonly lead: Words;
    /** File in the shop's `pictures` folder. */
    readonly picture: string;
    /** The product that the picture leads to. */
    readonly product: string;
  };
  readonly categories: readonly Category[];
  readonly products: readonly Product[];
  readonly deliveries: readonly Delivery[];
  /** Goods for this much or more travel free; undefined where they never do. */
  readonly freeDeliveryFromMinor: bigint | undefined;
  /** Where pictures and downloads lie. */
  readonly folder: URL;
};

export type Category = { readonly id: string; readonly name: Words };

export type Product = {
  readonly slug: string;
  readonly category: string;
  readonly name: Words;
  /** One line under the name. */
  readonly line: Words;
  readonly about: Words;
  readonly points: { readonly en: readonly string[]; readonly bs: readonly string[] };
  readonly picture: string;
  readonly prices: readonly DatedPrice[];
  readonly quantityMax: number;
} & (
  | { readonly kind: 'physical' }
  | { readonly kind: 'digital'; readonly file: Words; readonly fileName: Words }
);

/** A price from a day on, VAT included, until a later line takes over. */
export type DatedPrice = {
  readonly from: PlainDate;
  readonly minor: bigint;
  /** The price before, shown beside an offer. */
  readonly beforeMinor?: bigint;
};

export type Delivery = {
  readonly id: string;
  readonly name: Words;
  readonly time: Words;
  readonly minor: bigint;
  /** False where the buyer comes to the shop. */
  readonly needsAddress: boolean;
};
