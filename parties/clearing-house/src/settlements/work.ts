// The nets that the card network has instructed, as work of a window: one line for each member and
// instruction, an advice to each member, and a report to the sender, whose own account may not move.

import { writePacs002 } from '@kassa/iso20022';
import { dateIn, instant, type PlainDate } from '@kassa/time';
import type { Movement } from '../book/booking.ts';
import { recordDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { writeAdvice } from '../statements/advice.ts';
import type { WindowKey, Work } from '../windows/window.ts';
import { netPositions } from './decide.ts';
import { markSettled, type Settlement, transfersOf, waitingSettlements } from './store.ts';

export async function settlementWork(ports: Ports, key: WindowKey, atMs: number): Promise<Work> {
  const waiting = await waitingSettlements(ports.db, key);
  const bookedOn = dateIn(atMs, ports.day.zone);
  const lines = await Promise.all(waiting.map((one) => movementsOf(ports, one, bookedOn)));
  const movements = lines.flat();
  const ends = waiting.flatMap((settlement) => [
    markSettled(settlement, atMs),
    report(ports, settlement, atMs),
  ]);
  return { movements, units: [...ends, ...advices(ports, movements, atMs)] };
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
