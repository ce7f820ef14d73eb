// One credit transfer as a message, written once and sent until there is an answer.

import { writePacs008 } from '@kassa/iso20022';
import type { Money } from '@kassa/money';
import { instant, type PlainDate } from '@kassa/time';
import type { BankFacts } from '../ports.ts';

/** Lets the clearing house find the bank by the IBAN. */
const bankNotProvided = 'NOTPROVIDED';

export type Transfer = {
  /** Also the end-to-end id. */
  readonly id: string;
  readonly amount: Money;
  readonly iban: string;
  readonly holder: string;
  readonly remittance: string;
  readonly atMs: number;
  readonly valueOn: PlainDate;
};

export function transferOf(bank: BankFacts, transfer: Transfer): string {
  const { id, amount, iban, holder, remittance, atMs, valueOn } = transfer;
  return writePacs008({
    messageId: id,
    createdAtMs: instant(atMs),
    settledOn: valueOn,
    transfers: [
      {
        endToEndId: id,
        amount,
        debtor: { name: bank.name, account: bank.settlementAccount },
        debtorAgent: bank.memberCode,
        creditor: { name: holder, account: iban },
        creditorAgent: bankNotProvided,
        remittance,
      },
    ],
  });
}
