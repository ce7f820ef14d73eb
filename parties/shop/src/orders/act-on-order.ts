// The one way to change an order: load, decide, commit; again from the start if someone was faster.
import { type Database, type Unit, unit } from '@kassa/database';
import { Bug, err, ok, type Result } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { decideOrder, type OrderCommand, type OrderRefusal } from './decide-order.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { evolveAll } from './order-state.ts';
import { changedUnit, loadOrder, orderMoved } from './store.ts';

export type OrderRoom = { readonly db: Database; readonly clock: Clock };

/** What commits together with the events, such as the job that sends the confirmation. */
export type Alongside = (order: Order, events: readonly OrderEvent[]) => Unit;

const triesMax = 10;

/** The order after the change, or why there was none. */
export async function actOnOrder(
  room: OrderRoom,
  number: string,
  command: OrderCommand,
  alongside: Alongside = () => ({}),
): Promise<Result<Order, OrderRefusal>> {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const order = await loadOrder(room.db, number);
    if (!order) return err({ code: 'no_such_order' });
    const decided = decideOrder(order.state, command, room.clock.nowMs());
    if (!decided.ok) return decided;
    const events = decided.value;
    const committed = await room.db.commit(
      unit(changedUnit(order, events), alongside(order, events)),
    );
    if (committed.ok) return ok(after(order, events));
    const refused = committed.error;
    const isRace = refused.code === 'guard' && refused.guard === orderMoved;
    if (!isRace) throw new Bug(`order ${number} could not change: ${JSON.stringify(refused)}`);
  }
  throw new Bug(`order ${number} changed under our hands ${triesMax} times`);
}

function after(order: Order, events: readonly OrderEvent[]): Order {
  const state = evolveAll(order.state, events);
  return { ...order, version: order.version + events.length, state };
}
