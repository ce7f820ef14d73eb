// Application fees: what a platform keeps of its accounts' charges; and what it gives back.

import type { Money } from '@kassa/money';
import type { AccountId } from '../ids.ts';

export type ApplicationFee = {
  /** The platform, which earns. */
  readonly accountId: AccountId;
  readonly id: `fee_${string}`;
  readonly connected: AccountId;
  readonly chargeId: string;
  /** Of a destination charge: the payment that bears it. Null: the account's own charge does. */
  readonly paymentId: string | null;
  readonly amount: Money;
  readonly refundedMinor: bigint;
  readonly createdAtMs: number;
  readonly balanceTransaction: string | null;
  /** The newest ten. */
  readonly refunds: readonly FeeRefund[];
};

export type FeeRefund = {
  readonly accountId: AccountId;
  readonly id: `fr_${string}`;
  readonly feeId: `fee_${string}`;
  readonly amount: Money;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly balanceTransaction: string | null;
};

/** In whose shard the charge stands. */
export function chargeOwnerOf({ accountId, connected, paymentId }: ApplicationFee): AccountId {
  return paymentId === null ? connected : accountId;
}
