// The payout of a business day: what each merchant is due, less what the contract holds back, goes into
// one transfer per currency. A sum below zero (more refunds and disputes than sales) is owed: it stays
// open and is set off against what comes later.

import { unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { type Money, subtract } from '@kassa/money';
import { assert } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import {
  bookId,
  creditEntries,
  heldEntries,
  openDisposalAccount,
  openReserveAccount,
  payoutEntries,
} from '../book/chart.ts';
import { noteBalances } from '../debts/store.ts';
import { type Contract, isWorthPaying, releaseDate } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import type { ReserveMovement } from '../reserves/movement.ts';
import { releaseReserves } from '../reserves/release.ts';
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
  await releaseReserves(ports, mids, businessDate);
  const all = await dueOn(ports.db, mids, businessDate);
  const sums = all.map(({ mid, amount }) => ({ mid, ...amount }));
  await noteBalances(ports.db, mids, { date: businessDate, sums });
  let made = 0;
  for (const due of all) {
    const contract = ports.contracts.byMid(due.mid);
    const amount = subtract(due.amount, due.reserved);
    if (!contract || amount.minor <= 0n) continue;
    const isCredit = contract.payoutBy === 'instruction';
    if (!isCredit && !isWorthPaying(contract, amount)) continue;
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
  const amount = subtract(due.amount, due.reserved);
  const hold = holdOf(ports, contract, { payoutId: id, amount: due.reserved, valueOn });
  const done = await db.commit(
    unit(
      hold ? openReserveAccount(due.mid, amount.currency) : {},
      isCredit ? openDisposalAccount(due.mid, amount.currency) : {},
      recordPayout(
        {
          id,
          mid: due.mid,
          kind: isCredit ? 'credit' : 'daily',
          reference: null,
          amount,
          iban: contract.iban,
          holder: contract.holder,
          valueOn,
          createdAtMs: atMs,
          message: isCredit ? '' : dailyTransfer(ports, { id, contract, amount, atMs, valueOn }),
        },
        hold,
      ),
      post([
        ...(hold ? [holdPosting(ports, hold)] : []),
        {
          accountId: bookId,
          id: makeId('ltx'),
          at: atMs,
          kind: 'posted',
          description: isCredit ? 'At disposal' : `Payout to ${contract.holder}`,
          reference: id,
          entries: (isCredit ? creditEntries : payoutEntries)(due.mid, amount),
        },
      ]),
    ),
  );
  if (done.ok) return true;
  const hasChanged = done.error.code === 'refused' && done.error.reason === 'due_changed';
  assert(hasChanged, `a payout was refused by the database: ${JSON.stringify(done.error)}`);
  return false;
}

type Held = {
  readonly payoutId: string;
  readonly amount: Money;
  readonly valueOn: PlainDate;
};

/** Undefined: nothing is held back of this payout. */
function holdOf(
  { clock, makeId }: Ports,
  contract: Contract,
  { payoutId, amount, valueOn }: Held,
): ReserveMovement | undefined {
  if (amount.minor === 0n) return undefined;
  const id = makeId('rsv');
  return {
    ...{ id, holdId: id, kind: 'hold', mid: contract.mid, amount, valueOn, payoutId },
    releaseOn: releaseDate(contract, valueOn),
    createdAtMs: clock.nowMs(),
  };
}

function holdPosting({ makeId }: Ports, hold: ReserveMovement): Posting {
  return {
    accountId: bookId,
    id: makeId('ltx'),
    at: hold.createdAtMs,
    kind: 'posted',
    description: 'Held in reserve',
    reference: hold.id,
    entries: heldEntries(hold.mid, hold.amount),
  };
}

type Daily = {
  readonly id: string;
  readonly contract: Contract;
  readonly amount: Money;
  readonly atMs: number;
  readonly valueOn: PlainDate;
};

function dailyTransfer(ports: Ports, { contract, ...of }: Daily): string {
  const { holder, iban, name } = contract;
  const remittance = `Card payments ${name} ${of.valueOn}`;
  return transferOf(ports.bank, { ...of, iban, holder, remittance });
}
