// The clearing house hands on a return (pacs.004): a payout that the merchant's bank sent back. It is
// booked as an advice of it would be, by the returning bank's reference.

import { type AccountEntry, type PaymentReturn, readPacs004 } from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import type { Ports } from '../ports.ts';
import { type AdviceRefusal, takeEntries } from './receive-advice.ts';

/** How many returns were new. */
export async function receiveReturns(
  ports: Ports,
  xml: string,
): Promise<Result<{ readonly taken: number }, AdviceRefusal>> {
  const read = readPacs004(xml);
  if (!read.ok) return err({ code: 'unreadable', error: read.error });
  return ok({ taken: await takeEntries(ports, entriesOf(read.value)) });
}

function entriesOf({ settledOn, returns }: PaymentReturn): readonly AccountEntry[] {
  return returns.map(({ returnId, amount, reason, original }) => ({
    ...{ reference: returnId, amount, side: 'credit', kind: 'RETURN' },
    bookedOn: settledOn,
    endToEndId: original.endToEndId,
    ...(original.message && { messageId: original.message.id }),
    remittance: reason.text === undefined ? reason.code : `${reason.code} ${reason.text}`,
  }));
}
