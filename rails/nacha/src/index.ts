export type { Addenda, AddendaKind } from './addenda.ts';
export type { Answering, Received } from './answer-file.ts';
export {
  type ChangeCode,
  changeCodes,
  type RefusedChangeCode,
  refusedChangeCodes,
} from './change-codes.ts';
export { changeFile, type EntryChange } from './change-file.ts';
export type { EntryDetail, EntryKind } from './entry-detail.ts';
export type { AchError } from './errors.ts';
export {
  type AchFile,
  type Batch,
  type Entry,
  type FileTotals,
  fileTotalsOf,
  type Totals,
  totalsOf,
} from './file.ts';
export { readAch } from './read-file.ts';
export type { BatchHeader, FileHeader } from './records.ts';
export { type EntryReturn, returnFile } from './return-file.ts';
export { isReturnReason, type ReturnReason, returnReasons } from './return-reasons.ts';
export { checkDigitOf, isRoutingNumber } from './routing-number.ts';
export { isSecCode, type SecCode, secCodes } from './sec-codes.ts';
export { type TransactionCode, transactionCode } from './transaction-codes.ts';
export { writeAch } from './write-file.ts';
