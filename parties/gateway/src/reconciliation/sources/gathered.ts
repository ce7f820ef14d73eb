// What the sources said about one contract, ready to be matched; and which of them are not there.

import type { Contract as Agreed } from '../../merchants/merchant.ts';
import type { PairName } from '../matching/pair.ts';
import type { DayNumber, SourceName, SourceRow } from '../matching/source-row.ts';

export type Contract = {
  readonly accountId: `acct_${string}`;
  readonly country: string;
  readonly provider: string;
  /** The merchant's number there. */
  readonly merchantId: string;
  /** What a sale costs, where the configuration says so. */
  readonly fee: Agreed['fee'];
  /** Does the acquirer pay out only when it is told? */
  readonly isInstructed: boolean;
};

export const reasons = ['no_orders', 'no_statement', 'no_answer', 'set_aside'] as const;

export type SourceSeen = {
  readonly source: SourceName;
  readonly isThere: boolean;
  readonly rows: number;
  /** Why it is not there, or that some of it was set aside; null: it is, whole. */
  readonly why: (typeof reasons)[number] | null;
  /** What the acquirer said, or how many were set aside. */
  readonly detail: string;
};

export type Sides = {
  readonly expecting: readonly SourceRow[];
  readonly answering: readonly SourceRow[];
};

export type Gathered = {
  readonly sources: readonly SourceSeen[];
  /** Pairs whose two sources are there. */
  readonly sides: ReadonlyMap<PairName, Sides>;
  readonly sinceDay: DayNumber;
};
