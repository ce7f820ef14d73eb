// The one table of moves of a setup; the database repeats it as the rows of setup_move.

import type { SetupAttemptState, SetupStatus } from './setup.ts';
import type { SetupEventType } from './setup-event.ts';

type Moves<State extends string> = Readonly<
  Record<State, Partial<Readonly<Record<SetupEventType, State>>>>
>;

export const setupMoves: Moves<SetupStatus> = {
  requires_payment_method: {
    described: 'requires_payment_method',
    method_attached: 'requires_confirmation',
    canceled: 'canceled',
  },
  requires_confirmation: {
    described: 'requires_confirmation',
    method_attached: 'requires_confirmation',
    attempt_opened: 'processing',
    canceled: 'canceled',
  },
  processing: {
    described: 'processing',
    challenge_required: 'requires_action',
    failed: 'requires_payment_method',
    verified: 'succeeded',
  },
  requires_action: {
    described: 'requires_action',
    attempt_resumed: 'processing',
    attempt_abandoned: 'requires_payment_method',
    failed: 'requires_payment_method',
  },
  succeeded: { described: 'succeeded' },
  canceled: { described: 'canceled' },
};

export const setupAttemptMoves: Moves<SetupAttemptState> = {
  open: { challenge_required: 'challenged', failed: 'failed', verified: 'succeeded' },
  challenged: { attempt_resumed: 'open', attempt_abandoned: 'abandoned', failed: 'failed' },
  succeeded: {},
  failed: {},
  abandoned: {},
};
