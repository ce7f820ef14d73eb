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
  writePacs009,
} from './pacs009.ts';
export type { AccountHolder } from './parts.ts';
