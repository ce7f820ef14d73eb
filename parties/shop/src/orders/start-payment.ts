// Sends the buyer to the gateway: at most one open session per order, however often Pay is
// clicked and from however many windows. Also closes what is open, before an order is given up.
import { setTimeout } from 'node:timers/promises';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { GatewayTrouble, PaymentGateway } from '../payment/gateway.ts';
import { actOnOrder } from './act-on-order.ts';
import { type Order, orderPath } from './order.ts';
import { type SettleRoom, settleOrder } from './settle-order.ts';
import { loadOrder } from './store.ts';

export type PaymentRoom = SettleRoom & {
  readonly gateway: PaymentGateway;
  /** Address of the shop as the buyer's browser knows it. */
  readonly publicUrl: string;
};

/** Where the buyer goes on: at the gateway, or with an order that needs no payment (any more). */
export type NextStop =
  | {
      readonly to: 'gateway';
      readonly url: string;
      readonly sessionId: string;
      readonly clientSecret: string | undefined;
    }
  | { readonly to: 'order'; readonly order: Order };

type Trouble = GatewayTrouble | { readonly code: 'no_such_order' };

const roundsMax = 8;
const busyPauseMs = 40;

export async function startPayment(
  room: PaymentRoom,
  number: string,
): Promise<Result<NextStop, Trouble>> {
  for (let round = 1; round <= roundsMax; round += 1) {
    const order = await loadOrder(room.db, number);
    if (!order) return err({ code: 'no_such_order' });
    const { state } = order;
    if (state.status !== 'pending') return ok({ to: 'order', order });
    const { attempt } = state;
    if (attempt.state === 'none') {
      await actOnOrder(room, number, { do: 'start_attempt' });
      continue;
    }
    if (attempt.state === 'started') {
      const opened = await openSession(room, order);
      if (!opened.ok && opened.error.code !== 'busy') return opened;
      // The other click is opening it: in a moment its session stands at the order.
      if (!opened.ok) await setTimeout(busyPauseMs * round);
      continue;
    }
    const stop = await goOnWith(room, order, attempt.sessionId);
    if (stop) return stop;
  }
  return err({ code: 'unreachable', detail: `${number} stayed busy for ${roundsMax} rounds` });
}

/** The session for the attempt that is written down already: a repeated call gives the same. */
async function openSession(room: PaymentRoom, order: Order): Promise<Result<void, Trouble>> {
  const returnUrl = `${room.publicUrl}${orderPath(order)}/return`;
  const wish = { order, attempt: order.state.attempts, returnUrl };
  const opened = await room.gateway.openSession(wish);
  if (!opened.ok) return opened;
  const { id: sessionId, url } = opened.value;
  await actOnOrder(room, order.number, { do: 'open_session', sessionId, url: url ?? '' });
  return ok(undefined);
}

/** Undefined: the session is over, and another round opens the next one. */
async function goOnWith(
  room: PaymentRoom,
  order: Order,
  sessionId: string,
): Promise<Result<NextStop, Trouble> | undefined> {
  const read = await room.gateway.readSession(sessionId);
  if (!read.ok) return read;
  const settled = await settleOrder(room, order.number, read.value);
  if (!settled.ok) return err({ code: 'not_taken', detail: settled.error.code });
  const now = settled.value;
  if (now.state.status !== 'pending') return ok({ to: 'order', order: now });
  if (read.value.isProcessing) return ok({ to: 'order', order: now });
  if (read.value.status === 'expired') return undefined;
  // After a refusal the next card gets a session of its own.
  if (now.state.refusal) {
    const closed = await closeSession(room, now.number, sessionId);
    return closed.ok ? undefined : closed;
  }
  const { url, clientSecret } = read.value;
  return url ? ok({ to: 'gateway', url, sessionId, clientSecret }) : undefined;
}

/** Closes whatever is open, so that no money can come any more; tells what the order is then. */
export async function closePayment(
  room: PaymentRoom,
  number: string,
): Promise<Result<Order, Trouble>> {
  for (let round = 1; round <= roundsMax; round += 1) {
    const order = await loadOrder(room.db, number);
    if (!order) return err({ code: 'no_such_order' });
    const { state } = order;
    if (state.status !== 'pending' || state.attempt.state === 'none') return ok(order);
    if (state.attempt.state === 'started') {
      // Whether the gateway knows it is not known: asking again gives the one session there is.
      const opened = await openSession(room, order);
      if (!opened.ok) return opened;
      continue;
    }
    const closed = await closeSession(room, number, state.attempt.sessionId);
    if (!closed.ok) return closed;
    if (closed.value.state.attempt.state === 'processing') return closed;
  }
  throw new Bug(`the payment of ${number} could not be closed in ${roundsMax} rounds`);
}

async function closeSession(
  room: PaymentRoom,
  number: string,
  sessionId: string,
): Promise<Result<Order, Trouble>> {
  const closed = await room.gateway.expireSession(sessionId);
  if (!closed.ok) return closed;
  const settled = await settleOrder(room, number, closed.value);
  return settled.ok ? settled : err({ code: 'not_taken', detail: settled.error.code });
}
