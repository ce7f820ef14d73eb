// Which events a step of a setup is told by. A follower of setups: pure, but for ids.

import type { Value } from '@kassa/database';
import type { IntentSurroundings } from '../api/to-stripe/payment-intent.ts';
import { paymentMethodToStripe } from '../api/to-stripe/payment-method.ts';
import { setupIntentToStripe } from '../api/to-stripe/setup-intent.ts';
import type { SetupFollower, SetupStep } from '../setups/ports.ts';
import type { EventType } from './event-types.ts';
import { type NewEvent, type RecordMeans, recordEvents } from './record-event.ts';

export function announceSetups(means: RecordMeans, around: IntentSurroundings): SetupFollower {
  return (step) => {
    const { view, cause, atMs, isAttached } = step;
    const { accountId, id } = view.setup;
    // The client secret opens the setup to a browser: it is no matter for a stored event.
    const object: Value = { ...setupIntentToStripe(view, around), client_secret: null };
    const ofSetup = setupTypes(step).map(
      (type): NewEvent => ({ accountId, type, objectId: id, object, cause, atMs }),
    );
    const { method } = view;
    if (!isAttached || method === null) return recordEvents(means, ofSetup);
    const about = { accountId, objectId: method.id, object: paymentMethodToStripe(method) };
    const attached: NewEvent = { ...about, type: 'payment_method.attached', cause, atMs };
    return recordEvents(means, [...ofSetup, attached]);
  };
}

function setupTypes({ before, view }: SetupStep): EventType[] {
  const { state, lastProblem } = view.setup;
  const hasMoved = before?.state.status !== state.status;
  const types: EventType[] = [];
  if (before === null) types.push('setup_intent.created');
  if (!hasMoved) return types;
  if (state.status === 'requires_action') types.push('setup_intent.requires_action');
  if (state.status === 'succeeded') types.push('setup_intent.succeeded');
  if (state.status === 'canceled') types.push('setup_intent.canceled');
  const hasFailed = state.status === 'requires_payment_method' && lastProblem !== null;
  if (hasFailed && before !== null) types.push('setup_intent.setup_failed');
  return types;
}
