// The morning of the banking day: every settlement that is due is booked at the central bank, each
// in one commit with the advices to the members it touches, and with the report to its sender, whose
// own account may not move at all. One that a member cannot pay waits.

import { unit } from '@kassa/database';
import { writePacs002 } from '@kassa/iso20022';
import { assert } from '@kassa/result';
import { dateIn, instant, type PlainDate } from '@kassa/time';
import { book, type Movement } from '../book/booking.ts';
import { recordDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { writeAdvice } from '../statements/advice.ts';
import { netPositions } from './decide.ts';
import {
  markNotSettled,
  markSettled,
  type Settlement,
  transfersOf,
  waitingSettlements,
} from './store.ts';

export async function settleDue(ports: Ports, businessDate: PlainDate): Promise<void> {
  for (const settlement of await waitingSettlements(ports.db, businessDate)) {
    await settle(ports, settlement);
  }
  ports.wakeDeliveries();
}

async function settle(ports: Ports, settlement: Settlement): Promise<void> {
  const { db, clock, makeId, log } = ports;
  const atMs = clock.nowMs();
  const movements = await movementsOf(ports, settlement, dateIn(atMs, ports.day.zone));
  const done = await db.commit(
    unit(
      markSettled(settlement, atMs),
      ...(movements.length === 0
        ? []
        : [
            book(
              {
                atMs,
                description: `Net settlement of ${settlement.sender}`,
                reference: settlement.messageId,
                movements,
              },
              makeId,
            ),
          ]),
      ...advices(ports, movements, atMs),
      report(ports, settlement, atMs),
    ),
  );
  if (done.ok) return;
  // Another run of this program settled it in the same moment.
  if (done.error.code === 'guard') return;
  const { error } = done;
  const isUnfunded = error.code === 'refused' && error.reason === 'insufficient_funds';
  assert(isUnfunded, `a settlement was refused by the database: ${JSON.stringify(error)}`);
  const refusal = `not enough money: ${error.detail ?? 'a member'}`;
  log.error({ messageId: settlement.messageId, refusal }, 'a settlement waits');
  await db.commit(markNotSettled(settlement, refusal));
}

async function movementsOf(
  ports: Ports,
  settlement: Settlement,
  bookedOn: PlainDate,
): Promise<readonly Movement[]> {
  const sender = ports.members.byCode(settlement.sender)?.name ?? settlement.sender;
  return netPositions(await transfersOf(ports.db, settlement)).map((position) => {
    const [only, ...more] = position.transfers;
    // The sender's own position is the sum of many transfers, the others' is one.
    const single = more.length === 0 ? only : undefined;
    return {
      id: ports.makeId('mov'),
      member: position.member,
      amount: position.amount,
      bookedOn,
      kind: 'NETSETTLEMENT',
      messageId: settlement.messageId,
      counterparty: sender,
      ...(single && { endToEndId: single.endToEndId }),
      ...(single?.remittance !== undefined && { remittance: single.remittance }),
    };
  });
}

function advices(ports: Ports, movements: readonly Movement[], atMs: number) {
  const touched = [...new Set(movements.map((movement) => movement.member))];
  return touched.map((member) => {
    const id = ports.makeId('dlv');
    const own = movements.filter((movement) => movement.member === member);
    const body = writeAdvice(id, member, own, atMs);
    return recordDelivery({ id, member, kind: 'notification', body, atMs });
  });
}

function report({ makeId }: Ports, { sender, messageId }: Settlement, atMs: number) {
  const id = makeId('dlv');
  const body = writePacs002({
    messageId: id,
    createdAtMs: instant(atMs),
    original: { id: messageId, name: 'pacs.009.001.08' },
    status: 'ACSC',
    transactions: [],
  });
  return recordDelivery({ id, member: sender, kind: 'status_report', body, atMs });
}
