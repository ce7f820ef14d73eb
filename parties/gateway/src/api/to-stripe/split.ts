// Transfers, application fees, and what is given back of them.

import { applicationOf } from '../../connect/account.ts';
import type { ApplicationFee, FeeRefund } from '../../splits/application-fee.ts';
import type { Transfer, TransferReversal } from '../../splits/transfer.ts';
import { currency, type Json, minor, type Resource, seconds } from './shape.ts';

type Shown = Resource & { readonly id: string };

export function transferToStripe(transfer: Transfer): Shown {
  const { id, amount, reversedMinor, reversals } = transfer;
  return {
    id,
    object: 'transfer',
    amount: minor(amount),
    amount_reversed: Number(reversedMinor),
    balance_transaction: transfer.balanceTransaction,
    created: seconds(transfer.createdAtMs),
    currency: currency(amount),
    description: transfer.description,
    destination: transfer.destination,
    destination_payment: transfer.paymentId,
    livemode: false,
    metadata: transfer.metadata,
    reversals: listOf(reversals.map(reversalToStripe), `/v1/transfers/${id}/reversals`),
    reversed: reversedMinor === amount.minor,
    source_transaction: transfer.sourceCharge,
    source_type: 'card',
    transfer_group: transfer.group,
  };
}

export function reversalToStripe(reversal: TransferReversal): Shown {
  return {
    id: reversal.id,
    object: 'transfer_reversal',
    amount: minor(reversal.amount),
    balance_transaction: reversal.balanceTransaction,
    created: seconds(reversal.createdAtMs),
    currency: currency(reversal.amount),
    destination_payment_refund: reversal.paymentRefundId,
    metadata: reversal.metadata,
    source_refund: reversal.refundId,
    transfer: reversal.transferId,
  };
}

export function feeToStripe(fee: ApplicationFee): Shown {
  const { id, amount, refundedMinor, chargeId, paymentId } = fee;
  const charge = paymentId ?? chargeId;
  return {
    id,
    object: 'application_fee',
    account: fee.connected,
    amount: minor(amount),
    amount_refunded: Number(refundedMinor),
    application: applicationOf(fee.accountId),
    balance_transaction: fee.balanceTransaction,
    charge,
    created: seconds(fee.createdAtMs),
    currency: currency(amount),
    fee_source: { charge, type: 'charge' },
    livemode: false,
    originating_transaction: paymentId === null ? null : chargeId,
    refunded: refundedMinor === amount.minor,
    refunds: listOf(fee.refunds.map(feeRefundToStripe), `/v1/application_fees/${id}/refunds`),
  };
}

export function feeRefundToStripe(refund: FeeRefund): Shown {
  return {
    id: refund.id,
    object: 'fee_refund',
    amount: minor(refund.amount),
    balance_transaction: refund.balanceTransaction,
    created: seconds(refund.createdAtMs),
    currency: currency(refund.amount),
    fee: refund.feeId,
    metadata: refund.metadata,
  };
}

/** The store brings one more than is shown. */
function listOf(shown: readonly Shown[], url: string): Json {
  return { object: 'list', data: shown.slice(0, 10), has_more: shown.length > 10, url };
}
