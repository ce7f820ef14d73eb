export { type BalanceCheck, checkBalances } from './balance-check.ts';
export {
  readCamt053,
  type Statement,
  type Statements,
  writeCamt053,
} from './camt053.ts';
export {
  type Notification,
  type Notifications,
  readCamt054,
  writeCamt054,
} from './camt054.ts';
export type { AccountEntry } from './entry.ts';
export type { Iso20022Error } from './errors.ts';
export { importStatements } from './import-statements.ts';
export type {
  ImportedBalance,
  ImportedBatch,
  ImportedCharge,
  ImportedEntry,
  ImportedParty,
  ImportedReferences,
  ImportedStatement,
  ImportedStatements,
  ImportedTransaction,
} from './imported-statement.ts';
export { type PaymentStatusReport, readPacs002, writePacs002 } from './pacs002.ts';
export {
  type OriginalTransfer,
  type PaymentReturn,
  type ReturnedTransfer,
  readPacs004,
  writePacs004,
} from './pacs004.ts';
export {
  type CustomerCreditTransfer,
  type CustomerTransfer,
  readPacs008,
  writePacs008,
} from './pacs008.ts';
export {
  type FinancialCreditTransfer,
  type FinancialTransfer,
  readPacs009,
  type SettlementPriority,
  writePacs009,
} from './pacs009.ts';
export {
  type BatchStatus,
  type CustomerStatusReport,
  readPain002,
  writePain002,
} from './pain002.ts';
export {
  type Collection,
  type CollectionBatch,
  type DirectDebitInitiation,
  readPain008,
  writePain008,
} from './pain008.ts';
export type { AccountHolder } from './parts.ts';
export type { OriginalMessage, Reason, TransactionStatus } from './status.ts';
export { type SchemaError, type SchemaFault, validateAgainst } from './validate.ts';
export { xmlText } from './xml-text.ts';
