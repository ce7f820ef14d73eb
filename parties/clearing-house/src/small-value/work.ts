// The small-value payments of a window: one line for each member, which is its net of them all; what
// was taken goes on to its receivers, and each sender is told.

import type { Unit } from '@kassa/database';
import { type Reason, writePacs002, writePain002 } from '@kassa/iso20022';
import { dateIn, instant } from '@kassa/time';
import type { Movement } from '../book/booking.ts';
import { recordDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { nameOf, type WindowKey, type Work } from '../windows/window.ts';
import type { Batch, BatchKind, Item } from './batch.ts';
import { batchesIn, markBatchSettled, netsOfBatches, referencesIn } from './store.ts';

export async function smallValueWork(ports: Ports, key: WindowKey, atMs: number): Promise<Work> {
  const { db, makeId, day } = ports;
  const batches = await batchesIn(db, key);
  if (batches.length === 0) return { movements: [], units: [] };
  const references = await referencesIn(db, key);
  const nets = await netsOfBatches(db, key);
  const movements = nets.map(
    ({ member, amount, count }): Movement => ({
      id: makeId('mov'),
      ...{ member, amount },
      bookedOn: dateIn(atMs, day.zone),
      kind: 'SMALLVALUE',
      messageId: nameOf(key),
      counterparty: 'Small-value clearing',
      remittance: `Net of ${count} payments`,
    }),
  );
  const units = batches.flatMap((batch) => [
    markBatchSettled(batch, atMs),
    recordDelivery({
      id: batch.id,
      member: batch.receiver,
      kind: deliveredAs[batch.kind],
      body: batch.body,
      atMs,
    }),
    ...report(ports, batch, references.get(batch.id) ?? [], atMs),
  ]);
  return { movements, units };
}

const deliveredAs = {
  ach: 'ach_file',
  credit_transfer: 'transfer_batch',
  collection: 'collection',
  return: 'return',
} as const satisfies Readonly<Record<BatchKind, string>>;

/** An ACH file has no report: what comes of an entry comes back as an entry. */
const originalNames: Readonly<Record<Exclude<BatchKind, 'ach'>, string>> = {
  credit_transfer: 'pacs.008.001.08',
  collection: 'pain.008.001.08',
  return: 'pacs.004.001.10',
};

/** Customers' orders are answered by a customer's report. */
function report(
  { makeId }: Ports,
  batch: Batch,
  items: readonly Pick<Item, 'id' | 'endToEndId'>[],
  atMs: number,
): readonly Unit[] {
  const id = makeId('dlv');
  const { sender, messageId, kind, part } = batch;
  if (kind === 'ach') return [];
  const common = {
    messageId: id,
    createdAtMs: instant(atMs),
    original: { id: messageId, name: originalNames[kind] },
  };
  const transactions = items.map(({ endToEndId }) => ({ endToEndId, status: 'ACSC' }));
  const body =
    kind === 'collection'
      ? writePain002({
          ...common,
          batches: [{ id: part ?? batch.id, transactions }],
        })
      : writePacs002({ ...common, transactions });
  return [recordDelivery({ id, member: sender, kind: 'status_report', body, atMs })];
}

/** The reason of a return as one text, for rows and statements. */
export function textOf({ code, text }: Reason): string {
  return text === undefined ? code : `${code} ${text}`;
}
