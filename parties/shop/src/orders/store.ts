// All SQL of the orders.
import { column, type Database, type Queries, type Unit } from '@kassa/database';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { decodeOrder, eventRow, lineRow, orderRow, stateColumns } from './order-rows.ts';
import { evolveAll } from './order-state.ts';

// One round trip: the row with its lines and its events.
const selectOrder = `
  select o.*,
    (
      select jsonb_agg(
        jsonb_build_object(
          'slug', l.slug, 'name', l.name, 'kind', l.kind, 'quantity', l.quantity,
          'unit', l.unit_minor::text, 'total', l.total_minor::text
        )
        order by l.position
      )
      from order_line l
      where l.order_number = o.number
    ) as lines,
    (
      select jsonb_agg(
        e.body || jsonb_build_object('kind', e.kind, 'atMs', e.at_ms)
        order by e.seq
      )
      from order_event e
      where e.order_number = o.number
    ) as events
  from shop_order o`;

export function loadOrder(db: Queries, number: string): Promise<Order | undefined> {
  const text = `${selectOrder} where o.number = $1`;
  return db.one({ name: 'load_order', text, values: [number] }, decodeOrder);
}

/** The order that this cart led to last: pending, or paid. */
export function latestOfCart(db: Queries, cartId: string): Promise<Order | undefined> {
  const text = `${selectOrder}
    where o.cart_id = $1
    order by o.status = 'pending' desc, o.placed_at_ms desc
    limit 1`;
  return db.one({ name: 'latest_of_cart', text, values: [cartId] }, decodeOrder);
}

export async function pendingNumbers(db: Queries, limit: number): Promise<string[]> {
  return db.query(
    {
      text: `select number from shop_order where status = 'pending' order by placed_at_ms limit $1`,
      values: [limit],
    },
    (row) => column.text(row, 'number'),
  );
}

export async function numberOfReference(db: Queries, reference: string) {
  return db.one(
    { text: 'select number from shop_order where payment_reference = $1', values: [reference] },
    (row) => column.text(row, 'number'),
  );
}

export async function nextSequence(db: Database): Promise<bigint> {
  const next = await db.one({ text: `select nextval('shop_order_number') as next` }, (row) =>
    column.big(row, 'next'),
  );
  return next ?? 0n;
}

/** The order with its lines and its first event, which is all of its state so far. */
export function placedUnit(order: Order, event: OrderEvent): Unit {
  return {
    inserts: [
      { table: 'shop_order', rows: [orderRow(order)] },
      {
        table: 'order_line',
        rows: order.lines.map((line, index) => lineRow(order.number, index + 1, line)),
      },
      { table: 'order_event', rows: [eventRow(order.number, 1, event)] },
    ],
  };
}

export const orderMoved = 'order_moved';

/** More events; refused by the guard `order_moved` if somebody else was quicker. */
export function changedUnit(order: Order, events: readonly OrderEvent[]): Unit {
  const state = evolveAll(order.state, events);
  const seen = order.version;
  return {
    updates: [
      {
        as: orderMoved,
        table: 'shop_order',
        key: { number: order.number },
        expect: { version: seen },
        set: { version: seen + events.length, ...stateColumns(state) },
      },
    ],
    inserts: [
      {
        table: 'order_event',
        rows: events.map((event, index) => eventRow(order.number, seen + index + 1, event)),
      },
    ],
  };
}

/** True for the one caller who may say "the letter has gone". */
export async function noteMailed(db: Database, number: string, atMs: number): Promise<boolean> {
  const hit = await db.exec(
    'update shop_order set mailed_at_ms = $2 where number = $1 and mailed_at_ms is null',
    [number, atMs],
  );
  return hit === 1;
}
