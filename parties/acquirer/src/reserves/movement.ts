// What goes into a merchant's reserve, and out of it on the day that was said when it went in.

import { type Money, negate } from '@kassa/money';
import type { PlainDate } from '@kassa/time';

export type ReserveMovement = {
  readonly id: string;
  /** Of a hold its own id. */
  readonly holdId: string;
  readonly kind: 'hold' | 'release';
  readonly mid: string;
  /** Above zero; the kind says the direction. */
  readonly amount: Money;
  readonly valueOn: PlainDate;
  readonly releaseOn: PlainDate;
  readonly createdAtMs: number;
  /** In which it was held back, or goes out; null: in none yet, or that one came back. */
  readonly payoutId: string | null;
};

/** Signed as the merchant's payouts see it. */
export function netOfMovement({ kind, amount }: Pick<ReserveMovement, 'kind' | 'amount'>): Money {
  return kind === 'release' ? amount : negate(amount);
}
