// Which sources are held against which, and what of each. Every row of one side raises an expectation
// in the other: what is expected and not there is missing, what is there and not expected unexpected.

import type { SourceName, SourceRow } from './source-row.ts';

export const pairNames = [
  'orders',
  'sales',
  'batches',
  'payouts',
  'instructions',
  'transfers',
] as const;
export type PairName = (typeof pairNames)[number];

type Side = { readonly source: SourceName; readonly kind: SourceRow['kind'] };

export type Pair = {
  readonly name: PairName;
  readonly expecting: Side;
  readonly answering: Side;
  /** Sales of one payout are expected as one sum, less their fees. */
  readonly gathers: boolean;
  readonly toleranceMinor: bigint;
  readonly feeToleranceMinor: bigint;
  /** For so many days a row may be there before the other side knows of it. */
  readonly graceDays: number;
};

const common = {
  ...{ gathers: false, toleranceMinor: 0n, feeToleranceMinor: 0n, graceDays: 3 },
} as const;

export const pairs: Readonly<Record<PairName, Pair>> = {
  orders: {
    ...{ ...common, name: 'orders' },
    expecting: { source: 'shop', kind: 'sale' },
    answering: { source: 'ledger', kind: 'sale' },
  },
  sales: {
    ...{ ...common, name: 'sales' },
    expecting: { source: 'ledger', kind: 'sale' },
    answering: { source: 'acquirer', kind: 'sale' },
  },
  batches: {
    ...{ ...common, name: 'batches', gathers: true },
    expecting: { source: 'acquirer', kind: 'sale' },
    answering: { source: 'bank', kind: 'payout' },
  },
  payouts: {
    ...{ ...common, name: 'payouts' },
    expecting: { source: 'ledger', kind: 'payout' },
    answering: { source: 'acquirer', kind: 'payout' },
  },
  instructions: {
    ...{ ...common, name: 'instructions' },
    expecting: { source: 'ledger', kind: 'instruction' },
    answering: { source: 'acquirer', kind: 'instruction' },
  },
  transfers: {
    ...{ ...common, name: 'transfers' },
    expecting: { source: 'acquirer', kind: 'instruction' },
    answering: { source: 'bank', kind: 'instruction' },
  },
};

export const isOn = (side: Side, row: SourceRow): boolean =>
  row.source === side.source && row.kind === side.kind;
