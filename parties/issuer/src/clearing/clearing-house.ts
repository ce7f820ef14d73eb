// What the clearing house tells: the day's net was settled (camt.054), or money came for a customer
// (pacs.008). Each entry is booked once, by the clearing house's own reference.

import { type Unit, unit } from '@kassa/database';
import {
  type AccountEntry,
  type CustomerTransfer,
  readCamt054,
  readPacs008,
} from '@kassa/iso20022';
import type { Money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { openBankAccounts, openCustomerAccount, paths } from '../accounts/chart.ts';
import { creditAfterDebt, entry } from '../accounts/move.ts';
import { type SubAccount, subAccountsOfIban } from '../accounts/store.ts';
import type { Bank } from '../ports.ts';
import type { TransferRefusal } from './errors.ts';
import { isRepeated, notReadable, received } from './received.ts';
import { sendBack } from './send-back.ts';
import { isReceived } from './store.ts';

/** The kind that net positions of the card network are booked under. */
const netSettlement = 'NETSETTLEMENT';

/** The number of entries booked now; credit transfers come by their own message. */
export async function takeNotification(
  bank: Bank,
  text: string,
): Promise<Result<number, TransferRefusal>> {
  const read = readCamt054(text);
  if (!read.ok) return err(notReadable(read.error));
  let booked = 0;
  for (const one of read.value.notifications.flatMap(({ entries }) => entries)) {
    if (one.kind !== netSettlement || (await isReceived(bank.db, one.reference))) continue;
    const done = await bank.db.commit(settled(bank, one));
    if (done.ok) booked += 1;
    else assert(isRepeated(done.error), `a settlement is refused: ${JSON.stringify(done.error)}`);
  }
  return ok(booked);
}

function settled(bank: Bank, one: AccountEntry): Unit {
  const { currency, minor } = one.amount;
  const isPaid = one.side === 'debit';
  const entries = [
    ...entry(paths.networkPayable, isPaid ? 'debit' : 'credit', currency, minor),
    ...entry(paths.reserve, isPaid ? 'credit' : 'debit', currency, minor),
  ];
  return received(bank, {
    reference: one.reference,
    kind: 'settlement',
    amount: one.amount,
    entries,
    description: 'Settlement of card payments',
    searchedBy: one.messageId ?? one.reference,
    counterparty: one.counterparty ?? '',
    remittance: one.remittance ?? '',
  });
}

/** All transfers of the message; what is for an account that is not ours goes back. */
export async function takeCreditTransfers(
  bank: Bank,
  text: string,
): Promise<Result<{ readonly messageId: string }, TransferRefusal>> {
  const read = readPacs008(text);
  if (!read.ok) return err(notReadable(read.error));
  const { messageId, transfers } = read.value;
  const units: Unit[] = [];
  for (const transfer of transfers) {
    const reference = transfer.transactionId ?? `${messageId}/${transfer.endToEndId}`;
    if (await isReceived(bank.db, reference)) continue;
    const accounts = await subAccountsOfIban(bank.db, transfer.creditor.account);
    const [main] = accounts;
    units.push(
      main
        ? await credited(bank, { transfer, reference, main, accounts })
        : unknown(bank, transfer, reference),
    );
  }
  const done = await bank.db.commit(unit(...units));
  assert(
    done.ok || isRepeated(done.error),
    `a credit transfer is refused: ${JSON.stringify(done.ok ? '' : done.error)}`,
  );
  return ok({ messageId });
}

function unknown(bank: Bank, transfer: CustomerTransfer, reference: string): Unit {
  const { endToEndId, amount, debtor, creditor } = transfer;
  bank.log.warn({ reference, account: creditor.account }, 'a transfer to an unknown account');
  // AC03: the creditor's account number is not valid here (external code set of ISO 20022).
  const why = { isCollection: false, counterparty: debtor.name, reason: 'AC03' };
  return sendBack(bank, { reference, endToEndId, amount, ...why });
}

type Incoming = {
  readonly transfer: CustomerTransfer;
  readonly reference: string;
  readonly main: SubAccount;
  readonly accounts: readonly SubAccount[];
};

async function credited(bank: Bank, incoming: Incoming): Promise<Unit> {
  const { transfer, reference, main, accounts } = incoming;
  const { amount } = transfer;
  const { bankAccountId } = main;
  const isOpen = accounts.some((account) => account.currency === amount.currency);
  const entries = [
    ...entry(paths.reserve, 'debit', amount.currency, amount.minor),
    ...(await creditAfterDebt(bank, bankAccountId, amount)),
  ];
  return unit(
    isOpen ? {} : openSubAccount(bank, main, amount),
    received(bank, {
      reference,
      kind: 'credit_transfer',
      amount,
      entries,
      description: transfer.debtor.name,
      searchedBy: transfer.endToEndId,
      counterparty: transfer.debtor.name,
      remittance: transfer.remittance ?? '',
      account: main,
    }),
  );
}

/** Money of a currency that the account has not had before opens a balance in it. */
function openSubAccount(bank: Bank, main: SubAccount, amount: Money): Unit {
  const { bankAccountId, name } = main;
  const row = {
    bank_account_id: bankAccountId,
    currency: amount.currency,
    opened_at_ms: bank.clock.nowMs(),
  };
  return unit(
    { inserts: [{ table: 'sub_account', rows: [row], onConflict: 'nothing' }] },
    openBankAccounts(bank, amount.currency),
    openCustomerAccount(bank, {
      bankAccountId,
      currency: amount.currency,
      creditLineMinor: 0n,
      name,
    }),
  );
}
