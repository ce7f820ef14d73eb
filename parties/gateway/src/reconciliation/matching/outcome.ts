// How a reconciliation ends for its rows: each is in exactly one outcome of its pair.

import type { PairName } from './pair.ts';
import type { DayNumber, KeyKind, SourceRow } from './source-row.ts';

export const breakNames = [
  'missing',
  'unexpected',
  'duplicate',
  'wrong_amount',
  'wrong_currency',
  'fee_error',
  'late',
  'split',
  'merged',
] as const;
export type BreakName = (typeof breakNames)[number];

export type Found = {
  readonly pair: PairName;
  readonly expecting: readonly SourceRow[];
  readonly answering: readonly SourceRow[];
};

export type Matched = Found & {
  readonly result: 'matched';
  readonly by: KeyKind | 'amount';
};

/** Nothing is wrong yet: the other side still has its days. */
export type Waiting = Found & { readonly result: 'waiting' };

export type Exception = Found & {
  readonly result: 'exception';
  readonly name: BreakName;
  /** What is wrong besides. */
  readonly also: readonly BreakName[];
  /** What the answering side says more than was expected; null between currencies. */
  readonly differenceMinor: bigint | null;
  /** Of a duplicate: the row that it repeats. */
  readonly twin: string | null;
  readonly ageDays: number;
};

export type Outcome = Matched | Waiting | Exception;

export const ages = ['0-1', '2-5', '6-30', 'over 30'] as const;
export type Age = (typeof ages)[number];

export function ageOf(days: DayNumber): Age {
  if (days <= 1) return '0-1';
  if (days <= 5) return '2-5';
  return days <= 30 ? '6-30' : 'over 30';
}
