// The checkout page, and the click that stores the order and leads to the gateway.
import { parseInput, redirect, sameOriginOnly } from '@kassa/http';
import { z } from 'zod';
import { type CheckoutView, checkoutPage, optionId } from '../checkout/checkout-page.tsx';
import { detailsForm, emptyDetails } from '../checkout/details.ts';
import { type PlaceRefusal, placeOrder } from '../checkout/place-order.ts';
import { orderPath } from '../orders/order.ts';
import { startPayment } from '../orders/start-payment.ts';
import { type PricedCart, priceCart } from '../pricing/price-cart.ts';
import { type HttpApp, html, type Reply, type ShopRoom } from './shop-room.ts';
import { type CartVisit, visitOf } from './visits.ts';

const seenForm = z.object({
  seen: z.record(z.string(), z.string().regex(/^\d{1,15}$/)).catch({}),
});

const howForm = z.object({ how: z.enum(['there', 'here']).catch('there') });

export function checkoutRoutes(app: HttpApp, room: ShopRoom): void {
  app.get('/checkout', async (request, reply) => {
    const visit = await visitOf(room, request);
    if (visit.cart.lines.length === 0) return redirect(reply, '/cart');
    const written = { ...emptyDetails, delivery: room.shop.deliveries[0]?.id ?? '' };
    return show(room, visit, reply, { written, wrong: {}, priceChanged: undefined });
  });

  app.post('/checkout', { preHandler: sameOriginOnly }, async (request, reply) => {
    const visit = await visitOf(room, request);
    const { stored } = visit;
    if (!stored || visit.cart.lines.length === 0) return redirect(reply, '/cart');
    const written = parseInput(detailsForm, request.body);
    const { seen } = parseInput(seenForm, request.body);
    const seenText = seen[visit.cart.needsDelivery ? written.delivery : 'none'];
    const placed = await placeOrder(room, {
      cartId: stored.id,
      lines: stored.lines,
      written,
      seenMinor: seenText === undefined ? undefined : BigInt(seenText),
      lang: visit.lang,
    });
    if (!placed.ok) return refuse(room, visit, reply, { refusal: placed.error, written });
    const { how } = parseInput(howForm, request.body);
    if (how === 'here') return redirect(reply, `${orderPath(placed.value)}/pay-here`);
    return goAndPay(room, reply, placed.value);
  });
}

/** Also the way from the order's own page: to the gateway, or back to what is known. */
export async function goAndPay(
  room: ShopRoom,
  reply: Reply,
  order: { readonly number: string; readonly accessKey: string },
): Promise<Reply> {
  const started = await startPayment(room, order.number);
  if (!started.ok) return redirect(reply, `${orderPath(order)}?trouble=gateway`);
  const stop = started.value;
  return redirect(reply, stop.to === 'gateway' ? stop.url : orderPath(order));
}

async function refuse(
  room: ShopRoom,
  visit: CartVisit,
  reply: Reply,
  { refusal, written }: { refusal: PlaceRefusal; written: CheckoutView['written'] },
): Promise<Reply> {
  const view = { written, wrong: {}, priceChanged: undefined };
  switch (refusal.code) {
    case 'cart_empty':
      return redirect(reply, '/cart');
    case 'wrong_fields':
      return show(room, visit, reply, { ...view, wrong: refusal.fields }, 422);
    case 'price_changed': {
      const { before, now } = refusal;
      return show(room, visit, reply, { ...view, priceChanged: { before, now } }, 409);
    }
    case 'other_order':
      return redirect(reply, orderPath(refusal.order));
    default:
      // The old payment could not be closed, so no second one is opened: the cart page shows it.
      return redirect(reply, '/cart');
  }
}

function show(
  room: ShopRoom,
  visit: CartVisit,
  reply: Reply,
  view: Omit<CheckoutView, 'options' | 'canPayHere'>,
  status = 200,
): Reply {
  const canPayHere = room.payHere !== undefined;
  const shown = { ...view, canPayHere, options: optionsOf(room, visit) };
  return html(reply, checkoutPage(visit, shown), status);
}

function optionsOf({ shop }: ShopRoom, visit: CartVisit): PricedCart[] {
  const { cart, stored, nowMs } = visit;
  if (!cart.needsDelivery) return [cart];
  return shop.deliveries
    .map(({ id }) => priceCart(shop, { lines: stored?.lines ?? [], deliveryId: id }, nowMs))
    .filter((option) => optionId(option) !== 'none');
}
