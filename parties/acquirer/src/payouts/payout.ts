// The merchant's money on its way to the merchant's bank.

import type { Money } from '@kassa/money';
import type { PlainDate } from '@kassa/time';
import { paths } from '../book/chart.ts';

export type PayoutState =
  | 'created'
  /** Not sent: at the merchant's disposal with us. */
  | 'credited'
  | 'paid'
  /** The clearing house would not take it. */
  | 'refused'
  /** The merchant's bank sent it back. */
  | 'returned';

/** `daily`: all that is due. `credit`: the same, at the merchant's disposal. `instructed`: a part of that. */
export type PayoutKind = 'daily' | 'credit' | 'instructed';

export type Payout = {
  /** Also the end-to-end id of the transfer. */
  readonly id: string;
  readonly mid: string;
  readonly kind: PayoutKind;
  /** The gateway's name of an instruction. */
  readonly reference: string | null;
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

/** The account of the book that a payout came out of. */
export function sourceOf({ mid, kind }: Pick<Payout, 'mid' | 'kind'>): string {
  return kind === 'instructed' ? paths.disposal(mid) : paths.merchant(mid);
}
