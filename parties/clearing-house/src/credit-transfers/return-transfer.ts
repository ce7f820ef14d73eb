// The receiving bank refuses a credit transfer when it is brought: we return it in the bank's name.

import { unit } from '@kassa/database';
import type { Reason } from '@kassa/iso20022';
import { assert } from '@kassa/result';
import { type Delivery, markDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { ofTransfer } from '../returns/originals.ts';
import { returnAtOnce } from '../returns/return-unit.ts';
import { findTransfer } from './store.ts';

/** False if it could not be booked, as when the receiving bank has spent the money: it waits. */
export async function returnTransfer(
  ports: Ports,
  delivery: Delivery,
  why: string,
): Promise<boolean> {
  const { db, clock, makeId, log } = ports;
  const transfer = delivery.transferId && (await findTransfer(db, delivery.transferId));
  assert(transfer, `delivery ${delivery.id} has no credit transfer`);
  const one = { returnId: makeId('ret'), reason: reasonIn(why), original: ofTransfer(transfer) };
  const done = await db.commit(
    unit(
      markDelivery(delivery, { state: 'refused', error: why }),
      returnAtOnce(ports, one, clock.nowMs()),
    ),
  );
  if (done.ok) await ports.tryWaiting();
  else log.error({ refused: done.error, transfer: transfer.id }, 'a return waits');
  return done.ok;
}

/** A code of ISO's external list at the front or in JSON; MS03: the bank has given no reason. */
function reasonIn(why: string): Reason {
  const code = /\b[A-Z]{2}\d{2}\b/.exec(why)?.[0] ?? 'MS03';
  return { code, text: why };
}
