// Asks the gateway about an order that hears nothing: on the buyer's return, on a look at the
// order's page, by the sweeper. Nobody has to call the shop for an order to come right.
import { addJob } from '@kassa/jobs';
import { err, ok, type Result } from '@kassa/result';
import type { GatewayTrouble } from '../payment/gateway.ts';
import { actOnOrder } from './act-on-order.ts';
import type { Order } from './order.ts';
import { settleOrder } from './settle-order.ts';
import { closePayment, type PaymentRoom } from './start-payment.ts';
import { loadOrder, pendingNumbers } from './store.ts';

export const askTask = 'ask_gateway';

export type SweepRoom = PaymentRoom & {
  readonly askAfterMs: number;
  readonly expireAfterMs: number;
};

/** The order after asking; as it was, if there is nothing to ask about. */
export async function askGateway(
  room: PaymentRoom,
  order: Order,
): Promise<Result<Order, GatewayTrouble>> {
  const { state } = order;
  if (state.status !== 'pending') return ok(order);
  const { attempt } = state;
  if (attempt.state !== 'open' && attempt.state !== 'processing') return ok(order);
  const read = await room.gateway.readSession(attempt.sessionId);
  if (!read.ok) return read;
  const settled = await settleOrder(room, order.number, read.value);
  return settled.ok ? settled : err({ code: 'not_taken', detail: settled.error.code });
}

/** The job of one order: ask; ask again later; close the order when its time is over. */
export async function sweepOrder(room: SweepRoom, number: string): Promise<void> {
  const order = await loadOrder(room.db, number);
  if (order?.state.status !== 'pending') return;
  const asked = await askGateway(room, order);
  const now = asked.ok ? asked.value : order;
  if (now.state.status !== 'pending') return;
  const isOver = room.clock.nowMs() >= now.state.placedAtMs + room.expireAfterMs;
  const isClosed = isOver && asked.ok && (await expireOrder(room, number));
  if (!isClosed) await room.db.commit(askAgain(room, number));
}

/** True once it is closed; false while the gateway cannot promise that no money will come. */
async function expireOrder(room: PaymentRoom, number: string): Promise<boolean> {
  const closed = await closePayment(room, number);
  if (!closed.ok) return false;
  const expired = await actOnOrder(room, number, { do: 'expire' });
  return expired.ok || expired.error.code === 'not_pending';
}

/** Commits with the order: the promise to ask, should nobody else bring news. */
export function askAgain(room: Pick<SweepRoom, 'clock' | 'askAfterMs'>, number: string) {
  const runAtMs = room.clock.nowMs() + room.askAfterMs;
  return addJob(askTask, { number }, { jobKey: `ask-${number}`, runAtMs });
}

const pendingMax = 1000;

/** After a start: every pending order is asked about at once. */
export async function sweepAll(room: SweepRoom): Promise<void> {
  for (const number of await pendingNumbers(room.db, pendingMax)) {
    await room.db.commit(addJob(askTask, { number }, { jobKey: `ask-${number}` }));
  }
}
