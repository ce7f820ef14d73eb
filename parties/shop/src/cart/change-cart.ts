// What may happen to a cart, pure: whole quantities within the bounds of each product.
import { err, ok, type Result } from '@kassa/result';
import { type CartLine, productOf } from '../pricing/price-cart.ts';
import type { Shop } from '../shops/shop.ts';

export const linesMax = 30;

export type CartRefusal =
  | { readonly code: 'no_such_product'; readonly slug: string }
  | { readonly code: 'not_a_quantity'; readonly slug: string }
  | { readonly code: 'too_many'; readonly slug: string; readonly quantityMax: number }
  | { readonly code: 'cart_full' };

/** What a field of quantity held: digits only, no sign, no fraction, no exponent. */
export function parseQuantity(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const digits = text.trim();
  return /^\d{1,4}$/.test(digits) ? Number(digits) : undefined;
}

/** Adds to what lies in the cart already; beyond the bound nothing changes. */
export function addToCart(
  shop: Shop,
  lines: readonly CartLine[],
  wish: { readonly slug: string; readonly quantity: unknown },
): Result<readonly CartLine[], CartRefusal> {
  const present = lines.find((line) => line.slug === wish.slug)?.quantity ?? 0;
  const more = parseQuantity(wish.quantity);
  if (more === undefined || more === 0) return err({ code: 'not_a_quantity', slug: wish.slug });
  return setQuantity(shop, lines, { slug: wish.slug, quantity: String(present + more) });
}

/** Sets one line; nought takes it out. The order of checks is the precedence of refusals. */
export function setQuantity(
  shop: Shop,
  lines: readonly CartLine[],
  wish: { readonly slug: string; readonly quantity: unknown },
): Result<readonly CartLine[], CartRefusal> {
  const { slug } = wish;
  const product = productOf(shop, slug);
  if (!product) return err({ code: 'no_such_product', slug });
  const quantity = parseQuantity(wish.quantity);
  if (quantity === undefined) return err({ code: 'not_a_quantity', slug });
  if (quantity > product.quantityMax) {
    return err({ code: 'too_many', slug, quantityMax: product.quantityMax });
  }
  const others = lines.filter((line) => line.slug !== slug);
  if (quantity === 0) return ok(others);
  const isNew = others.length === lines.length;
  if (isNew && lines.length >= linesMax) return err({ code: 'cart_full' });
  if (isNew) return ok([...lines, { slug, quantity }]);
  return ok(lines.map((line) => (line.slug === slug ? { slug, quantity } : line)));
}
