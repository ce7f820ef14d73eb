// Which events a step of a payment is told by. A follower of payments: pure, but for ids.

import type { Value } from '@kassa/database';
import { assert } from '@kassa/result';
import { changedFrom } from '../api/kernel/previous-attributes.ts';
import { chargeToStripe } from '../api/to-stripe/charge.ts';
import { type IntentSurroundings, paymentIntentToStripe } from '../api/to-stripe/payment-intent.ts';
import { refundedCharge, refundToStripe } from '../api/to-stripe/refund.ts';
import { evolve } from '../payments/evolve.ts';
import { capturableMinor, type PaymentIntent } from '../payments/intent.ts';
import type { PaymentEventType } from '../payments/payment-event.ts';
import type { Follower, PaymentView, Step } from '../payments/ports.ts';
import type { Refund } from '../payments/refund.ts';
import type { EventType } from './event-types.ts';
import { type NewEvent, type RecordMeans, recordEvents } from './record-event.ts';

export function announcePayments(means: RecordMeans, around: IntentSurroundings): Follower {
  return (step) =>
    recordEvents(means, [
      ...intentTypes(step).map((type) => ofIntent(around, step, type)),
      ...chargeTypes(step).flatMap((type) => ofCharge(around, step, type)),
      ...step.refunds.flatMap((refund) =>
        refundTypes(step).map((type) => ofRefund(step, refund, type)),
      ),
    ]);
}

/** Read from what has changed in all: a refusal that was stepped up is no failed payment. */
export function intentTypes({ before, events, view }: Step): EventType[] {
  // Of a payment behind a charge nobody is told; its charge is what there is.
  if (view.intent.wishes.isBehindCharge) return [];
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
  approval_forced: 'charge.succeeded',
  refused: 'charge.failed',
  refund_created: 'charge.refunded',
};

export function chargeTypes({ before, events }: Step): EventType[] {
  const types = events.flatMap((event) => chargeEvents[event.type] ?? []);
  const has = (...wanted: PaymentEventType[]) => events.some(({ type }) => wanted.includes(type));
  if (has('approved', 'approval_forced')) return types;
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
    if (type === 'refund_succeeded') return ['refund.updated', 'charge.refund.updated'];
    if (type !== 'refund_failed') return [];
    return ['refund.updated', 'charge.refund.updated', 'refund.failed'];
  });
}

const common = ({ view, cause, atMs }: Step) => ({ accountId: view.intent.accountId, cause, atMs });

function ofIntent(around: IntentSurroundings, step: Step, type: EventType): NewEvent {
  const view = type === 'payment_intent.created' ? asCreated(step) : step.view;
  // The client secret opens the payment to a browser: it is no matter for a stored event.
  const object: Value = { ...paymentIntentToStripe(view, around), client_secret: null };
  return { ...common(step), type, objectId: view.intent.id, object };
}

/** Whatever else came in the same commit: when it was made, nothing had happened yet. */
function asCreated({ events: [first], view }: Step): PaymentView {
  assert(first?.type === 'created', 'a payment begins with its making');
  return { ...view, intent: evolve(null, first), method: null };
}

function ofCharge(around: IntentSurroundings, step: Step, type: EventType): NewEvent[] {
  const { before, view } = step;
  const shown = chargeIn(around, view, view.intent);
  if (shown === undefined) return [];
  const about = { ...common(step), type, objectId: shown.id, object: shown };
  const was = before === null ? undefined : chargeIn(around, view, before);
  return [was?.id === shown.id ? { ...about, previous: changedFrom(was, shown) } : about];
}

function chargeIn(around: IntentSurroundings, { method }: PaymentView, intent: PaymentIntent) {
  const { charge } = intent;
  if (charge === null) return undefined;
  // While a charge moves by itself nobody has disputed it yet; when they have, that is told apart.
  const view = { intent, charge, method, balanceTransaction: null, isDisputed: false };
  return chargeToStripe(view, around);
}

const ended = new Set<EventType>(['refund.updated', 'charge.refund.updated']);

function ofRefund(step: Step, refund: Refund, type: EventType): NewEvent {
  const { intent } = step.view;
  assert(intent.charge !== null, 'a refund is of a charge');
  const charge = refundedCharge(intent.charge, intent);
  const object = refundToStripe({ refund, charge, balanceTransaction: null, reversal: null });
  const about = { ...common(step), type, objectId: refund.id, object };
  return ended.has(type) ? { ...about, previous: { status: 'pending' } } : about;
}
