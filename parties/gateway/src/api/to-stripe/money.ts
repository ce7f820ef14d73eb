// Balance, balance transactions and payouts.

import { unwrap } from '@kassa/result';
import { parseDate, utcMidnightMs } from '@kassa/time';
import type { BalanceSum, BalanceTransaction, Payout } from '../../settlement/read.ts';
import { type Json, type Resource, seconds } from './shape.ts';

export function balanceToStripe(sums: readonly BalanceSum[], ownCurrency: string): Resource {
  const currencies = [...new Set([ownCurrency, ...sums.map((sum) => sum.currency)])].sort();
  const amountsOf = (status: BalanceSum['status']) =>
    currencies.map((code) => {
      const sum = sums.find((one) => one.currency === code && one.status === status);
      const amount = Number(sum?.netMinor ?? 0n);
      return { amount, currency: code.toLowerCase(), source_types: { card: amount } };
    });
  return {
    object: 'balance',
    available: amountsOf('available'),
    livemode: false,
    pending: amountsOf('pending'),
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
    reporting_category: transaction.type,
    source: transaction.sourceId,
    status: transaction.status,
    type: transaction.type,
  };
}

export function payoutToStripe(payout: Payout): Resource & { readonly id: string } {
  return {
    id: payout.id,
    object: 'payout',
    amount: Number(payout.amountMinor),
    application_fee: null,
    application_fee_amount: null,
    arrival_date: seconds(utcMidnightMs(unwrap(parseDate(payout.arrivesOn)))),
    automatic: true,
    balance_transaction: null,
    created: seconds(payout.createdAtMs),
    currency: payout.currency.toLowerCase(),
    description: null,
    destination: null,
    failure_balance_transaction: null,
    failure_code: payout.status === 'failed' ? 'could_not_process' : null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    reconciliation_status: 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: payout.status,
    trace_id: { status: 'supported', value: payout.reference },
    type: 'bank_account',
  };
}
