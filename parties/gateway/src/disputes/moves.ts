// The names of the times that a dispute moves money: in the balance, in the book, in the acquirer's
// report. Each happens once in a dispute.

import type { ToldMove } from './from-acquirer.ts';

type Named = Pick<ToldMove, 'kind' | 'round'>;

/** Of its balance transactions each has its number: 1 and 3 withdrawn, 2 and 4 reinstated. */
export function partOf({ kind, round }: Named): number {
  if (kind === 'arbitration_fee') return 100;
  return kind === 'chargeback' ? 2 * round - 1 : 2 * round;
}

/** In the book; by these reconciliation finds the acquirer's items. */
export function wordsOf({ kind, round }: Named): string {
  if (kind === 'arbitration_fee') return 'dispute arbitration fee';
  if (kind === 'chargeback') return round === 1 ? 'dispute' : 'dispute again';
  return round === 1 ? 'dispute reinstated' : 'dispute won in the end';
}

/** On the merchant's balance. */
export function describe({ kind }: Named): string {
  if (kind === 'arbitration_fee') return 'Arbitration fee';
  return kind === 'chargeback' ? 'Chargeback withdrawal' : 'Chargeback reversal';
}
