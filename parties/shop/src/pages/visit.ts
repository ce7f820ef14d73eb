// One look of one reader at one page: everything a page needs besides what it is about.
import type { PricedCart } from '../pricing/price-cart.ts';
import type { Lang, Shop } from '../shops/shop.ts';
import type { T } from '../texts/texts.ts';
import type { Look } from './look.ts';

export type Visit = {
  readonly shop: Shop;
  readonly look: Look;
  readonly lang: Lang;
  readonly t: T;
  /** Path and query, for the language switch. */
  readonly here: string;
  readonly nowMs: number;
  readonly cartId: string | undefined;
  readonly cart: PricedCart;
};
