// Returns: entries that the receiving bank sends back, each with its reason.

import { assert } from '@kassa/result';
import type { Addenda } from './addenda.ts';
import type { EntryDetail } from './entry-detail.ts';
import type { AchFile, Batch, Entry } from './file.ts';
import type { BatchHeader, FileHeader } from './records.ts';
import type { ReturnReason } from './return-reasons.ts';
import { checkDigitOf } from './routing-number.ts';
import { returnCodeOf, transactionCode } from './transaction-codes.ts';

export type EntryReturn = {
  /** The header of the batch in which the entry came. */
  readonly header: BatchHeader;
  readonly entry: Entry;
  readonly reason: ReturnReason;
  /** Words for the originator, 44 characters at most; 34 for an international entry. */
  readonly information?: string;
  /** YYMMDD; with R14 and R15. */
  readonly diedOn?: string;
};

/** The returning bank, by its eight digits, and the number of its first return of the day. */
export type Returning = { readonly dfi: string; readonly sequence: number };

/**
 * One batch for each original batch, in the order given. Advices and what has come back already are
 * not returned: to hand them in is a bug.
 */
export function returnFile(
  header: FileHeader,
  returning: Returning,
  returns: readonly EntryReturn[],
): AchFile {
  let sequence = returning.sequence;
  const byBatch = new Map<BatchHeader, EntryReturn[]>();
  for (const one of returns) {
    const group = byBatch.get(one.header);
    if (group) group.push(one);
    else byBatch.set(one.header, [one]);
  }
  const batches = [...byBatch].map(([original, ones], index): Batch => {
    const entries = ones.map((one) => returnEntry(one, `${returning.dfi}${pad(sequence++, 7)}`));
    return { header: returnHeader(original, returning.dfi, index + 1, entries), entries };
  });
  return { header, batches };
}

/** As it came, but for who sends it now. */
function returnHeader(
  original: BatchHeader,
  dfi: string,
  batchNumber: number,
  entries: readonly Entry[],
): BatchHeader {
  const sides = new Set(entries.map(({ detail }) => transactionCode(detail.transactionCode)?.side));
  const serviceClass = sides.size > 1 ? '200' : sides.has('credit') ? '220' : '225';
  return { ...original, serviceClass, settlementDay: '', originatingDfi: dfi, batchNumber };
}

function returnEntry(one: EntryReturn, traceNumber: string): Entry {
  const { detail, addenda } = one.entry;
  const code = returnCodeOf(detail.transactionCode);
  const isBack = transactionCode(detail.transactionCode)?.purpose === 'return';
  assert(
    detail.kind !== 'advice' && code && !isBack,
    'an advice, or what came back, is not returned',
  );
  const originalDfi = detail.receivingDfi;
  const receivingDfi = one.header.originatingDfi;
  const returned: EntryDetail = {
    ...detail,
    ...{ transactionCode: code, receivingDfi, checkDigit: checkDigitOf(receivingDfi) },
    ...{ addendaIndicator: '1', traceNumber },
  };
  const about = {
    returnCode: one.reason,
    originalTrace: detail.traceNumber,
    diedOn: one.diedOn ?? '',
    originalDfi,
    information: one.information ?? '',
    traceNumber,
  };
  if (detail.kind !== 'international') {
    return { detail: returned, addenda: [{ kind: 'return', ...about }] };
  }
  const originalAmount = pad(detail.amount.minor, 10);
  return {
    detail: returned,
    addenda: [
      ...repeated(addenda, traceNumber),
      { kind: 'internationalReturn', ...about, originalAmount },
    ],
  };
}

/** The seven mandatory addenda go back with an international entry, under its new number. */
function repeated(addenda: readonly Addenda[], traceNumber: string): readonly Addenda[] {
  return addenda
    .slice(0, 7)
    .map((record) =>
      'entrySequence' in record ? { ...record, entrySequence: traceNumber.slice(-7) } : record,
    );
}

function pad(value: number | bigint, width: number): string {
  return String(value).padStart(width, '0');
}
