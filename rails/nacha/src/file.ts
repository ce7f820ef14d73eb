// A file as its readers and writers see it, and the figures that its controls repeat. Controls are not
// part of it: they are computed when it is written and compared when it is read.

import { add, type Money, money } from '@kassa/money';
import type { Addenda } from './addenda.ts';
import type { EntryDetail } from './entry-detail.ts';
import { usd } from './layout.ts';
import type { BatchHeader, FileHeader } from './records.ts';
import { transactionCode } from './transaction-codes.ts';

/** Characters and lines; a line is a record. Larger files are cut in two by who sends them. */
export const lengthMax = 20_000_000;
export const linesMax = 200_000;
/** Records in a block: files are filled up with nines to whole blocks. */
export const blockSize = 10;

export type AchFile = { readonly header: FileHeader; readonly batches: readonly Batch[] };

export type Batch = {
  readonly header: BatchHeader;
  readonly entries: readonly Entry[];
  /** What the control says besides figures. The id stands here only where it is written otherwise. */
  readonly controlCompanyId?: string;
  readonly authenticationCode?: string;
  /** Of advices (ADV). */
  readonly operatorText?: string;
};

export type Entry = { readonly detail: EntryDetail; readonly addenda: readonly Addenda[] };

export type Totals = {
  readonly entryAddendaCount: number;
  /** The sum of the receiving banks' eight digits, its last ten digits. */
  readonly entryHash: string;
  readonly totalDebit: Money;
  readonly totalCredit: Money;
};

export function totalsOf(entries: Iterable<Entry>): Totals {
  let [entryAddendaCount, hash] = [0, 0];
  let [totalDebit, totalCredit] = [money(usd, 0n), money(usd, 0n)];
  for (const { detail, addenda } of entries) {
    entryAddendaCount += 1 + addenda.length;
    hash = (hash + Number(detail.receivingDfi)) % 10 ** 10;
    const side = transactionCode(detail.transactionCode)?.side;
    if (side === 'debit') totalDebit = add(totalDebit, detail.amount);
    if (side === 'credit') totalCredit = add(totalCredit, detail.amount);
  }
  return { entryAddendaCount, entryHash: String(hash).padStart(10, '0'), totalDebit, totalCredit };
}

export type FileTotals = Totals & { readonly batchCount: number; readonly blockCount: number };

export function fileTotalsOf(batches: readonly Batch[]): FileTotals {
  const totals = totalsOf(batches.flatMap((batch) => batch.entries));
  const lines = 2 + 2 * batches.length + totals.entryAddendaCount;
  return { batchCount: batches.length, blockCount: Math.ceil(lines / blockSize), ...totals };
}

/** Files of advices have wider totals, and hold nothing else. */
export function isAdvice(batch: Batch): boolean {
  return batch.header.secCode === 'ADV';
}

/** The number that puts the entries of a batch in order; advices have but a short one. */
export function orderOf(detail: EntryDetail): number {
  return detail.kind === 'advice' ? detail.sequence : Number(detail.traceNumber);
}
