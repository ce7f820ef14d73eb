import { notesOf } from '../../payments/evolve.ts';
import type { Charge, PaymentIntent } from '../../payments/intent.ts';
import type { FoundRefund, RefundedCharge } from '../../payments/list-charges.ts';
import type { RefundStatus } from '../../payments/refund.ts';
import { cardId } from './card.ts';
import { currency, minor, type Resource, seconds } from './shape.ts';

export function refundToStripe(found: FoundRefund): Resource & { readonly id: string } {
  const { refund, charge, balanceTransaction, reversal } = found;
  const isOlder = charge.isBehind;
  return {
    id: refund.id,
    object: 'refund',
    amount: minor(refund.amount),
    balance_transaction: balanceTransaction,
    charge: refund.chargeId,
    created: seconds(refund.createdAtMs),
    currency: currency(refund.amount),
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: {
        reference: refund.rrn,
        reference_status: 'available',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    metadata: refund.metadata,
    payment_intent: isOlder ? null : refund.intentId,
    payment_method: isOlder ? cardId(charge.paymentMethod) : charge.paymentMethod,
    ...endOf[refund.status],
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: reversal,
  };
}

const endOf: Readonly<Record<RefundStatus, Readonly<Record<string, string>>>> = {
  // Until the acquirer has heard of it.
  pending: { pending_reason: 'processing' },
  succeeded: {},
  failed: { failure_reason: 'declined' },
};

/** What a refund says of its charge. */
export function refundedCharge(charge: Charge, intent: PaymentIntent): RefundedCharge {
  const { paymentMethod } = charge;
  const { isBehindCharge: isBehind } = intent.wishes;
  return { paymentMethod, customer: notesOf(charge, intent).customer, isBehind };
}
