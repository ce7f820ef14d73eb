// From cart to order. The order is stored pending, with its number and its lines, before anything
// leaves the shop. [B07-B09] One cart has one open order: the same wish finds it, another one
// replaces it once its payment is surely closed.
import { createHash } from 'node:crypto';
import { randomToken } from '@kassa/crypto';
import { unit } from '@kassa/database';
import { type Money, money } from '@kassa/money';
import { Bug, err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { actOnOrder } from '../orders/act-on-order.ts';
import { askAgain, type SweepRoom } from '../orders/ask-gateway.ts';
import { type Order, orderNumber } from '../orders/order.ts';
import type { OrderEvent } from '../orders/order-event.ts';
import { evolve, noOrder } from '../orders/order-state.ts';
import { closePayment } from '../orders/start-payment.ts';
import { latestOfCart, nextSequence, placedUnit } from '../orders/store.ts';
import type { GatewayTrouble } from '../payment/gateway.ts';
import { type CartLine, type PricedCart, priceCart } from '../pricing/price-cart.ts';
import type { Lang, Shop } from '../shops/shop.ts';
import { checkDetails, type Details, type WrittenDetails, type WrongFields } from './details.ts';

export type PlaceRoom = SweepRoom & { readonly shop: Shop };

export type Wish = {
  readonly cartId: string;
  readonly lines: readonly CartLine[];
  readonly written: WrittenDetails;
  /** The total that stood on the page, in minor units: the buyer agreed to this one. */
  readonly seenMinor: bigint | undefined;
  readonly lang: Lang;
};

export type PlaceRefusal =
  | { readonly code: 'cart_empty' }
  | { readonly code: 'wrong_fields'; readonly fields: WrongFields }
  | { readonly code: 'price_changed'; readonly before: Money; readonly now: Money }
  /** The order that was open turned out to be paid, or being paid: that one is gone on with. */
  | { readonly code: 'other_order'; readonly order: Order }
  | GatewayTrouble;

/** The checks stand in the order in which the page tells of them. */
export async function placeOrder(
  room: PlaceRoom,
  wish: Wish,
): Promise<Result<Order, PlaceRefusal>> {
  const { shop } = room;
  const deliveryId = wish.written.delivery || undefined;
  const cart = priceCart(shop, { lines: wish.lines, deliveryId }, room.clock.nowMs());
  if (cart.lines.length === 0) return err({ code: 'cart_empty' });
  const details = checkDetails(shop, cart, wish.written);
  if (!details.ok) return err({ code: 'wrong_fields', fields: details.error });
  if (wish.seenMinor !== cart.total.minor) {
    const before = money(shop.currency, wish.seenMinor ?? 0n);
    return err({ code: 'price_changed', before, now: cart.total });
  }
  return storeOnce(room, wish, cart, details.value);
}

const roundsMax = 5;

async function storeOnce(
  room: PlaceRoom,
  wish: Wish,
  cart: PricedCart,
  details: Details,
): Promise<Result<Order, PlaceRefusal>> {
  const fingerprint = fingerprintOf(wish, cart, details);
  for (let round = 1; round <= roundsMax; round += 1) {
    const open = await latestOfCart(room.db, wish.cartId);
    if (open?.state.status === 'pending') {
      if (open.fingerprint === fingerprint) return ok(open);
      const replaced = await replace(room, open);
      if (!replaced.ok) return replaced;
    }
    const order = await newOrder(room, wish, cart, details, fingerprint);
    const event = placedEvent(order);
    const stored = await room.db.commit(
      unit(placedUnit(order, event), askAgain(room, order.number)),
    );
    if (stored.ok) return ok(order);
    const { error } = stored;
    // A second click was quicker: the next round finds its order.
    const isDoubled =
      error.code === 'conflict' && error.constraint === 'shop_order_one_pending_per_cart';
    if (!isDoubled) throw new Bug(`an order could not be stored: ${JSON.stringify(error)}`);
  }
  throw new Bug(`an order could not be stored in ${roundsMax} rounds`);
}

async function replace(room: PlaceRoom, open: Order): Promise<Result<void, PlaceRefusal>> {
  const closed = await closePayment(room, open.number);
  if (!closed.ok) {
    if (closed.error.code === 'no_such_order') return ok(undefined);
    return err(closed.error);
  }
  const order = closed.value;
  const isPayable = order.state.status === 'pending' && order.state.attempt.state === 'none';
  if (order.state.status === 'paid' || (order.state.status === 'pending' && !isPayable)) {
    return err({ code: 'other_order', order });
  }
  await actOnOrder(room, open.number, { do: 'cancel', reason: 'replaced' });
  return ok(undefined);
}

async function newOrder(
  room: PlaceRoom,
  wish: Wish,
  cart: PricedCart,
  details: Details,
  fingerprint: string,
): Promise<Order> {
  const { shop } = room;
  const { lang } = wish;
  const nowMs = room.clock.nowMs();
  const year = Number(dateIn(nowMs, shop.zone).slice(0, 4));
  const number = orderNumber(shop.numberPrefix, year, await nextSequence(room.db));
  const { delivery, total } = cart;
  const state = evolve(noOrder, {
    kind: 'order_placed',
    atMs: nowMs,
    totalMinor: total.minor,
    currency: total.currency,
  });
  if (state.status === 'none') throw new Bug('an order that was placed is there');
  return {
    number,
    accessKey: randomToken(24),
    cartId: wish.cartId,
    fingerprint,
    lang,
    version: 1,
    currency: shop.currency,
    lines: cart.lines.map(({ product, quantity, unit: each, total: all }) => ({
      slug: product.slug,
      name: product.name[lang],
      kind: product.kind,
      quantity,
      unit: each,
      total: all,
    })),
    subtotal: cart.subtotal,
    delivery: delivery && {
      id: delivery.delivery.id,
      name: delivery.delivery.name[lang],
      price: delivery.price,
    },
    total,
    vat: cart.vat,
    vatBasisPoints: cart.vatBasisPoints,
    buyer: details.buyer,
    mailedAtMs: undefined,
    state,
  };
}

function placedEvent({ state }: Order): OrderEvent {
  const { placedAtMs: atMs, totalMinor, currency } = state;
  return { kind: 'order_placed', atMs, totalMinor, currency };
}

function fingerprintOf(wish: Wish, cart: PricedCart, details: Details): string {
  const lines = cart.lines.map(({ product, quantity, total }) => [
    product.slug,
    quantity,
    total.minor.toString(),
  ]);
  const all = [wish.cartId, wish.lang, lines, details, cart.total.minor.toString()];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
