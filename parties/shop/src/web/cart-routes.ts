// The cart's forms. After a change the browser is sent to the cart, so that a reload repeats
// nothing; a quantity that cannot be taken is shown again at its field.
import { parseInput, redirect, sameOriginOnly } from '@kassa/http';
import type { Result } from '@kassa/result';
import { z } from 'zod';
import { addToCart, type CartRefusal, setQuantity } from '../cart/change-cart.ts';
import { saveCart } from '../cart/store.ts';
import { latestOfCart } from '../orders/store.ts';
import { type CartView, cartPage } from '../pages/cart-page.tsx';
import { productPage } from '../pages/product-page.tsx';
import { type CartLine, productOf } from '../pricing/price-cart.ts';
import type { T } from '../texts/texts.ts';
import { type HttpApp, html, type Reply, type Request, type ShopRoom } from './shop-room.ts';
import { type CartVisit, openCart, visitOf } from './visits.ts';

const lineForm = z.object({
  slug: z.string().max(80),
  quantity: z.string().max(40).catch(''),
  remove: z.string().optional(),
});

const plainView = { written: {}, errors: {}, trouble: undefined, justAdded: false };
const guarded = { preHandler: sameOriginOnly };

export function cartRoutes(app: HttpApp, room: ShopRoom): void {
  app.get('/cart', async (request, reply) => {
    const visit = await visitOf(room, request);
    const justAdded = new URL(request.url.replace(/^\/+/, '/'), 'http://shop').searchParams.has(
      'added',
    );
    return showCart(room, visit, reply, { ...plainView, justAdded });
  });

  app.post('/cart/items', guarded, async (request, reply) => {
    const form = parseInput(lineForm, request.body);
    const changed = await change(room, request, reply, (lines) =>
      addToCart(room.shop, lines, form),
    );
    if (changed.ok) return redirect(reply, '/cart?added');
    const visit = await visitOf(room, request);
    const error = refusalText(visit.t, changed.error);
    const product = productOf(room.shop, form.slug);
    if (!product) return showCart(room, visit, reply, { ...plainView, trouble: error }, 422);
    return html(reply, productPage(visit, { product, quantity: form.quantity, error }), 422);
  });

  app.post('/cart', guarded, async (request, reply) => {
    const form = parseInput(lineForm, request.body);
    const quantity = form.remove === undefined ? form.quantity : '0';
    const wish = { slug: form.slug, quantity };
    const changed = await change(room, request, reply, (lines) =>
      setQuantity(room.shop, lines, wish),
    );
    if (changed.ok) return redirect(reply, '/cart');
    const visit = await visitOf(room, request);
    const error = refusalText(visit.t, changed.error);
    const isInCart = visit.cart.lines.some((line) => line.product.slug === form.slug);
    const view = isInCart
      ? { ...plainView, written: { [form.slug]: quantity }, errors: { [form.slug]: error } }
      : { ...plainView, trouble: error };
    return showCart(room, visit, reply, view, 422);
  });
}

type Refusal = CartRefusal | { readonly code: 'cart_moved' };

const triesMax = 4;

/** Two windows may change one cart: the later change is made on top of the earlier one. */
async function change(
  room: ShopRoom,
  request: Request,
  reply: Reply,
  to: (lines: readonly CartLine[]) => Result<readonly CartLine[], CartRefusal>,
): Promise<Result<void, Refusal>> {
  for (let tries = 1; ; tries += 1) {
    const cart = await openCart(room, request, reply);
    const lines = to(cart.lines);
    if (!lines.ok) return lines;
    const saved = await saveCart(room.db, cart, lines.value, room.clock.nowMs());
    if (saved.ok || tries === triesMax) return saved;
  }
}

async function showCart(
  room: ShopRoom,
  visit: CartVisit,
  reply: Reply,
  view: Omit<CartView, 'latest'>,
  status = 200,
): Promise<Reply> {
  const { cartId } = visit;
  const latest = cartId === undefined ? undefined : await latestOfCart(room.db, cartId);
  return html(reply, cartPage(visit, { ...view, latest }), status);
}

function refusalText(t: T, refusal: Refusal): string {
  switch (refusal.code) {
    case 'too_many':
      return t('cart.error.too_many', { max: refusal.quantityMax });
    case 'cart_moved':
      return t('cart.error.moved');
    default:
      return t(`cart.error.${refusal.code}`);
  }
}
