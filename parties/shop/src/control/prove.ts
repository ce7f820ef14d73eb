// The shop's own proof: it has no ledger, but its orders must add up and be confirmed once each.
// Needs only the database, so it works while the world stands still.
import type { Position, ProofReport, TraceLine } from '@kassa/control';
import { column, type Database, type Queries } from '@kassa/database';
import { z } from 'zod';
import { decodeEvent } from '../orders/order-rows.ts';
import { foldOrder } from '../orders/order-state.ts';
import { loadOrder, numberOfReference } from '../orders/store.ts';
import { orderStates } from '../orders/transitions.ts';

type Finding = ProofReport['findings'][number];

/** Each query names what breaks a promise: `where` is an order, `detail` says how. */
const checks: readonly (readonly [what: string, sql: string])[] = [
  [
    'the items do not add up to the order',
    `select o.number as place, o.subtotal_minor || ' is not ' || coalesce(sum(l.total_minor), 0)
      as detail
    from shop_order o
    left join order_line l on l.order_number = o.number
    group by o.number
    having o.subtotal_minor <> coalesce(sum(l.total_minor), 0)`,
  ],
  [
    'a paid order is not confirmed exactly once',
    `select o.number as place, count(e.seq) || ' confirmations' as detail
    from shop_order o
    left join order_event e on e.order_number = o.number and e.kind = 'order_paid'
    group by o.number
    having count(e.seq) <> (o.status = 'paid')::integer`,
  ],
  [
    'the reference of a payment differs from the one confirmed',
    `select o.number as place, coalesce(o.payment_reference, 'none') as detail
    from shop_order o
    join order_event e on e.order_number = o.number and e.kind = 'order_paid'
    where e.body ->> 'reference' is distinct from o.payment_reference`,
  ],
  [
    'a payment of another amount came for an order',
    `select order_number as place, body ->> 'reference' as detail
    from order_event
    where kind = 'payment_mismatched'`,
  ],
  [
    'an order was paid twice',
    `select order_number as place, body ->> 'reference' as detail
    from order_event
    where kind = 'second_payment_seen'`,
  ],
  [
    'the history of an order has gaps',
    `select o.number as place, o.version || ' is not ' || count(e.seq) as detail
    from shop_order o
    left join order_event e on e.order_number = o.number
    group by o.number
    having count(e.seq) <> o.version or max(e.seq) <> o.version`,
  ],
];

export async function prove(db: Database): Promise<ProofReport> {
  const findings: Finding[] = [];
  for (const [what, text] of checks) findings.push(...(await findingsOf(db, what, text)));
  findings.push(...(await stateFindings(db)));
  const counts = await countByStatus(db);
  return { party: partyOf(db), ok: findings.length === 0, findings, counts };
}

/** The gateway owes what its sessions have collected: the totals of the paid orders. */
export async function positions(db: Database): Promise<Position[]> {
  const text = `
    select currency, sum(total_minor)::bigint as minor
    from shop_order
    where status = 'paid'
    group by currency
    order by currency
    limit 400`;
  return db.query({ text }, (row) => ({
    with: 'gateway',
    what: 'orders paid',
    currency: column.text(row, 'currency'),
    minor: String(column.big(row, 'minor')),
  }));
}

/** The story of one order, found by its number or by the reference of its payment. */
export async function trace(db: Database, reference: string): Promise<TraceLine[]> {
  const number = (await numberOfReference(db, reference)) ?? reference;
  const order = await loadOrder(db, number);
  if (!order) return [];
  const amount = { amount: order.total.minor.toString(), currency: order.currency };
  const rows = await db.query(
    {
      text: 'select at_ms, kind, body from order_event where order_number = $1 order by seq',
      values: [number],
    },
    (row) => ({
      at: column.integer(row, 'at_ms'),
      kind: column.text(row, 'kind'),
      body: z.record(z.string(), z.unknown()).parse(column.json(row, 'body')),
    }),
  );
  return rows.map(({ at, kind, body }) => {
    const facts = Object.entries(body)
      .filter(([key]) => key !== 'url')
      .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
    const what = [`order ${number}: ${kind.replaceAll('_', ' ')}`, ...facts].join(', ');
    const isMoney = kind === 'order_placed' || kind === 'order_paid';
    return { at, what, ...(isMoney ? amount : {}) };
  });
}

/** `shop_diva` is the schema of the party `shop-diva`. */
const partyOf = (db: Database): string => db.schema.replaceAll('_', '-');

function findingsOf(db: Queries, what: string, text: string): Promise<Finding[]> {
  return db.query({ text: `${text} limit 100` }, (row) => ({
    what,
    where: column.text(row, 'place'),
    detail: column.text(row, 'detail'),
  }));
}

/** The row of an order must say what the fold over its events says. */
async function stateFindings(db: Database): Promise<Finding[]> {
  const rows = await db.query(
    {
      text: `
        select o.number, o.status, jsonb_agg(
          e.body || jsonb_build_object('kind', e.kind, 'atMs', e.at_ms) order by e.seq
        ) as events
        from shop_order o
        join order_event e on e.order_number = o.number
        group by o.number`,
    },
    (row) => ({
      where: column.text(row, 'number'),
      status: column.oneOf(row, 'status', orderStates),
      folded: foldOrder(z.array(z.unknown()).parse(column.json(row, 'events')).map(decodeEvent)),
    }),
  );
  return rows
    .filter(({ status, folded }) => status !== folded.status)
    .map(({ where, status, folded }) => ({
      what: 'the state of an order is not that of its history',
      where,
      detail: `${status} is not ${folded.status}`,
    }));
}

async function countByStatus(db: Database): Promise<Record<string, number>> {
  const rows = await db.query(
    { text: 'select status, count(*) as orders from shop_order group by status' },
    (row) => [column.text(row, 'status'), column.integer(row, 'orders')] as const,
  );
  const found = new Map(rows);
  return Object.fromEntries(
    orderStates.map((status) => [`orders ${status}`, found.get(status) ?? 0]),
  );
}
