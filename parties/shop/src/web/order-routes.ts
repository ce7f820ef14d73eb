// The pages of one order. They open only by number and key together: anything else is a 404 that
// does not tell whether the order exists.
import { readFile } from 'node:fs/promises';
import { constantTimeEqual } from '@kassa/crypto';
import { addToCsp, parseInput, RequestError, redirect, sameOriginOnly } from '@kassa/http';
import { z } from 'zod';
import { actOnOrder } from '../orders/act-on-order.ts';
import { askGateway } from '../orders/ask-gateway.ts';
import { isOrderNumber, type Order, orderPath } from '../orders/order.ts';
import { type OrderTrouble, orderPage } from '../orders/order-page.tsx';
import { payHerePage } from '../orders/pay-here-page.tsx';
import { settleOrder } from '../orders/settle-order.ts';
import { closePayment, startPayment } from '../orders/start-payment.ts';
import { loadOrder } from '../orders/store.ts';
import { productOf } from '../pricing/price-cart.ts';
import { goAndPay } from './checkout-routes.ts';
import { slugParams } from './shelf-routes.ts';
import { type HttpApp, html, type Reply, type Request, type ShopRoom } from './shop-room.ts';
import { visitOf } from './visits.ts';

const orderParams = z.object({ number: z.string().max(40), key: z.string().max(100) });
const pageQuery = z.object({ trouble: z.enum(['gateway', 'cancel']).optional().catch(undefined) });
const returnQuery = z.object({ session_id: z.string().max(200).optional() });
const guarded = { preHandler: sameOriginOnly };

export function orderRoutes(app: HttpApp, room: ShopRoom): void {
  app.get('/orders/:number/:key', async (request, reply) => {
    const order = await orderOf(room, request);
    const { trouble } = parseInput(pageQuery, request.query);
    const asked = await askGateway(room, order);
    const visit = await visitOf(room, request);
    const now = asked.ok ? asked.value : order;
    return html(reply, orderPage(visit, now, asked.ok ? stillTrue(trouble, now) : 'unreachable'));
  });

  // The buyer's return. The gateway is asked; what stands in the address proves nothing.
  app.get('/orders/:number/:key/return', async (request, reply) => {
    const order = await orderOf(room, request);
    const sessionId = parseInput(returnQuery, request.query).session_id;
    if (sessionId !== undefined) await settleReturn(room, order, sessionId);
    return redirect(reply, orderPath(order));
  });

  app.get('/orders/:number/:key/pay-here', async (request, reply) => {
    const order = await orderOf(room, request);
    return payHere(room, request, reply, order);
  });

  app.post('/orders/:number/:key/pay', guarded, async (request, reply) =>
    goAndPay(room, reply, await orderOf(room, request)),
  );

  app.post('/orders/:number/:key/cancel', guarded, async (request, reply) => {
    const order = await orderOf(room, request);
    return cancel(room, reply, order);
  });

  app.get('/orders/:number/:key/files/:slug', async (request, reply) => {
    const order = await orderOf(room, request);
    const { slug } = parseInput(slugParams, request.params);
    return sendFile(room, request, reply, { order, slug });
  });
}

/** In the shop's own page, if the shop has a publishable key; else, and always, on the payment page. */
async function payHere(
  room: ShopRoom,
  request: Request,
  reply: Reply,
  order: Order,
): Promise<Reply> {
  const { payHere: means } = room;
  if (means === undefined) return goAndPay(room, reply, order);
  const started = await startPayment(room, order.number);
  if (!started.ok) return redirect(reply, `${orderPath(order)}?trouble=gateway`);
  const stop = started.value;
  if (stop.to === 'order') return redirect(reply, orderPath(order));
  const { sessionId, clientSecret, url } = stop;
  if (clientSecret === undefined) return redirect(reply, url);
  const { origin } = new URL(means.kassaUrl);
  addToCsp(reply, { script: [origin], frame: [origin] });
  const returnUrl = `${room.publicUrl}${orderPath(order)}/return?session_id=${sessionId}`;
  const visit = await visitOf(room, request);
  return html(reply, payHerePage(visit, { ...means, order, clientSecret, returnUrl }));
}

/** What the address says of a trouble holds only until the order has moved on. */
function stillTrue(said: 'gateway' | 'cancel' | undefined, { state }: Order): OrderTrouble {
  if (said === 'cancel') return 'not_cancelled';
  const isOpen = state.attempt.state === 'open' || state.attempt.state === 'processing';
  return said === 'gateway' && !isOpen ? 'unreachable' : undefined;
}

async function orderOf(room: ShopRoom, request: Request): Promise<Order> {
  const { number, key } = parseInput(orderParams, request.params);
  const order = isOrderNumber(number) ? await loadOrder(room.db, number) : undefined;
  if (!order || !constantTimeEqual(order.accessKey, key)) throw notHere();
  return order;
}

const notHere = () => new RequestError(404, 'not_found', 'There is no such order.');

async function settleReturn(room: ShopRoom, order: Order, sessionId: string): Promise<void> {
  if (!order.state.sessionIds.includes(sessionId)) throw notHere();
  const read = await room.gateway.readSession(sessionId);
  // No answer: the order's page says so, and asks again by itself.
  if (read.ok) await settleOrder(room, order.number, read.value);
}

async function cancel(room: ShopRoom, reply: Reply, order: Order): Promise<Reply> {
  const closed = await closePayment(room, order.number);
  if (!closed.ok) return redirect(reply, `${orderPath(order)}?trouble=gateway`);
  const done = await actOnOrder(room, order.number, { do: 'cancel', reason: 'buyer' });
  const isUnderWay = !done.ok && done.error.code === 'attempt_open';
  return redirect(reply, isUnderWay ? `${orderPath(order)}?trouble=cancel` : orderPath(order));
}

async function sendFile(
  room: ShopRoom,
  request: Request,
  reply: Reply,
  wanted: { readonly order: Order; readonly slug: string },
): Promise<Reply> {
  const { order, slug } = wanted;
  const isBought = order.lines.some((line) => line.kind === 'digital' && line.slug === slug);
  const product = productOf(room.shop, slug);
  if (order.state.status !== 'paid' || !isBought || product?.kind !== 'digital') throw notHere();
  const { lang } = await visitOf(room, request);
  const file = await readFile(new URL(`downloads/${product.file[lang]}`, room.shop.folder));
  return reply
    .header('Content-Disposition', `attachment; filename="${product.fileName[lang]}"`)
    .type('text/html; charset=utf-8')
    .send(file);
}
