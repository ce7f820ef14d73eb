// What a return is in our books and on the wire: the money goes back the way it came, and the bank that
// had sent the payment gets the return (pacs.004) with the reason.

import { type Unit, unit } from '@kassa/database';
import { type Reason, writePacs004 } from '@kassa/iso20022';
import { negate } from '@kassa/money';
import { dateIn, instant, type PlainDate } from '@kassa/time';
import { book, type Movement } from '../book/booking.ts';
import { markReturned } from '../credit-transfers/store.ts';
import { recordDelivery } from '../deliveries/store.ts';
import type { Ports } from '../ports.ts';
import { textOf } from '../small-value/work.ts';
import type { Original } from './decide.ts';

export type Return = {
  /** Of the bank that returns it. */
  readonly returnId: string;
  readonly reason: Reason;
  readonly original: Original;
};

/** Of a credit transfer that was settled at once: booked now. */
export function returnAtOnce(ports: Ports, one: Return, atMs: number): Unit {
  const { makeId, day } = ports;
  const { original, reason } = one;
  const bookedOn = dateIn(atMs, day.zone);
  const text = textOf(reason);
  const common = {
    bookedOn,
    kind: 'RETURN' as const,
    ...{ messageId: original.messageId, endToEndId: original.endToEndId },
    remittance: text,
  };
  const back: Movement = {
    ...common,
    ...{ id: makeId('mov'), member: original.payer, amount: original.amount },
    counterparty: original.payee,
  };
  const taken: Movement = {
    ...common,
    ...{ id: makeId('mov'), member: original.payee, amount: negate(original.amount) },
    counterparty: original.payer,
  };
  const id = makeId('dlv');
  return unit(
    markReturned(original.id, text),
    book(
      {
        atMs,
        description: `Return of a credit transfer by ${original.payee}`,
        reference: original.endToEndId,
        movements: [back, taken],
      },
      makeId,
    ),
    recordDelivery({
      ...{ id, member: original.sender, kind: 'return', atMs },
      body: writeReturns(id, [one], { settledOn: bookedOn, atMs }),
    }),
  );
}

export function writeReturns(
  messageId: string,
  returns: readonly Return[],
  when: { readonly settledOn: PlainDate; readonly atMs: number },
): string {
  return writePacs004({
    messageId,
    createdAtMs: instant(when.atMs),
    settledOn: when.settledOn,
    returns: returns.map(({ returnId, reason, original }) => ({
      ...{ returnId, reason, amount: original.amount },
      original: {
        endToEndId: original.endToEndId,
        transactionId: original.id,
        message: { id: original.messageId, name: original.messageName },
        amount: original.amount,
        debtorAgent: original.payer,
        creditorAgent: original.payee,
      },
    })),
  });
}
