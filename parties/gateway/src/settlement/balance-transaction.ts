// One line of an account's balance: what moved it, what that cost, and whether the money is there.

import type { Row, Value } from '@kassa/database';
import type { Money } from '@kassa/money';
import type { AccountId } from '../ids.ts';

export const balanceTypes = [
  'charge',
  'refund',
  'payout',
  'payout_failure',
  'payout_cancel',
  'transfer',
  'transfer_refund',
  'payment',
  'payment_refund',
  'application_fee',
  'application_fee_refund',
  'adjustment',
  'reserve_hold',
  'reserve_release',
] as const;

export type BalanceType = (typeof balanceTypes)[number];

export type FeeDetail = {
  readonly amount: number;
  readonly application: string | null;
  readonly currency: string;
  readonly description: string;
  readonly type: 'application_fee' | 'payment_network_fee';
};

export type NewBalanceTransaction = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly type: BalanceType;
  readonly sourceId: string;
  readonly amount: Money;
  readonly fees: readonly FeeDetail[];
  /** The charge with whose money it becomes available; null: it is. */
  readonly maturesWith: string | null;
  readonly availableOnMs: number;
  readonly description: string | null;
  readonly payoutId: string | null;
  readonly createdAtMs: number;
  /** Which of several captures of a charge; 1 for everything else. */
  readonly part?: number;
};

export function balanceRow(one: NewBalanceTransaction): Row {
  const fee = one.fees.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const fees: Value = one.fees.map((detail) => ({ ...detail }));
  return {
    account_id: one.accountId,
    id: one.id,
    type: one.type,
    source_id: one.sourceId,
    currency: one.amount.currency,
    amount: one.amount.minor,
    fee,
    net: one.amount.minor - fee,
    fee_details: fees,
    status: one.maturesWith === null ? 'available' : 'pending',
    available_on: one.availableOnMs,
    matures_with: one.maturesWith,
    description: one.description,
    part: one.part ?? 1,
    payout_id: one.payoutId,
    created_at: one.createdAtMs,
  };
}

/**
 * When pending money is expected: the acquirer settles within two days as a rule. The day itself is
 * written when it has.
 */
export const expectedAtMs = (atMs: number): number => atMs + 2 * 86_400_000;
