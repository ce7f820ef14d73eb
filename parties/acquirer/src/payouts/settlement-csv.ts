// Every item of a payout as CSV, in portions: a large payout is no reason for a large memory.

import { pipeline, Readable } from 'node:stream';
import type { Queries } from '@kassa/database';
import { add, money } from '@kassa/money';
import { dateIn } from '@kassa/time';
import { grossOf, type Item, netOf, partsOf } from '../captures/item.ts';
import { portionsOfPayout } from '../captures/store.ts';
import { type Cell, csvWriter } from '../documents/csv.ts';
import { netOfMovement, type ReserveMovement } from '../reserves/movement.ts';
import { movementsOfPayout } from '../reserves/store.ts';
import type { Payout } from './payout.ts';
import { assertAddsUp } from './settlement.ts';

const columns = [
  ...['date', 'captured_at', 'kind', 'rrn', 'original_rrn', 'arn', 'card', 'currency', 'gross'],
  ...['fee', 'interchange', 'scheme_fee', 'margin', 'net', 'value_date', 'dispute', 'item'],
  ...['payout', 'reserved', 'release_date'],
];
const portion = 500;

/** Breaks off, and so is no whole file, if the payout comes back while it is being read. */
export function settlementCsv(db: Queries, payout: Payout, zone: string): Readable {
  const rows = Readable.from(rowsOf(db, payout, zone), { highWaterMark: 64 });
  // What goes wrong reaches the reader of the stream: the answer breaks off.
  return pipeline(rows, csvWriter(columns, payout.amount.currency), () => undefined);
}

async function* rowsOf(db: Queries, payout: Payout, zone: string): AsyncGenerator<Cell[], void> {
  let paid = money(payout.amount.currency, 0);
  for await (const items of portionsOfPayout(db, payout.id, portion)) {
    for (const item of items) {
      paid = add(paid, netOf(item));
      yield rowOf(item, payout, zone);
    }
  }
  for (const movement of await movementsOfPayout(db, payout.id)) {
    paid = add(paid, netOfMovement(movement));
    yield reserveRowOf(movement, payout, zone);
  }
  assertAddsUp(payout, paid);
}

/** A hold is below zero: what it is made of is said of each sale. */
function reserveRowOf(movement: ReserveMovement, payout: Payout, zone: string): Cell[] {
  const { kind, createdAtMs, amount, valueOn, releaseOn, id } = movement;
  const net = netOfMovement(movement).minor;
  return [
    ...[dateIn(createdAtMs, zone), new Date(createdAtMs).toISOString(), `reserve_${kind}`],
    ...[null, null, null, null, amount.currency, net, 0n, 0n, 0n, 0n, net, valueOn, null],
    ...[id, payout.id, null, releaseOn],
  ];
}

function rowOf(item: Item, payout: Payout, zone: string): Cell[] {
  const { interchange, schemeFee, margin } = partsOf(item);
  return [
    dateIn(item.capturedAtMs, zone),
    new Date(item.capturedAtMs).toISOString(),
    ...[item.kind, item.rrn, item.originalRrn, item.arn, item.cardMasked, item.amount.currency],
    ...[grossOf(item).minor, item.fee.minor, interchange.minor, schemeFee.minor, margin.minor],
    ...[netOf(item).minor, item.valueOn, item.disputeId, item.id, payout.id],
    ...[item.reserved.minor, null],
  ];
}
