// The receiving bank cannot credit its customer: the money goes back, and the sender is told by an
// advice of kind RETURN that names its own end-to-end id.

import { unit } from '@kassa/database';
import { negate } from '@kassa/money';
import { assert } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { book, type Movement } from '../book/booking.ts';
import { type Delivery, markDelivery, recordDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { writeAdvice } from '../statements/advice.ts';
import { findTransfer, markReturned } from './store.ts';

/** False if it could not be booked, as when the receiving bank has spent the money: it waits. */
export async function returnTransfer(
  ports: Ports,
  delivery: Delivery,
  reason: string,
): Promise<boolean> {
  const { db, clock, makeId, day, log } = ports;
  const transfer = delivery.transferId && (await findTransfer(db, delivery.transferId));
  assert(transfer, `delivery ${delivery.id} has no credit transfer`);
  const atMs = clock.nowMs();
  const common = {
    bookedOn: dateIn(atMs, day.zone),
    kind: 'RETURN' as const,
    messageId: transfer.messageId,
    endToEndId: transfer.endToEndId,
    counterparty: transfer.creditorName,
    remittance: reason,
  };
  const back: Movement = {
    ...common,
    id: makeId('mov'),
    member: transfer.sender,
    amount: transfer.amount,
  };
  const taken: Movement = {
    ...common,
    id: makeId('mov'),
    member: transfer.receiver,
    amount: negate(transfer.amount),
  };
  const adviceId = makeId('dlv');
  const done = await db.commit(
    unit(
      markDelivery(delivery, { state: 'refused', error: reason }),
      markReturned(transfer.id, reason),
      book(
        {
          atMs,
          description: `Return of a credit transfer by ${transfer.receiver}`,
          reference: transfer.endToEndId,
          movements: [back, taken],
        },
        makeId,
      ),
      recordDelivery({
        id: adviceId,
        member: transfer.sender,
        kind: 'notification',
        body: writeAdvice(adviceId, transfer.sender, [back], atMs),
        atMs,
      }),
    ),
  );
  if (done.ok) await ports.tryWaiting();
  else log.error({ refused: done.error, transfer: transfer.id }, 'a return waits');
  return done.ok;
}
