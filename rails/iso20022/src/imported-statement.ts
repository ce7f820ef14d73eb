// Statements of other banks in one neutral shape, whatever the message and version they came in:
// camt.053 (statement), camt.052 (report within the day), camt.054 (notification). Who imports it
// decides what to believe; here nothing is left out that matching needs, and nothing is made up.

import type { Currency, Money } from '@kassa/money';
import type { Instant, PlainDate } from '@kassa/time';

export type ImportedStatements = {
  /** Name and version, such as camt.053.001.02. */
  readonly message: string;
  readonly kind: 'statement' | 'report' | 'notification';
  readonly messageId: string;
  readonly createdAtMs: Instant;
  readonly statements: readonly ImportedStatement[];
};

export type ImportedStatement = {
  readonly id: string;
  readonly account: string;
  /** The account's; where that is not told, the currency that all its amounts share. */
  readonly currency?: Currency;
  readonly owner?: string;
  /** Which page of a statement this is; absent where it is the whole. */
  readonly page?: { readonly number: number; readonly isLast: boolean };
  readonly balances: readonly ImportedBalance[];
  readonly entries: readonly ImportedEntry[];
};

export type ImportedBalance = {
  /** OPBD, CLBD, ITBD, PRCD, CLAV …, or the bank's own. */
  readonly code: string;
  /** In the holder's favour if positive. */
  readonly amount: Money;
  readonly on: PlainDate;
};

export type ImportedEntry = {
  /** Not negative; `side` says which way it moves the account, for a reversal too. */
  readonly amount: Money;
  readonly side: 'credit' | 'debit';
  readonly isReversal: boolean;
  readonly status: 'booked' | 'pending' | 'information' | 'future' | 'other';
  readonly bookedOn?: PlainDate;
  readonly valueOn?: PlainDate;
  readonly reference?: string;
  /** The account servicer's own reference (AcctSvcrRef). */
  readonly servicerReference?: string;
  /** PMNT/RCDT/ESCT, or the bank's own code. */
  readonly kind?: string;
  readonly charges: readonly ImportedCharge[];
  /** What a batch was made of, so far as the bank tells; the sum need not be the entry's amount. */
  readonly batch?: ImportedBatch;
  readonly transactions: readonly ImportedTransaction[];
  readonly text?: string;
};

export type ImportedBatch = {
  readonly messageId?: string;
  readonly paymentInformationId?: string;
  readonly count?: number;
  readonly total?: Money;
};

export type ImportedCharge = {
  readonly amount: Money;
  readonly side?: 'credit' | 'debit';
  /** Whether the entry's amount has it in it; absent where the bank does not say. */
  readonly isIncluded?: boolean;
};

export type ImportedTransaction = {
  readonly references: ImportedReferences;
  /** Absent where only the entry has one. */
  readonly amount?: Money;
  readonly side: 'credit' | 'debit';
  /** What was ordered, where that is another amount: charges, another currency. */
  readonly instructed?: Money;
  readonly exchange?: { readonly from: string; readonly to?: string; readonly rate: string };
  readonly charges: readonly ImportedCharge[];
  readonly debtor?: ImportedParty;
  readonly creditor?: ImportedParty;
  readonly remittance?: string;
  /** The creditor's structured references, such as RF18 539007547034. */
  readonly creditorReferences: readonly string[];
  /** Why it came back, where it is a return. */
  readonly returned?: { readonly code: string; readonly text?: string };
};

export type ImportedReferences = {
  readonly messageId?: string;
  readonly servicerReference?: string;
  readonly paymentInformationId?: string;
  readonly instructionId?: string;
  readonly endToEndId?: string;
  readonly transactionId?: string;
  readonly uetr?: string;
  readonly mandateId?: string;
  readonly chequeNumber?: string;
  readonly clearingReference?: string;
};

export type ImportedParty = { readonly name?: string; readonly account?: string };
