import type { Refund } from '../../payments/refund.ts';
import { currency, minor, type Resource, seconds } from './shape.ts';

export function refundToStripe(
  refund: Refund,
  balanceTransaction: string | null = null,
  reversal: string | null = null,
): Resource & { readonly id: string } {
  return {
    id: refund.id,
    object: 'refund',
    amount: minor(refund.amount),
    balance_transaction: balanceTransaction,
    charge: refund.chargeId,
    created: seconds(refund.createdAtMs),
    currency: currency(refund.amount),
    destination_details: {
      card: { reference: refund.rrn, reference_status: 'available', type: 'refund' },
      type: 'card',
    },
    metadata: refund.metadata,
    payment_intent: refund.intentId,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: reversal,
    ...(refund.status === 'failed' ? { failure_reason: 'declined' } : {}),
  };
}
