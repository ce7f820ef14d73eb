// What the gateway says about a session becomes what has happened to the order. Webhook, the
// buyer's return and the sweeper all end here; whoever comes first confirms, the others find it
// done. [B12-B14]
import { addJob } from '@kassa/jobs';
import type { Log } from '@kassa/log';
import { ok, type Result } from '@kassa/result';
import { takeFromCart } from '../cart/store.ts';
import type { SessionView } from '../payment/gateway.ts';
import { type Alongside, actOnOrder, type OrderRoom } from './act-on-order.ts';
import type { OrderCommand, OrderRefusal } from './decide-order.ts';
import type { Order } from './order.ts';
import { loadOrder } from './store.ts';

export type SettleRoom = OrderRoom & { readonly log: Log };

export const confirmationTask = 'send_confirmation';

/** The order as it is afterwards. A session of another order changes nothing and is refused. */
export async function settleOrder(
  room: SettleRoom,
  number: string,
  view: SessionView,
): Promise<Result<Order, OrderRefusal>> {
  if (view.orderNumber !== number) {
    room.log.warn({ order: number, session: view.id }, 'a session of another order');
    return { ok: false, error: { code: 'no_such_attempt' } };
  }
  for (const command of commandsOf(view)) {
    const acted = await actOnOrder(room, number, command, withConfirmation);
    if (acted.ok) {
      room.log.info({ order: number, did: command.do, session: view.id }, 'an order moved');
      reportOddities(room, acted.value);
      if (isFirstPayment(acted.value)) {
        await takeFromCart(room.db, acted.value.cartId, acted.value.lines);
      }
    }
  }
  const order = await loadOrder(room.db, number);
  return order ? ok(order) : { ok: false, error: { code: 'no_such_order' } };
}

const isFirstPayment = ({ state }: Order): boolean =>
  state.status === 'paid' && state.secondReferences.length === 0;

/** At most two: what became of the try, and whether the session is still open. */
function commandsOf(view: SessionView): OrderCommand[] {
  const { id: sessionId, reference, amountMinor, currency } = view;
  if (view.isPaid && reference !== undefined) {
    return [{ do: 'confirm_payment', sessionId, reference, amountMinor, currency }];
  }
  if (view.isProcessing) return [{ do: 'note_processing', sessionId }];
  const refused: OrderCommand[] = view.refusal
    ? [{ do: 'note_refusal', refusal: view.refusal, sessionId }]
    : [];
  if (view.status !== 'expired') return refused;
  return [...refused, { do: 'close_attempt', sessionId, why: 'expired' }];
}

/** The letter is ordered in the same commit as the payment: exactly one, whoever was first. */
const withConfirmation: Alongside = (order, events) => {
  if (!events.some((event) => event.kind === 'order_paid')) return {};
  const { number } = order;
  return addJob(confirmationTask, { number }, { jobKey: `confirmation-${number}` });
};

function reportOddities({ log }: SettleRoom, order: Order): void {
  const { state, number } = order;
  if (state.mismatched.length > 0) log.error({ order: number }, 'paid with another amount');
  if (state.status === 'paid' && state.secondReferences.length > 0) {
    log.error({ order: number }, 'paid twice: one of the payments must be refunded');
  }
}
