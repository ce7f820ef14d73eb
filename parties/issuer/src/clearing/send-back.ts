// What we were given and cannot book goes back (pacs.004): the row and the message to send are committed
// with the money that is ours, or not ours, for as long as it takes.

import { type Unit, unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import { readPacs002, writePacs004 } from '@kassa/iso20022';
import { type Entry, post } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { dateIn, instant } from '@kassa/time';
import { z } from 'zod';
import { paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import type { Delivery, Sender } from '../outbox/courier.ts';
import { queueMessage } from '../outbox/outgoing.ts';
import type { Bank } from '../ports.ts';
import type { TransferRefusal } from './errors.ts';
import { notReadable, received } from './received.ts';
import { findReturn, markReturnSettled, recordReturn, type SentBack } from './return-store.ts';

/** Long after any clearing house has given up, too. */
const sendForMs = 90 * 86_400_000;

export type Refused = {
  readonly reference: string;
  readonly endToEndId: string;
  readonly amount: Money;
  readonly isCollection: boolean;
  readonly counterparty: string;
  /** A code of ISO's external list. */
  readonly reason: string;
};

export function sendBack(bank: Bank, refused: Refused): Unit {
  const { reference, endToEndId, amount, isCollection, reason } = refused;
  const returnId = bank.makeId('ret');
  const madeAtMs = bank.clock.nowMs();
  return unit(
    recordReturn({
      ...{ returnId, endToEndId, isCollection, amount, reason, madeAtMs },
      originalReference: reference,
    }),
    received(bank, {
      ...{ reference, kind: 'refused', amount },
      // A collection has taken the money from our account, a transfer has brought it.
      entries: isCollection ? outOf(amount) : into(amount),
      description: isCollection ? 'Collection refused' : 'Transfer to an unknown account',
      searchedBy: endToEndId,
      counterparty: refused.counterparty,
      remittance: reason,
    }),
    queueMessage(bank, {
      ...{ kind: 'return', about: returnId, content: { returnId } },
      expiresAtMs: madeAtMs + sendForMs,
    }),
  );
}

function into({ currency, minor }: Money): readonly Entry[] {
  return [
    ...entry(paths.reserve, 'debit', currency, minor),
    ...entry(paths.returns, 'credit', currency, minor),
  ];
}

function outOf({ currency, minor }: Money): readonly Entry[] {
  return [
    ...entry(paths.returns, 'debit', currency, minor),
    ...entry(paths.reserve, 'credit', currency, minor),
  ];
}

const contentForm = z.object({ returnId: z.string() });
const answerForm = z.object({ status: z.string() });

export type ClearingHouseDoor = {
  readonly url: string;
  /** What we show there. */
  readonly ownKey: Secret<string>;
};

/** Always the same message for the same return, so that sending again changes nothing. */
export function returnSender(bank: Bank, client: HttpClient, door: ClearingHouseDoor): Sender {
  return async (content): Promise<Delivery> => {
    const { returnId } = contentForm.parse(content);
    const one = await findReturn(bank.db, returnId);
    if (!one) return { outcome: 'refused', reason: 'no such return' };
    const answer = await client.postText(`${door.url}/returns`, messageOf(bank, one), {
      headers: {
        'content-type': 'application/xml',
        authorization: `Bearer ${door.ownKey.reveal()}`,
      },
    });
    if (!answer.ok) return { outcome: 'try_again', reason: answer.error.code };
    const { status, body } = answer.value;
    if (status >= 300) return { outcome: 'try_again', reason: `${status} ${body.slice(0, 200)}` };
    // What waits for a window is told when that has settled.
    if (statusIn(body) === 'ACSC') await bookReturned(bank, one);
    return { outcome: 'delivered' };
  };
}

function messageOf(bank: Bank, one: SentBack): string {
  const { returnId, amount, endToEndId, originalReference } = one;
  return writePacs004({
    messageId: returnId,
    createdAtMs: instant(one.madeAtMs),
    settledOn: dateIn(one.madeAtMs, bank.zone),
    returns: [
      {
        ...{ returnId, amount, reason: { code: one.reason } },
        original: { endToEndId, transactionId: originalReference, amount },
      },
    ],
  });
}

function statusIn(body: string): string | undefined {
  try {
    return answerForm.safeParse(JSON.parse(body)).data?.status;
  } catch {
    return undefined;
  }
}

/** The clearing house reports (pacs.002) that a window with a return of ours has settled. */
export async function takeReport(
  bank: Bank,
  text: string,
): Promise<Result<{ readonly isSettled: boolean }, TransferRefusal>> {
  const read = readPacs002(text);
  if (!read.ok) return err(notReadable(read.error));
  const { original, status, transactions } = read.value;
  const one = await findReturn(bank.db, original.id);
  const said = status ?? transactions[0]?.status;
  const isSettled = one !== undefined && said === 'ACSC';
  if (isSettled) await bookReturned(bank, one);
  else bank.log.error({ original: original.id, said }, 'a report that settles no return of ours');
  return ok({ isSettled });
}

async function bookReturned(bank: Bank, one: SentBack): Promise<void> {
  const { returnId, isCollection, amount, endToEndId } = one;
  const done = await bank.db.commit(
    unit(
      markReturnSettled(returnId),
      post([
        {
          kind: 'posted',
          accountId: bank.book,
          id: bank.makeId('ltx'),
          at: bank.clock.nowMs(),
          description: isCollection ? 'Refused collection given back' : 'Transfer sent back',
          reference: endToEndId,
          entries: isCollection ? into(amount) : outOf(amount),
        },
      ]),
    ),
  );
  assert(
    done.ok || (done.error.code === 'guard' && done.error.guard === 'return_under_way'),
    `a return was not booked: ${JSON.stringify(done)}`,
  );
}
