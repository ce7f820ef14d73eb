// The payout of a business day: what each merchant is due goes into one transfer per currency. A sum
// below zero (more refunds than sales) stays open and is set off against what comes later.

import { unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { bookId, creditEntries, openDisposalAccount, payoutEntries } from '../book/chart.ts';
import { type Contract, isWorthPaying } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { settleNothing } from '../settlement/settle-nothing.ts';
import { type Due, dueOn, lastFailure, recordPayout } from './store.ts';
import { transferOf } from './transfer.ts';

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
    const isCredit = contract.payoutBy === 'instruction';
    if (!isCredit && !isWorthPaying(contract, due.amount)) continue;
    // What is only put at the merchant's disposal cannot come back.
    const failure = isCredit
      ? undefined
      : await lastFailure(ports.db, { ...due, iban: contract.iban });
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
  const isCredit = contract.payoutBy === 'instruction';
  const done = await db.commit(
    unit(
      isCredit ? openDisposalAccount(due.mid, due.amount.currency) : {},
      recordPayout({
        id,
        mid: due.mid,
        kind: isCredit ? 'credit' : 'daily',
        reference: null,
        amount: due.amount,
        iban: contract.iban,
        holder: contract.holder,
        valueOn,
        createdAtMs: atMs,
        message: isCredit ? '' : dailyTransfer(ports, { id, contract, due, atMs, valueOn }),
      }),
      post([
        {
          accountId: bookId,
          id: makeId('ltx'),
          at: atMs,
          kind: 'posted',
          description: isCredit ? 'At disposal' : `Payout to ${contract.holder}`,
          reference: id,
          entries: (isCredit ? creditEntries : payoutEntries)(due.mid, due.amount),
        },
      ]),
    ),
  );
  if (done.ok) return true;
  const hasChanged = done.error.code === 'refused' && done.error.reason === 'due_changed';
  assert(hasChanged, `a payout was refused by the database: ${JSON.stringify(done.error)}`);
  return false;
}

type Daily = {
  readonly id: string;
  readonly contract: Contract;
  readonly due: Due;
  readonly atMs: number;
  readonly valueOn: PlainDate;
};

function dailyTransfer(ports: Ports, { contract, due, ...of }: Daily): string {
  const { holder, iban, name } = contract;
  const remittance = `Card payments ${name} ${of.valueOn}`;
  return transferOf(ports.bank, { ...of, amount: due.amount, iban, holder, remittance });
}
