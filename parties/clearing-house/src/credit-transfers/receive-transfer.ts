// A bank pays another bank's customer: booked at once at the central bank, and handed on to the
// receiving bank from a row of the same commit; unless it says that it may wait for a window.

import { type Unit, unit } from '@kassa/database';
import { type CustomerCreditTransfer, readPacs008, writePacs008 } from '@kassa/iso20022';
import { negate } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { dateIn, instant } from '@kassa/time';
import { book, type Movement } from '../book/booking.ts';
import { recordDelivery } from '../deliveries/store.ts';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { findTaken, fingerprintOf, takeMessage } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { batchTransfers } from './batch-transfers.ts';
import { decideTransfers, type RoutedTransfer } from './decide.ts';
import { recordTransfers } from './store.ts';

export async function receiveTransfer(
  ports: Ports,
  sender: Member,
  xml: string,
): Promise<Result<StatusReport, Refusal>> {
  const read = readPacs008(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  const message = read.value;
  const { messageId } = message;
  if (message.urgency === 'NURG') return batchTransfers(ports, sender, message);
  const fingerprint = fingerprintOf(message.transfers);

  const taken = await findTaken(ports.db, sender.code, messageId);
  if (taken) {
    return taken.kind === 'pacs.008' && taken.fingerprint === fingerprint
      ? ok({ messageId, status: 'ACSC' })
      : err({ code: 'message_id_reused', detail: `${messageId} was used for another message` });
  }

  const routed = decideTransfers(message, sender, ports.members);
  if (!routed.ok) return routed;
  const receivedAtMs = ports.clock.nowMs();
  const key = { sender: sender.code, messageId };
  const done = await ports.db.commit(
    unit(
      takeMessage({ ...key, kind: 'pacs.008', fingerprint, receivedAtMs }),
      ...routed.value.map((one) => transferUnit(ports, sender, message, one, receivedAtMs)),
    ),
  );
  if (done.ok) {
    ports.wakeDeliveries();
    await ports.tryWaiting();
    return ok({ messageId, status: 'ACSC' });
  }
  if (done.error.code === 'refused' && done.error.reason === 'insufficient_funds') {
    return err({ code: 'insufficient_funds', detail: `the account of ${sender.code}` });
  }
  // The same message on two connections at once: the other one won.
  assert(
    done.error.code === 'conflict' && done.error.constraint === 'message_pk',
    `a credit transfer was refused by the database: ${JSON.stringify(done.error)}`,
  );
  return receiveTransfer(ports, sender, xml);
}

function transferUnit(
  ports: Ports,
  sender: Member,
  message: CustomerCreditTransfer,
  { transfer, receiver }: RoutedTransfer,
  atMs: number,
): Unit {
  const { makeId, day } = ports;
  const id = makeId('ctr');
  const deliveryId = makeId('dlv');
  const bookedOn = dateIn(atMs, day.zone);
  const common = {
    bookedOn,
    kind: 'CREDITTRANSFER' as const,
    messageId: message.messageId,
    endToEndId: transfer.endToEndId,
    ...(transfer.remittance !== undefined && { remittance: transfer.remittance }),
  };
  const paid: Movement = {
    ...common,
    id: makeId('mov'),
    member: sender.code,
    amount: negate(transfer.amount),
    counterparty: transfer.creditor.name,
  };
  const received: Movement = {
    ...common,
    id: makeId('mov'),
    member: receiver.code,
    amount: transfer.amount,
    counterparty: transfer.debtor.name,
  };
  const forwarded = writePacs008({
    messageId: deliveryId,
    createdAtMs: instant(atMs),
    settledOn: bookedOn,
    transfers: [{ ...transfer, transactionId: id, creditorAgent: receiver.code }],
  });
  return unit(
    recordTransfers([
      {
        id,
        sender: sender.code,
        messageId: message.messageId,
        endToEndId: transfer.endToEndId,
        receiver: receiver.code,
        amount: transfer.amount,
        debtorName: transfer.debtor.name,
        creditorName: transfer.creditor.name,
        creditorAccount: transfer.creditor.account,
        bookedAtMs: atMs,
      },
    ]),
    book(
      {
        atMs,
        description: `Credit transfer of ${sender.code} to ${receiver.code}`,
        reference: transfer.endToEndId,
        // A customer of the same bank: nothing moves between banks, both lines are shown.
        movements: [paid, received],
      },
      makeId,
    ),
    recordDelivery({
      id: deliveryId,
      member: receiver.code,
      kind: 'credit_transfer',
      transferId: id,
      body: forwarded,
      atMs,
    }),
  );
}
