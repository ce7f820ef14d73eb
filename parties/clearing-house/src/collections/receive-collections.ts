// A creditor's bank collects (pain.008): each debtor's bank pays in the window of the day on which it is
// due, and gets the collections when that has settled. What it cannot debit it returns.

import { type DirectDebitInitiation, readPain008, writePain008 } from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import { instant } from '@kassa/time';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { fingerprintOf } from '../messages.ts';
import type { Ports } from '../ports.ts';
import type { NewBatch } from '../small-value/batch.ts';
import { type Group, grouped } from '../small-value/grouped.ts';
import { takeBatches, type WindowOf } from '../small-value/take-batches.ts';
import { decideCollections, type RoutedCollection } from './decide.ts';

export async function receiveCollections(
  ports: Ports,
  sender: Member,
  xml: string,
): Promise<Result<StatusReport, Refusal>> {
  const read = readPain008(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  const message = read.value;
  const { messageId, batches } = message;
  const fingerprint = fingerprintOf(batches);
  const taking = { sender: sender.code, messageId, kind: 'pain.008', fingerprint } as const;
  return takeBatches(ports, taking, async (windowOf) => {
    const routed = decideCollections(message, sender, ports.members);
    if (!routed.ok) return routed;
    const groups = grouped(
      routed.value,
      ({ batch, collection, debtorBank }) =>
        `${batch.id} ${debtorBank.code} ${collection.amount.currency}`,
    );
    return ok({ batches: groups.map((group) => batchOf(ports, message, group, windowOf)) });
  });
}

function batchOf(
  ports: Ports,
  message: DirectDebitInitiation,
  group: Group<RoutedCollection>,
  windowOf: WindowOf,
): NewBatch {
  const [{ batch, debtorBank, collection: first }] = group;
  const id = ports.makeId('dlv');
  const window = windowOf(batch.collectOn, first.amount.currency);
  const collections = group.map(({ collection }) => ({
    ...collection,
    instructionId: ports.makeId('svp'),
    debtorAgent: debtorBank.code,
  }));
  return {
    ...{ id, kind: 'collection', part: batch.id, receiver: debtorBank.code, window },
    body: writePain008({
      messageId: id,
      createdAtMs: instant(ports.clock.nowMs()),
      initiator: message.initiator,
      batches: [{ ...batch, collectOn: window.businessDate, collections }],
    }),
    items: collections.map(({ instructionId, endToEndId, amount }) => ({
      ...{ id: instructionId, endToEndId, payer: debtorBank.code, payee: batch.creditorAgent },
      minor: amount.minor,
    })),
  };
}
