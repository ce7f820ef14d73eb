import type { Dispute } from '../../disputes/dispute.ts';
import { evidenceFields } from '../../disputes/evidence.ts';
import type { BalanceTransaction } from '../../settlement/read.ts';
import { balanceTransactionToStripe } from './money.ts';
import { currency, minor, type Resource, seconds } from './shape.ts';

export function disputeToStripe(
  dispute: Dispute,
  movements: readonly BalanceTransaction[],
  nowMs: number,
): Resource & { readonly id: string } {
  const { evidence, submissions, networkReasonCode, brand } = dispute;
  return {
    id: dispute.id,
    object: 'dispute',
    amount: minor(dispute.amount),
    balance_transactions: movements.map(balanceTransactionToStripe),
    charge: dispute.chargeId,
    created: seconds(dispute.createdAtMs),
    currency: currency(dispute.amount),
    enhanced_eligibility_types: [],
    evidence: {
      ...Object.fromEntries(evidenceFields.map((name) => [name, evidence[name] ?? null])),
      enhanced_evidence: {},
    },
    evidence_details: {
      due_by: seconds(dispute.dueByMs),
      enhanced_eligibility: {},
      has_evidence: Object.keys(evidence).length > 0,
      past_due: dispute.status === 'needs_response' && nowMs > dispute.dueByMs,
      submission_count: submissions,
      submission_method: submissions > 0 ? 'manual' : 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: dispute.status === 'won',
    livemode: false,
    metadata: dispute.metadata,
    network_reason_code: networkReasonCode,
    payment_intent: dispute.intentId,
    payment_method_details: {
      type: 'card',
      card: {
        brand,
        case_type: 'chargeback',
        network: brand,
        network_reason_code: networkReasonCode,
      },
    },
    reason: dispute.reason,
    status: dispute.status,
  };
}
