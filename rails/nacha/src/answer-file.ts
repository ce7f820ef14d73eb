// What goes back to the bank that sent an entry: the entry itself under a new trace number, turned
// round, with one addenda that says why. Returns and notifications of change are made of it.

import { assert } from '@kassa/result';
import type { Addenda } from './addenda.ts';
import type { EntryDetail } from './entry-detail.ts';
import type { AchFile, Batch, Entry } from './file.ts';
import type { BatchHeader, FileHeader } from './records.ts';
import { checkDigitOf } from './routing-number.ts';
import { returnCodeOf, transactionCode } from './transaction-codes.ts';

/** An entry, and the header of the batch in which it came. */
export type Received = { readonly header: BatchHeader; readonly entry: Entry };

/** The answering bank, by its eight digits, and the number of its first answer of the day. */
export type Answering = { readonly dfi: string; readonly sequence: number };

export type AnswerParts<T extends Received> = {
  header(original: BatchHeader): BatchHeader;
  detail(detail: EntryDetail): EntryDetail;
  /** The last addenda, which says why. */
  addenda(one: T, traceNumber: string): Addenda;
};

/** One batch for each original batch, in the order given. */
export function answerFile<T extends Received>(
  header: FileHeader,
  answering: Answering,
  received: readonly T[],
  parts: AnswerParts<T>,
): AchFile {
  let sequence = answering.sequence;
  const byBatch = new Map<BatchHeader, T[]>();
  for (const one of received) {
    const group = byBatch.get(one.header);
    if (group) group.push(one);
    else byBatch.set(one.header, [one]);
  }
  const batches = [...byBatch].map(([original, ones], index): Batch => {
    const entries = ones.map((one) => {
      const traceNumber = `${answering.dfi}${String(sequence).padStart(7, '0')}`;
      sequence += 1;
      return answer(one, traceNumber, parts);
    });
    const from = { originatingDfi: answering.dfi, batchNumber: index + 1 };
    return { header: { ...parts.header(original), ...from, ...classOf(entries) }, entries };
  });
  return { header, batches };
}

/** Settlement is still to come, so that its day is not told. */
function classOf(entries: readonly Entry[]) {
  const sides = new Set(entries.map(({ detail }) => transactionCode(detail.transactionCode)?.side));
  const serviceClass = sides.size > 1 ? '200' : sides.has('credit') ? '220' : '225';
  return { serviceClass, settlementDay: '' };
}

function answer<T extends Received>(one: T, traceNumber: string, parts: AnswerParts<T>): Entry {
  const { detail, addenda } = one.entry;
  const code = returnCodeOf(detail.transactionCode);
  assert(detail.kind !== 'advice' && code, 'an advice, or what came back, is not sent back');
  const receivingDfi = one.header.originatingDfi;
  const turned: EntryDetail = {
    ...detail,
    ...{ transactionCode: code, receivingDfi, checkDigit: checkDigitOf(receivingDfi) },
    ...{ addendaIndicator: '1', traceNumber },
  };
  const repeated = detail.kind === 'international' ? renumbered(addenda, traceNumber) : [];
  return { detail: parts.detail(turned), addenda: [...repeated, parts.addenda(one, traceNumber)] };
}

/** The seven mandatory addenda go back with an international entry, under its new number. */
function renumbered(addenda: readonly Addenda[], traceNumber: string): readonly Addenda[] {
  const entrySequence = traceNumber.slice(-7);
  return addenda
    .slice(0, 7)
    .map((record) => ('entrySequence' in record ? { ...record, entrySequence } : record));
}
