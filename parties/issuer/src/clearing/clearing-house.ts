// What the clearing house tells: the day's net was settled (camt.054), or money came for a customer
// (pacs.008). Each entry is booked once, by the clearing house's own reference.

import { type Unit, unit } from '@kassa/database';
import {
  type AccountEntry,
  type CustomerTransfer,
  readCamt054,
  readPacs008,
} from '@kassa/iso20022';
import { type Entry, post } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { openBankAccounts, openCustomerAccount, paths } from '../accounts/chart.ts';
import { creditAfterDebt, entry } from '../accounts/move.ts';
import { type SubAccount, subAccountsOfIban } from '../accounts/store.ts';
import type { Bank } from '../ports.ts';
import type { TransferRefusal } from './errors.ts';
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

/** All transfers of the message, or none: what is refused goes back to the payer whole. */
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
    if (!main) {
      const detail = `no account ${transfer.creditor.account}`;
      return err({ code: 'unknown_account', detail });
    }
    units.push(await credited(bank, { transfer, reference, main, accounts }));
  }
  const done = await bank.db.commit(unit(...units));
  assert(
    done.ok || isRepeated(done.error),
    `a credit transfer is refused: ${JSON.stringify(done.ok ? '' : done.error)}`,
  );
  return ok({ messageId });
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

type Received = {
  readonly reference: string;
  readonly kind: 'settlement' | 'credit_transfer';
  readonly amount: Money;
  readonly entries: readonly Entry[];
  readonly description: string;
  readonly searchedBy: string;
  readonly counterparty: string;
  readonly remittance: string;
  readonly account?: SubAccount;
};

function received(bank: Bank, one: Received): Unit {
  const transactionId = bank.makeId('ltx');
  const at = bank.clock.nowMs();
  const row = {
    reference: one.reference,
    kind: one.kind,
    received_at_ms: at,
    currency: one.amount.currency,
    minor: one.amount.minor,
    iban: one.account?.iban ?? null,
    bank_account_id: one.account?.bankAccountId ?? null,
    counterparty: one.counterparty,
    remittance: one.remittance,
    transaction_id: transactionId,
  };
  return unit(
    openBankAccounts(bank, one.amount.currency),
    { inserts: [{ table: 'clearing_house_entry', rows: [row] }] },
    post([
      {
        kind: 'posted',
        accountId: bank.book,
        id: transactionId,
        at,
        description: one.description,
        reference: one.searchedBy,
        entries: one.entries,
      },
    ]),
  );
}

function isRepeated(refused: { readonly code: string; readonly constraint?: string }): boolean {
  return refused.code === 'conflict' && refused.constraint === 'clearing_house_entry_pk';
}

function notReadable(error: { readonly element: string; readonly detail: string }) {
  return { code: 'not_readable', detail: `${error.element}: ${error.detail}` } as const;
}
