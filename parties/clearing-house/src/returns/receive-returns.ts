// A bank sends back what it was handed (pacs.004): what had settled at once goes back at once, what had
// settled in a window goes back in the next one. All of the message, or none.

import { unit } from '@kassa/database';
import { type PaymentReturn, readPacs004 } from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { fingerprintOf } from '../messages.ts';
import type { Ports } from '../ports.ts';
import type { NewBatch } from '../small-value/batch.ts';
import { type Group, grouped } from '../small-value/grouped.ts';
import { markItemReturned } from '../small-value/store.ts';
import { takeBatches, type WindowOf } from '../small-value/take-batches.ts';
import { textOf } from '../small-value/work.ts';
import { decideReturn } from './decide.ts';
import { findOriginal } from './originals.ts';
import { type Return, returnAtOnce, writeReturns } from './return-unit.ts';

export async function receiveReturns(
  ports: Ports,
  returner: Member,
  xml: string,
): Promise<Result<StatusReport, Refusal>> {
  const read = readPacs004(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  const message = read.value;
  const { messageId } = message;
  const fingerprint = fingerprintOf(message.returns);
  const taking = { sender: returner.code, messageId, kind: 'pacs.004', fingerprint } as const;
  const taken = await takeBatches(ports, taking, async (windowOf) => {
    const returns = await decideAll(ports, message, returner);
    if (!returns.ok) return returns;
    const atMs = ports.clock.nowMs();
    const later = returns.value.filter(({ original }) => original.settled === 'in_window');
    const groups = grouped(
      later,
      ({ original }) => `${original.sender} ${original.amount.currency}`,
    );
    return ok({
      batches: groups.map((group) => batchOf(ports, group, windowOf, atMs)),
      more: unit(
        ...later.map(({ original, reason }) => markItemReturned(original.id, textOf(reason))),
        ...returns.value
          .filter(({ original }) => original.settled === 'at_once')
          .map((one) => returnAtOnce(ports, one, atMs)),
      ),
    });
  });
  if (taken.ok) {
    ports.wakeDeliveries();
    await ports.tryWaiting();
  }
  return taken;
}

async function decideAll(
  { db }: Ports,
  message: PaymentReturn,
  returner: Member,
): Promise<Result<readonly Return[], Refusal>> {
  const returns: Return[] = [];
  const seen = new Set<string>();
  for (const one of message.returns) {
    const found = await findOriginal(db, one.original.transactionId);
    const decided = decideReturn(one, found, returner.code);
    if (!decided.ok) return decided;
    const { id } = decided.value;
    if (seen.has(id)) return err({ code: 'returned_before', detail: `${id} comes twice` });
    seen.add(id);
    returns.push({ returnId: one.returnId, reason: one.reason, original: decided.value });
  }
  return ok(returns);
}

function batchOf(ports: Ports, group: Group<Return>, windowOf: WindowOf, atMs: number): NewBatch {
  const id = ports.makeId('dlv');
  const [{ original: first }] = group;
  const window = windowOf(dateIn(atMs, ports.day.zone), first.amount.currency);
  return {
    ...{ id, kind: 'return', receiver: first.sender, window },
    body: writeReturns(id, group, { settledOn: window.businessDate, atMs }),
    items: group.map(({ original }) => ({
      id: ports.makeId('svp'),
      endToEndId: original.endToEndId,
      payer: original.payee,
      payee: original.payer,
      minor: original.amount.minor,
    })),
  };
}
