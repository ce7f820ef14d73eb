// The door of the ledger: postings as units, balances, the sealer and the proof.

export { type ChartLine, chartLineOf } from './chart.ts';
export {
  type Entry,
  type Kind,
  type LedgerRefusal,
  migrations,
  type NewAccount,
  openAccount,
  type Posting,
  post,
  type Side,
  type TransactionId,
} from './posting.ts';
export {
  type Balance,
  type BalanceFilter,
  balance,
  balances,
  type RecordedEntry,
  type RecordedTransaction,
  type TransactionFilter,
  transactions,
} from './read.ts';
export { type BookProof, type Finding, prove, seal } from './seal.ts';
export { type Sealer, type SealerOptions, startSealer } from './sealer.ts';
