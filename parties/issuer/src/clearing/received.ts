// What the clearing house has moved on our account, booked once by its own reference.

import { type Unit, unit } from '@kassa/database';
import { type Entry, post } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { openBankAccounts } from '../accounts/chart.ts';
import type { SubAccount } from '../accounts/store.ts';
import type { Bank } from '../ports.ts';

export type Received = {
  readonly reference: string;
  readonly kind: 'settlement' | 'credit_transfer' | 'collection' | 'refused';
  readonly amount: Money;
  readonly entries: readonly Entry[];
  readonly description: string;
  readonly searchedBy: string;
  readonly counterparty: string;
  readonly remittance: string;
  readonly account?: SubAccount;
};

export function received(bank: Bank, one: Received): Unit {
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

export function isRepeated(refused: {
  readonly code: string;
  readonly constraint?: string;
}): boolean {
  return refused.code === 'conflict' && refused.constraint === 'clearing_house_entry_pk';
}

export function notReadable(error: { readonly element: string; readonly detail: string }) {
  return { code: 'not_readable', detail: `${error.element}: ${error.detail}` } as const;
}
