// Which events a step of a payment is told by. A follower of payments: pure, but for ids.

import type { Value } from '@kassa/database';
import { chargeToStripe } from '../api/to-stripe/charge.ts';
import { type IntentSurroundings, paymentIntentToStripe } from '../api/to-stripe/payment-intent.ts';
import { refundToStripe } from '../api/to-stripe/refund.ts';
import { capturableMinor, type PaymentIntent } from '../payments/intent.ts';
import type { PaymentEventType } from '../payments/payment-event.ts';
import type { Follower, Step } from '../payments/ports.ts';
import type { EventType } from './event-types.ts';
import { type NewEvent, type RecordMeans, recordEvents } from './record-event.ts';

export function announcePayments(means: RecordMeans, around: IntentSurroundings): Follower {
  return (step) =>
    recordEvents(means, [
      ...intentTypes(step).map((type) => ofIntent(around, step, type)),
      ...chargeTypes(step).flatMap((type) => ofCharge(step, type)),
      ...step.refunds.flatMap((refund) =>
        refundTypes(step).map((type) => {
          const object = refundToStripe(refund);
          return { ...common(step), type, objectId: refund.id, object };
        }),
      ),
    ]);
}

/** Read from what has changed in all: a refusal that was stepped up is no failed payment. */
export function intentTypes({ before, events, view }: Step): EventType[] {
  const has = (type: PaymentEventType) => events.some((event) => event.type === type);
  const { status } = view.intent.state;
  const hasMoved = before?.state.status !== status;
  const types: EventType[] = [];
  if (before === null) types.push('payment_intent.created');
  if (hasMoved && status === 'requires_action') types.push('payment_intent.requires_action');
  if (has('outcome_unknown')) types.push('payment_intent.processing');
  if ((hasMoved && status === 'requires_capture') || isHoldChanged(before, view.intent)) {
    types.push('payment_intent.amount_capturable_updated');
  }
  if (hasMoved && status === 'succeeded') types.push('payment_intent.succeeded');
  if (hasMoved && status === 'canceled') types.push('payment_intent.canceled');
  const hasFailed = status === 'requires_payment_method' && view.intent.lastProblem !== null;
  if (hasFailed && hasMoved && before !== null) types.push('payment_intent.payment_failed');
  return types;
}

/** Raised, or captured in part: Stripe tells it at every capture of several, the last one too. */
function isHoldChanged(before: PaymentIntent | null, after: PaymentIntent): boolean {
  if (before?.state.status !== 'requires_capture' || after.charge === null) return false;
  const isRaised = capturableMinor(after) > capturableMinor(before);
  const isOneOfSeveral =
    before.charge?.state.kind === 'partly_captured' ||
    after.charge.state.kind === 'partly_captured';
  return isRaised || (isOneOfSeveral && capturableMinor(after) !== capturableMinor(before));
}

const chargeEvents: Partial<Readonly<Record<PaymentEventType, EventType>>> = {
  approved: 'charge.succeeded',
  refused: 'charge.failed',
  refund_created: 'charge.refunded',
};

export function chargeTypes({ before, events }: Step): EventType[] {
  const types = events.flatMap((event) => chargeEvents[event.type] ?? []);
  const has = (...wanted: PaymentEventType[]) => events.some(({ type }) => wanted.includes(type));
  if (has('approved')) return types;
  const hasExpired = events.some((one) => one.type === 'canceled' && one.reason === 'expired');
  if (hasExpired && before?.state.status === 'requires_capture') types.push('charge.expired');
  const isSeveral = before?.charge?.state.kind === 'partly_captured';
  if (has('captured', 'remainder_released')) types.push('charge.captured');
  const isUpdated = has('partly_captured', 'increment_approved') || (has('captured') && isSeveral);
  return isUpdated ? [...types, 'charge.updated'] : types;
}

function refundTypes({ events }: Step): EventType[] {
  return events.flatMap(({ type }): EventType[] => {
    if (type === 'refund_created') return ['refund.created'];
    if (type === 'refund_succeeded') return ['refund.updated'];
    return type === 'refund_failed' ? ['refund.updated', 'refund.failed'] : [];
  });
}

const common = ({ view, cause, atMs }: Step) => ({ accountId: view.intent.accountId, cause, atMs });

function ofIntent(around: IntentSurroundings, step: Step, type: EventType): NewEvent {
  // The client secret opens the payment to a browser: it is no matter for a stored event.
  const object: Value = { ...paymentIntentToStripe(step.view, around), client_secret: null };
  return { ...common(step), type, objectId: step.view.intent.id, object };
}

function ofCharge(step: Step, type: EventType): NewEvent[] {
  const { intent, method } = step.view;
  const { charge } = intent;
  if (charge === null) return [];
  // While a charge moves by itself nobody has disputed it yet; when they have, that is told apart.
  const view = { intent, charge, method, balanceTransaction: null, isDisputed: false };
  const object = chargeToStripe(view);
  return [{ ...common(step), type, objectId: charge.id, object }];
}
