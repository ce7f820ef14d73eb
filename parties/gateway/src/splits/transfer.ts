// Transfers: a platform's money for a connected account; and what is taken back of them.

import type { Money } from '@kassa/money';
import type { AccountId } from '../ids.ts';

export type TransferId = `tr_${string}`;

export type Transfer = {
  /** The platform, which gives. */
  readonly accountId: AccountId;
  readonly id: TransferId;
  readonly destination: AccountId;
  /** The destination's side of it. */
  readonly paymentId: `py_${string}`;
  readonly amount: Money;
  readonly reversedMinor: bigint;
  /** The charge whose money it is; without one, it is of what is available. */
  readonly sourceCharge: string | null;
  readonly group: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly balanceTransaction: string | null;
  /** The newest ten. */
  readonly reversals: readonly TransferReversal[];
};

export type TransferReversal = {
  readonly accountId: AccountId;
  readonly id: `trr_${string}`;
  readonly transferId: TransferId;
  readonly paymentRefundId: `pyr_${string}`;
  /** The refund of the charge that brought it along. */
  readonly refundId: string | null;
  readonly amount: Money;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly balanceTransaction: string | null;
};

/** What a destination charge makes bears the charge's own number: it is made once. */
export const transferOf = (chargeId: string): TransferId => `tr_${bodyOf(chargeId)}`;
export const paymentOf = (transferId: string): `py_${string}` => `py_${bodyOf(transferId)}`;
export const feeOf = (chargeId: string): `fee_${string}` => `fee_${bodyOf(chargeId)}`;

/** What the charges and transfers of one order share, as the original names it by itself. */
export const groupOf = (intentId: string, named: string | null): string =>
  named ?? `group_${intentId}`;

const bodyOf = (id: string): string => id.slice(id.indexOf('_') + 1);
