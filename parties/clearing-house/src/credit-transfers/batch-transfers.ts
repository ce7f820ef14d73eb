// Credit transfers that may wait (NURG): netted in a window, and handed on bank by bank.

import { type CustomerCreditTransfer, writePacs008 } from '@kassa/iso20022';
import { ok, type Result } from '@kassa/result';
import { instant } from '@kassa/time';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { fingerprintOf } from '../messages.ts';
import type { Ports } from '../ports.ts';
import type { NewBatch } from '../small-value/batch.ts';
import { type Group, grouped } from '../small-value/grouped.ts';
import { takeBatches, type WindowOf } from '../small-value/take-batches.ts';
import { decideTransfers, type RoutedTransfer } from './decide.ts';

export function batchTransfers(
  ports: Ports,
  sender: Member,
  message: CustomerCreditTransfer,
): Promise<Result<StatusReport, Refusal>> {
  const { messageId, settledOn, transfers } = message;
  const fingerprint = fingerprintOf(['NURG', settledOn, transfers]);
  const taking = { sender: sender.code, messageId, kind: 'pacs.008', fingerprint } as const;
  return takeBatches(ports, taking, async (windowOf) => {
    const routed = decideTransfers(message, sender, ports.members);
    if (!routed.ok) return routed;
    const groups = grouped(
      routed.value,
      ({ receiver, transfer }) => `${receiver.code} ${transfer.amount.currency}`,
    );
    return ok({ batches: groups.map((group) => batchOf(ports, message, group, windowOf)) });
  });
}

function batchOf(
  ports: Ports,
  message: CustomerCreditTransfer,
  [first, ...rest]: Group<RoutedTransfer>,
  windowOf: WindowOf,
): NewBatch {
  const id = ports.makeId('dlv');
  const { receiver } = first;
  const window = windowOf(message.settledOn, first.transfer.amount.currency);
  const transfers = [first, ...rest].map(({ transfer }) => ({
    ...transfer,
    transactionId: ports.makeId('svp'),
    creditorAgent: receiver.code,
  }));
  return {
    ...{ id, kind: 'credit_transfer', receiver: receiver.code, window },
    body: writePacs008({
      messageId: id,
      createdAtMs: instant(ports.clock.nowMs()),
      settledOn: window.businessDate,
      urgency: 'NURG',
      transfers,
    }),
    items: transfers.map(({ transactionId, endToEndId, debtorAgent, amount }) => ({
      ...{ id: transactionId, endToEndId, payer: debtorAgent, payee: receiver.code },
      minor: amount.minor,
    })),
  };
}
