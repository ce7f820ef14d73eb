// Orders to rows and back. Events are kept as JSON with whole numbers as text.
import { column, type RawRow, type Row, type Value } from '@kassa/database';
import { type Currency, currencyOf, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { z } from 'zod';
import type { Order, OrderLine } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { foldOrder, type PlacedOrder } from './order-state.ts';
import { orderStates } from './transitions.ts';

const minor = z.union([z.string(), z.number()]).transform((value) => BigInt(value));
const at = { atMs: z.number() };
const attempt = { attempt: z.number() };
const refusal = z.object({
  id: z.string(),
  code: z.string(),
  declineCode: z.string().optional(),
});

const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order_placed'), ...at, totalMinor: minor, currency: z.string() }),
  z.object({ kind: z.literal('attempt_started'), ...at, ...attempt }),
  z.object({
    kind: z.literal('session_opened'),
    ...at,
    ...attempt,
    sessionId: z.string(),
    url: z.string(),
  }),
  z.object({
    kind: z.literal('attempt_closed'),
    ...at,
    ...attempt,
    why: z.enum(['expired', 'replaced']),
  }),
  z.object({ kind: z.literal('payment_refused'), ...at, refusal }),
  z.object({ kind: z.literal('payment_processing'), ...at, ...attempt }),
  z.object({
    kind: z.literal('order_paid'),
    ...at,
    reference: z.string(),
    sessionId: z.string(),
    after: z.enum(orderStates),
  }),
  z.object({ kind: z.literal('order_cancelled'), ...at, reason: z.enum(['buyer', 'replaced']) }),
  z.object({ kind: z.literal('order_expired'), ...at }),
  z.object({
    kind: z.literal('payment_mismatched'),
    ...at,
    reference: z.string(),
    amountMinor: minor,
    currency: z.string(),
  }),
  z.object({ kind: z.literal('second_payment_seen'), ...at, reference: z.string() }),
]);

export function eventRow(orderNumber: string, seq: number, event: OrderEvent): Row {
  const { kind, atMs, ...body } = event;
  return { order_number: orderNumber, seq, at_ms: atMs, kind, body: plain(body) };
}

/** JSON of one row of order_event: `{ kind, atMs, … }`. */
export function decodeEvent(value: unknown): OrderEvent {
  return eventSchema.parse(value);
}

/** What the row of an order shows of its state, for SQL's own checks and for lists. */
export function stateColumns(state: PlacedOrder): Row {
  const isPaid = state.status === 'paid';
  return {
    status: state.status,
    paid_at_ms: isPaid ? state.paidAtMs : null,
    payment_reference: isPaid ? state.reference : null,
  };
}

export function orderRow(order: Order): Row {
  const { buyer, delivery } = order;
  return {
    number: order.number,
    access_key: order.accessKey,
    cart_id: order.cartId,
    fingerprint: order.fingerprint,
    lang: order.lang,
    version: order.version,
    currency: order.currency,
    subtotal_minor: order.subtotal.minor,
    delivery_minor: delivery?.price.minor ?? 0n,
    total_minor: order.total.minor,
    vat_minor: order.vat.minor,
    vat_basis_points: order.vatBasisPoints,
    email: buyer.email,
    buyer_name: buyer.name,
    phone: buyer.phone ?? null,
    street: buyer.address?.street ?? null,
    postal_code: buyer.address?.postalCode ?? null,
    city: buyer.address?.city ?? null,
    delivery_id: delivery?.id ?? null,
    delivery_name: delivery?.name ?? null,
    placed_at_ms: order.state.placedAtMs,
    ...stateColumns(order.state),
  };
}

export function lineRow(orderNumber: string, position: number, line: OrderLine): Row {
  return {
    order_number: orderNumber,
    position,
    slug: line.slug,
    name: line.name,
    kind: line.kind,
    quantity: line.quantity,
    unit_minor: line.unit.minor,
    total_minor: line.total.minor,
  };
}

const linesSchema = z.array(
  z.object({
    slug: z.string(),
    name: z.string(),
    kind: z.enum(['physical', 'digital']),
    quantity: z.number(),
    unit: minor,
    total: minor,
  }),
);

export function decodeOrder(row: RawRow): Order {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const of = (name: string) => money(currency, column.big(row, name));
  const state = foldOrder(z.array(z.unknown()).parse(column.json(row, 'events')).map(decodeEvent));
  assert(state.status !== 'none', 'an order without events');
  const deliveryId = column.textOrNull(row, 'delivery_id');
  return {
    number: column.text(row, 'number'),
    accessKey: column.text(row, 'access_key'),
    cartId: column.text(row, 'cart_id'),
    fingerprint: column.text(row, 'fingerprint'),
    lang: column.oneOf(row, 'lang', ['en', 'bs']),
    version: column.integer(row, 'version'),
    currency,
    lines: decodeLines(row, currency),
    subtotal: of('subtotal_minor'),
    delivery:
      deliveryId === null
        ? undefined
        : {
            id: deliveryId,
            name: column.text(row, 'delivery_name'),
            price: of('delivery_minor'),
          },
    total: of('total_minor'),
    vat: of('vat_minor'),
    vatBasisPoints: column.integer(row, 'vat_basis_points'),
    buyer: decodeBuyer(row),
    mailedAtMs: column.integerOrNull(row, 'mailed_at_ms') ?? undefined,
    state,
  };
}

function decodeLines(row: RawRow, currency: Currency): OrderLine[] {
  return linesSchema.parse(column.json(row, 'lines')).map((line) => ({
    ...line,
    unit: money(currency, line.unit),
    total: money(currency, line.total),
  }));
}

function decodeBuyer(row: RawRow): Order['buyer'] {
  const street = column.textOrNull(row, 'street');
  return {
    name: column.text(row, 'buyer_name'),
    email: column.text(row, 'email'),
    phone: column.textOrNull(row, 'phone') ?? undefined,
    address:
      street === null
        ? undefined
        : {
            street,
            postalCode: column.text(row, 'postal_code'),
            city: column.text(row, 'city'),
          },
  };
}

function plain(body: object): Value {
  const entries = Object.entries(body).map(([key, value]): [string, Value] => {
    if (typeof value === 'bigint') return [key, value.toString()];
    return [key, value];
  });
  return Object.fromEntries(entries);
}
