// The payout of a business day: what each merchant is due goes into one transfer per currency. A sum
// below zero (more refunds than sales) stays open and is set off against what comes later.

import { unit } from '@kassa/database';
import { writePacs008 } from '@kassa/iso20022';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { instant, type PlainDate } from '@kassa/time';
import { bookId, payoutEntries } from '../book/chart.ts';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { settleNothing } from '../settlement/settle-nothing.ts';
import { type Due, dueOn, lastFailure, recordPayout } from './store.ts';

/** Lets the clearing house find the bank by the IBAN. */
const bankNotProvided = 'NOTPROVIDED';

/** How many payouts were made; safe to repeat, as what is in a payout is not due any more. */
export async function payOut(
  ports: Ports,
  mids: readonly string[],
  businessDate: PlainDate,
): Promise<number> {
  await settleNothing(ports, businessDate);
  let made = 0;
  for (const due of await dueOn(ports.db, mids, businessDate)) {
    const contract = ports.contracts.byMid(due.mid);
    if (!contract || due.amount.minor <= 0n) continue;
    const failure = await lastFailure(ports.db, { ...due, iban: contract.iban });
    if (failure === undefined) {
      made += (await payOne(ports, contract, due, businessDate)) ? 1 : 0;
    } else {
      // The next one would come back too: the merchant must name another account first.
      ports.log.warn({ mid: due.mid, failure }, 'a merchant is not paid out');
    }
  }
  return made;
}

/** False if what is due has changed meanwhile: another run is at work, and takes it along. */
async function payOne(
  ports: Ports,
  contract: Contract,
  due: Due,
  valueOn: PlainDate,
): Promise<boolean> {
  const { db, clock, makeId } = ports;
  const id = makeId('po');
  const atMs = clock.nowMs();
  const done = await db.commit(
    unit(
      recordPayout({
        id,
        mid: due.mid,
        amount: due.amount,
        iban: contract.iban,
        holder: contract.holder,
        valueOn,
        createdAtMs: atMs,
        message: transferOf(ports, { id, contract, due, atMs, valueOn }),
      }),
      post([
        {
          accountId: bookId,
          id: makeId('ltx'),
          at: atMs,
          kind: 'posted',
          description: `Payout to ${contract.holder}`,
          reference: id,
          entries: payoutEntries(due.mid, due.amount),
        },
      ]),
    ),
  );
  if (done.ok) return true;
  const hasChanged = done.error.code === 'refused' && done.error.reason === 'due_changed';
  assert(hasChanged, `a payout was refused by the database: ${JSON.stringify(done.error)}`);
  return false;
}

type Transfer = {
  readonly id: string;
  readonly contract: Contract;
  readonly due: Due;
  readonly atMs: number;
  readonly valueOn: PlainDate;
};

function transferOf(ports: Ports, { id, contract, due, atMs, valueOn }: Transfer): string {
  const { name, memberCode, settlementAccount } = ports.bank;
  return writePacs008({
    messageId: id,
    createdAtMs: instant(atMs),
    settledOn: valueOn,
    transfers: [
      {
        endToEndId: id,
        amount: due.amount,
        debtor: { name, account: settlementAccount },
        debtorAgent: memberCode,
        creditor: { name: contract.holder, account: contract.iban },
        creditorAgent: bankNotProvided,
        remittance: `Card payments ${contract.name} ${valueOn}`,
      },
    ],
  });
}
