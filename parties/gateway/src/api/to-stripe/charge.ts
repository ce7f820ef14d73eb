import { type Charge, capturedOf, type PaymentIntent } from '../../payments/intent.ts';
import type { PaymentProblem } from '../../payments/problem.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { shippingToStripe } from './payment-intent.ts';
import { billingToStripe, checksToStripe, faceToStripe } from './payment-method.ts';
import { currency, minor, type Resource, seconds } from './shape.ts';
import { chargeSplitOf } from './split-fields.ts';

export type ChargeView = {
  readonly intent: PaymentIntent;
  readonly charge: Charge;
  readonly method: PaymentMethod | null;
  /** Known once the acquirer's settlement or our own books have priced it. */
  readonly balanceTransaction: string | null;
  readonly isDisputed: boolean;
};

export function chargeToStripe(view: ChargeView): Resource & { readonly id: string } {
  const { intent, charge, method, balanceTransaction } = view;
  const { state } = charge;
  const captured = capturedOf(charge);
  const problem = state.kind === 'failed' ? state.problem : null;
  return {
    id: charge.id,
    object: 'charge',
    amount: minor(charge.amount),
    amount_captured: Number(captured?.capturedMinor ?? 0n),
    amount_refunded: refundedOf(charge),
    balance_transaction: balanceTransaction,
    billing_details: method === null ? null : billingToStripe(method),
    calculated_statement_descriptor: intent.wishes.statementSuffix,
    captured: state.kind === 'captured',
    created: seconds(charge.createdAtMs),
    currency: currency(charge.amount),
    customer: intent.wishes.customer,
    description: intent.wishes.description,
    disputed: view.isDisputed,
    failure_balance_transaction: null,
    failure_code: problem?.code ?? null,
    failure_message: problem?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.wishes.metadata,
    outcome: outcomeOf(problem),
    paid: problem === null,
    payment_intent: intent.id,
    payment_method: charge.paymentMethod,
    payment_method_details: detailsOf(intent, charge, method),
    receipt_email: intent.wishes.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: isRefunded(charge),
    review: null,
    shipping: shippingToStripe(intent),
    statement_descriptor: null,
    statement_descriptor_suffix: intent.wishes.statementSuffix,
    status: problem === null ? 'succeeded' : 'failed',
    ...chargeSplitOf(intent, charge),
  };
}

/** What was not captured is no refund: since 2025-03-31.basil, Stripe says so too. */
export function refundedOf(charge: Charge): number {
  return Number(capturedOf(charge)?.refundedMinor ?? 0n);
}

/** All of what came, once nothing more can come. */
export function isRefunded({ state }: Charge): boolean {
  return state.kind === 'captured' && state.refundedMinor === state.capturedMinor;
}

function outcomeOf(problem: PaymentProblem | null) {
  const approved = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    seller_message: 'Payment complete.',
    type: 'authorized',
  };
  if (problem === null) return approved;
  return {
    ...approved,
    network_decline_code: problem.responseCode,
    network_status: problem.responseCode === null ? 'not_sent_to_network' : 'declined_by_network',
    reason: problem.declineCode ?? problem.code,
    seller_message: problem.message,
    type: problem.responseCode === null ? 'blocked' : 'issuer_declined',
  };
}

const available = (is: boolean) => ({ status: is ? 'available' : 'unavailable' });

function detailsOf(
  { wishes }: PaymentIntent,
  { amount, state }: Charge,
  method: PaymentMethod | null,
) {
  if (method === null) return null;
  const isHeld = state.kind === 'authorized' || state.kind === 'partly_captured';
  const approval = state.kind === 'failed' ? null : state.approval;
  return {
    type: 'card',
    card: {
      ...faceToStripe(method),
      amount_authorized: approval === null ? null : minor(amount),
      authorization_code: approval?.authorizationCode ?? null,
      checks: checksToStripe(approval?.cvcCheck ?? null),
      extended_authorization: { status: 'disabled' },
      incremental_authorization: available(
        wishes.requestIncremental && state.kind === 'authorized',
      ),
      installments: null,
      mandate: null,
      multicapture: available(wishes.requestMulticapture && isHeld),
      network: method.face.brand,
      network_token: { used: false },
      network_transaction_id: approval?.traceId ?? null,
      overcapture: { maximum_amount_capturable: minor(amount), status: 'unavailable' },
      three_d_secure: null,
      wallet: null,
    },
  };
}
