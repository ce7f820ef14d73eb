// What a dispute does to the bank's book. The account `disputes:under-way` stands between cardholder
// and network: above zero while the cardholder has money that the network has not given back.

import { type Unit, unit } from '@kassa/database';
import { type Entry, post } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { assert } from '@kassa/result';
import { openBankAccounts, paths } from '../accounts/chart.ts';
import { creditAfterDebt, debitWhatever, entry } from '../accounts/move.ts';
import { findSubAccount } from '../accounts/store.ts';
import { claimEntries } from '../clearing/claim.ts';
import type { Bank } from '../ports.ts';
import type { Dispute } from './dispute.ts';

type Parts = Pick<
  Dispute,
  'rrn' | 'merchantName' | 'bankAccountId' | 'amount' | 'billed' | 'conversionFeeMinor'
>;

/** Credited until it is decided. */
export async function creditForNow(bank: Bank, of: Parts): Promise<Unit> {
  const { currency, minor } = of.billed;
  return booked(bank, of, 'Disputed, credited for now', [
    ...entry(paths.disputes, 'debit', currency, minor),
    ...(await creditAfterDebt(bank, of.bankAccountId, of.billed)),
  ]);
}

/** The credit is taken back, even if the money is spent. */
export async function debitAgain(bank: Bank, of: Parts): Promise<Unit> {
  const { currency, minor } = of.billed;
  const account = await findSubAccount(bank.db, of.bankAccountId, currency);
  assert(account, `${of.bankAccountId} has no balance in ${currency}`);
  return booked(bank, of, 'Dispute ended, charged again', [
    ...(await debitWhatever(bank, account, of.billed)),
    ...entry(paths.disputes, 'credit', currency, minor),
  ]);
}

/** The network owes it to us: a chargeback is all of the purchase turned round, but interchange. */
export function takenFromNetwork(bank: Bank, of: Parts): Unit {
  return booked(bank, of, 'Charged back', claimEntries(claimOf(of, true), paths.disputes));
}

/** And we owe it again. */
export function givenToNetwork(bank: Bank, of: Parts): Unit {
  return booked(bank, of, 'Presented again', claimEntries(claimOf(of, false), paths.disputes));
}

/** What the network charges for arbitration; below zero it gives something back. */
export function chargedByNetwork(bank: Bank, of: Parts, fee: Money): Unit {
  const { currency, minor } = fee;
  if (minor === 0n) return {};
  const [spent, owed] =
    minor > 0n ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const);
  const size = minor > 0n ? minor : -minor;
  return booked(bank, of, 'Arbitration fee', [
    ...entry(paths.disputeFees, spent, currency, size),
    ...entry(paths.networkPayable, owed, currency, size),
  ]);
}

function claimOf({ amount, billed, conversionFeeMinor }: Parts, isCredit: boolean) {
  return { amount, billed, conversionFeeMinor, isCredit, interchangeMinor: 0n };
}

function booked(bank: Bank, of: Parts, what: string, entries: readonly Entry[]): Unit {
  return unit(
    openBankAccounts(bank, of.billed.currency),
    of.amount.currency === of.billed.currency ? {} : openBankAccounts(bank, of.amount.currency),
    post([
      {
        kind: 'posted',
        accountId: bank.book,
        id: bank.makeId('ltx'),
        at: bank.clock.nowMs(),
        description: `${what}: ${of.merchantName}`,
        reference: of.rrn,
        entries,
      },
    ]),
  );
}
