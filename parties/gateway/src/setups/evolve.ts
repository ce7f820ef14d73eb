// The fold: what a SetupIntent is after an event. It never refuses; decide() has done that.

import { assert, Bug } from '@kassa/result';
import type { SetupAttempt, SetupIntent } from './setup.ts';
import type { SetupEvent } from './setup-event.ts';
import { setupAttemptMoves, setupMoves } from './transitions.ts';

/** All the events of one setup, in order. */
export function foldSetup(events: readonly SetupEvent[]): SetupIntent {
  const setup = events.reduce<SetupIntent | null>(evolve, null);
  assert(setup !== null, 'a setup has at least its created event');
  return setup;
}

export function evolve(setup: SetupIntent | null, event: SetupEvent): SetupIntent {
  if (event.type === 'created') {
    const { accountId, id, wishes, atMs: createdAtMs } = event;
    const nothing = { paymentMethod: null, lastProblem: null, attempt: null, mandate: null };
    const state = { status: 'requires_payment_method' } as const;
    return { accountId, id, version: 1, createdAtMs, wishes, ...nothing, state };
  }
  if (setup === null) throw new Bug(`${event.type} came before created`);
  const next = setupMoves[setup.state.status][event.type];
  if (next === undefined) throw new Bug(`${event.type} from ${setup.state.status} cannot be`);
  const moved = { ...setup, ...change(setup, event), version: setup.version + 1 };
  assert(moved.state.status === next, `${event.type} leads to ${next}, not ${moved.state.status}`);
  return moved;
}

function change(
  setup: SetupIntent,
  event: Exclude<SetupEvent, { type: 'created' }>,
): Partial<SetupIntent> {
  switch (event.type) {
    case 'described':
      return { wishes: event.wishes };
    case 'method_attached':
      return { paymentMethod: event.paymentMethod, state: { status: 'requires_confirmation' } };
    case 'attempt_opened':
      return { attempt: event.attempt, lastProblem: null, state: { status: 'processing' } };
    case 'challenge_required': {
      const { authenticationId, expiresAtMs } = event;
      const attempt = { ...attemptMoved(setup, event), authenticationId };
      return { attempt, state: { status: 'requires_action', authenticationId, expiresAtMs } };
    }
    case 'attempt_resumed':
      return {
        attempt: { ...attemptMoved(setup, event), wire: event.wire },
        state: { status: 'processing' },
      };
    case 'attempt_abandoned':
    case 'failed':
      return {
        attempt: { ...attemptMoved(setup, event), problem: event.problem },
        paymentMethod: null,
        lastProblem: event.problem,
        state: { status: 'requires_payment_method' },
      };
    case 'verified':
      return {
        attempt: attemptMoved(setup, event),
        mandate: event.mandate,
        state: { status: 'succeeded' },
      };
    case 'canceled': {
      const { reason, atMs: canceledAtMs } = event;
      return { state: { status: 'canceled', reason, canceledAtMs } };
    }
  }
}

function attemptMoved({ attempt }: SetupIntent, event: SetupEvent): SetupAttempt {
  assert(attempt !== null, `${event.type} needs an attempt`);
  const state = setupAttemptMoves[attempt.state][event.type];
  if (state === undefined) throw new Bug(`${event.type} on an attempt that is ${attempt.state}`);
  return { ...attempt, state };
}
