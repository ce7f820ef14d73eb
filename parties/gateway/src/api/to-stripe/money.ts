// Balance, balance transactions and payouts.

import { unwrap } from '@kassa/result';
import { parseDate, utcMidnightMs } from '@kassa/time';
import type { Merchant } from '../../merchants/merchant.ts';
import type { BalanceType } from '../../settlement/balance-transaction.ts';
import type { BalanceSum, BalanceTransaction, Payout } from '../../settlement/read.ts';
import { type Json, type Resource, seconds } from './shape.ts';

export function balanceToStripe(
  sums: readonly BalanceSum[],
  { currency: own, platform }: Pick<Merchant, 'currency' | 'platform'>,
): Resource {
  const currencies = [...new Set([own, ...sums.map((sum) => sum.currency)])].sort();
  const amountsOf = (minorOf: (code: string) => bigint) =>
    currencies.map((code) => {
      const amount = Number(minorOf(code));
      return { amount, currency: code.toLowerCase(), source_types: { card: amount } };
    });
  const sumOf = (status: BalanceSum['status']) => (code: string) =>
    sums.find((one) => one.currency === code && one.status === status)?.netMinor ?? 0n;
  const nothing = () => 0n;
  return {
    object: 'balance',
    available: amountsOf(sumOf('available')),
    // Nothing is held back for what connected accounts owe, and nobody pays out within minutes.
    ...(platform === null ? { connect_reserved: amountsOf(nothing) } : {}),
    instant_available: amountsOf(nothing),
    livemode: false,
    pending: amountsOf(sumOf('pending')),
  };
}

export function balanceTransactionToStripe(
  transaction: BalanceTransaction,
): Resource & { readonly id: string } {
  const feeDetails: Json = JSON.parse(JSON.stringify(transaction.feeDetails));
  return {
    id: transaction.id,
    object: 'balance_transaction',
    amount: Number(transaction.amountMinor),
    available_on: seconds(transaction.availableOnMs),
    balance_type: 'payments',
    created: seconds(transaction.createdAtMs),
    currency: transaction.currency.toLowerCase(),
    description: transaction.description,
    exchange_rate: null,
    fee: Number(transaction.feeMinor),
    fee_details: feeDetails,
    net: Number(transaction.netMinor),
    reporting_category: categoryOf(transaction),
    source: sourceOf(transaction),
    status: transaction.status,
    type: transaction.type,
  };
}

/** The acquirer's name of a hold is no object that could be asked for. */
function sourceOf({ type, sourceId }: BalanceTransaction): string | null {
  return type === 'reserve_hold' || type === 'reserve_release' ? null : sourceId;
}

function categoryOf({ type, amountMinor }: BalanceTransaction): string {
  const isWonBack = type === 'adjustment' && amountMinor > 0n;
  return isWonBack ? 'dispute_reversal' : categories[type];
}

/** For reports, where the original calls some things otherwise. */
const categories: Readonly<Record<BalanceType, string>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  payout: 'payout',
  payout_failure: 'payout_reversal',
  payout_cancel: 'payout_reversal',
  transfer: 'transfer',
  transfer_refund: 'transfer_reversal',
  application_fee: 'platform_earning',
  application_fee_refund: 'platform_earning_refund',
  adjustment: 'dispute',
  reserve_hold: 'risk_reserved_funds',
  reserve_release: 'risk_reserved_funds',
};

export function payoutToStripe(payout: Payout): Resource & { readonly id: string } {
  const { failure, isInstructed, status } = payout;
  return {
    id: payout.id,
    object: 'payout',
    amount: Number(payout.amountMinor),
    application_fee: null,
    application_fee_amount: null,
    arrival_date: seconds(utcMidnightMs(unwrap(parseDate(payout.arrivesOn)))),
    automatic: payout.isAutomatic,
    balance_transaction: payout.balanceTransaction,
    created: seconds(payout.createdAtMs),
    currency: payout.currency.toLowerCase(),
    description: payout.description,
    destination: payout.destination,
    failure_balance_transaction: payout.failureTransaction,
    failure_code: failure?.code ?? (status === 'failed' ? 'could_not_process' : null),
    failure_message: failure?.message ?? null,
    livemode: false,
    metadata: payout.metadata,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    // Only the acquirer's own payouts name what is in them.
    reconciliation_status: isInstructed ? 'not_applicable' : 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: payout.statementDescriptor,
    status,
    trace_id:
      status === 'pending' || status === 'canceled'
        ? { status: 'pending', value: null }
        : { status: 'supported', value: payout.reference },
    type: 'bank_account',
  };
}
