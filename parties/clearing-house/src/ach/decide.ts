// An ACH file, the pure part: may this bank send it, and to which bank goes each entry. Money moves from
// the sender with a credit, to the sender with a debit, and the other way with what comes back.

import {
  type AchFile,
  type Batch,
  type Entry,
  isReturnReason,
  transactionCode,
} from '@kassa/nacha';
import { err, ok, type Result } from '@kassa/result';
import type { Refusal } from '../errors.ts';
import type { Directory, Member } from '../members/directory.ts';

export type RoutedEntry = {
  readonly batch: Batch;
  readonly entry: Entry;
  readonly receiver: Member;
  readonly traceNumber: string;
  readonly minor: bigint;
  /** Member codes: whose account falls, and whose rises. */
  readonly payer: string;
  readonly payee: string;
  /** The trace number of the entry that comes back, and why. */
  readonly returned?: { readonly traceNumber: string; readonly reason: string };
};

/** All entries of the file or none. The order of the checks is that of the refusals. */
export function decideFile(
  file: AchFile,
  sender: Member,
  members: Directory,
  ownRoutingNumber: string,
): Result<readonly RoutedEntry[], Refusal> {
  const { immediateOrigin, immediateDestination } = file.header;
  if (!sender.routingNumbers.includes(immediateOrigin)) {
    return err({ code: 'not_yours', detail: `the file is of ${immediateOrigin}` });
  }
  if (immediateDestination !== ownRoutingNumber) {
    return err({ code: 'wrong_destination', detail: `the file is for ${immediateDestination}` });
  }
  const routed: RoutedEntry[] = [];
  const traces = new Set<string>();
  for (const batch of file.batches) {
    const { originatingDfi, secCode } = batch.header;
    if (!sender.routingNumbers.some((one) => one.startsWith(originatingDfi))) {
      return err({ code: 'not_yours', detail: `a batch of ${originatingDfi}` });
    }
    for (const entry of batch.entries) {
      const one = route(batch, entry, sender, members);
      if (!one.ok) return one;
      const { traceNumber } = one.value;
      if (traces.has(traceNumber)) {
        return err({ code: 'repeated_reference', detail: `${traceNumber} of ${secCode}` });
      }
      traces.add(traceNumber);
      routed.push(one.value);
    }
  }
  return ok(routed);
}

function route(
  batch: Batch,
  entry: Entry,
  sender: Member,
  members: Directory,
): Result<RoutedEntry, Refusal> {
  const { detail } = entry;
  const known = transactionCode(detail.transactionCode);
  if (detail.kind === 'advice' || !known) {
    return err({ code: 'not_payable', detail: 'what an operator advises is no payment' });
  }
  const { traceNumber, receivingDfi, checkDigit } = detail;
  const receiver = members.byRoutingNumber(receivingDfi + checkDigit);
  if (!receiver) {
    const number = receivingDfi + checkDigit;
    return err({ code: 'unknown_creditor', detail: `${traceNumber} goes to ${number}` });
  }
  if (receiver === sender) {
    return err({ code: 'pays_itself', detail: `${traceNumber} stays at ${sender.code}` });
  }
  const returned = returnedBy(entry);
  // A returned credit pays back what had come: out of the returning bank, as a credit is.
  const isPaid = known.side === 'credit';
  const [payer, payee] = isPaid ? [sender, receiver] : [receiver, sender];
  return ok({
    ...{ batch, entry, receiver, traceNumber, minor: detail.amount.minor },
    ...{ payer: payer.code, payee: payee.code },
    ...(returned && { returned }),
  });
}

function returnedBy({ addenda }: Entry): RoutedEntry['returned'] {
  for (const one of addenda) {
    if (one.kind !== 'return' && one.kind !== 'internationalReturn') continue;
    if (isReturnReason(one.returnCode)) {
      return { traceNumber: one.originalTrace, reason: one.returnCode };
    }
  }
  return undefined;
}
