import { notesOf } from '../../payments/evolve.ts';
import { type Charge, capturedOf } from '../../payments/intent.ts';
import type { FoundCharge } from '../../payments/list-charges.ts';
import { cardId, cardToStripe } from './card.ts';
import { cardDetailsToStripe } from './card-details.ts';
import { outcomeToStripe } from './outcome.ts';
import { type IntentSurroundings, shippingToStripe } from './payment-intent.ts';
import { billingToStripe, noBillingDetails } from './payment-method.ts';
import { currency, minor, type Resource, seconds } from './shape.ts';
import { chargeSplitOf } from './split-fields.ts';

export function chargeToStripe(
  view: FoundCharge,
  around: IntentSurroundings,
): Resource & { readonly id: string } {
  const { intent, charge, method, balanceTransaction } = view;
  const { state } = charge;
  const captured = capturedOf(charge);
  const problem = state.kind === 'failed' ? state.problem : null;
  const approval = state.kind === 'failed' ? null : state.approval;
  const notes = notesOf(charge, intent);
  const isOlder = intent.wishes.isBehindCharge;
  return {
    id: charge.id,
    object: 'charge',
    amount: minor(charge.amount),
    amount_captured: Number(captured?.capturedMinor ?? 0n),
    amount_refunded: refundedOf(charge),
    ...(approval === null ? {} : { authorization_code: approval.authorizationCode }),
    balance_transaction: balanceTransaction,
    billing_details: method === null ? noBillingDetails : billingToStripe(method),
    calculated_statement_descriptor: charge.statement,
    captured: state.kind === 'captured',
    created: seconds(charge.createdAtMs),
    currency: currency(charge.amount),
    customer: notes.customer,
    description: notes.description,
    disputed: view.isDisputed,
    failure_balance_transaction: null,
    failure_code: problem?.code ?? null,
    failure_message: problem?.message ?? null,
    fraud_details: notes.report === null ? {} : { user_report: notes.report },
    livemode: false,
    metadata: notes.metadata,
    outcome: outcomeToStripe(problem),
    paid: problem === null,
    payment_intent: isOlder ? null : intent.id,
    payment_method: isOlder ? cardId(charge.paymentMethod) : charge.paymentMethod,
    payment_method_details: method === null ? null : cardDetailsToStripe(view, method),
    receipt_email: notes.receiptEmail,
    receipt_number: null,
    receipt_url: problem === null ? receiptUrl(view, around) : null,
    refunded: isRefunded(charge),
    review: null,
    shipping: shippingToStripe(notes.shipping),
    source: isOlder && method !== null ? cardToStripe(method) : null,
    statement_descriptor: intent.wishes.statementDescriptor,
    statement_descriptor_suffix: intent.wishes.statementSuffix,
    status: problem === null ? 'succeeded' : 'failed',
    ...chargeSplitOf(intent, charge),
  };
}

function receiptUrl(
  { intent: { accountId }, charge }: FoundCharge,
  { publicUrl, clientSecrets }: IntentSurroundings,
): string {
  return `${publicUrl}/receipts/${accountId}/${clientSecrets.ofReceipt(accountId, charge.id)}`;
}

/** What was not captured is no refund: since 2025-03-31.basil, Stripe says so too. */
export function refundedOf(charge: Charge): number {
  return Number(capturedOf(charge)?.refundedMinor ?? 0n);
}

/** All of what came, once nothing more can come. */
export function isRefunded({ state }: Charge): boolean {
  return state.kind === 'captured' && state.refundedMinor === state.capturedMinor;
}
