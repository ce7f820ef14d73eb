// A chart of accounts as people read it. Each party has one, beside the code that opens its accounts;
// docs/books.md shows them all, and its test finds the account that stands in none.

import type { Side } from './posting.ts';

export type ChartLine = {
  /** In braces what differs from account to account: `merchant:{mid}:payable`. */
  readonly path: string;
  readonly normal: Side;
  /** Stands on the account, where the account has no name of its own. */
  readonly name: string;
  /** What a balance on its normal side means: who owes whom, what was earned or spent. */
  readonly means: string;
};

/** The line that an account of this path stands under. */
export function chartLineOf(chart: readonly ChartLine[], path: string): ChartLine | undefined {
  return chart.find((line) => isUnder(path.split(':'), line.path.split(':')));
}

function isUnder(path: readonly string[], pattern: readonly string[]): boolean {
  if (path.length !== pattern.length) return false;
  return pattern.every((part, at) => part.startsWith('{') || part === path[at]);
}
