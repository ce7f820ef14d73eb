// The merchant's money on its way to the merchant's bank.

import type { Money } from '@kassa/money';
import type { PlainDate } from '@kassa/time';

export type PayoutState =
  | 'created'
  | 'paid'
  /** The clearing house would not take it. */
  | 'refused'
  /** The merchant's bank sent it back. */
  | 'returned';

export type Payout = {
  /** Also the end-to-end id of the transfer. */
  readonly id: string;
  readonly mid: string;
  readonly amount: Money;
  readonly iban: string;
  readonly holder: string;
  readonly valueOn: PlainDate;
  readonly createdAtMs: number;
  readonly message: string;
  readonly attempts: number;
  readonly state: PayoutState;
  readonly endedAtMs: number | null;
  readonly reason: string | null;
};
