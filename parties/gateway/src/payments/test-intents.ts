// Small makers for the tests of this folder: an intent in any state, by real moves only.

import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { decide, type NewAttempt, type PaymentCommand } from './decide.ts';
import { evolve, firstNotes } from './evolve.ts';
import type { Approval, PaymentIntent } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { PaymentProblem } from './problem.ts';
import { noWishes, type Wishes } from './wishes.ts';

export const bam = unwrap(currencyOf('BAM'));

export const wishes: Wishes = {
  ...noWishes,
  requestIncremental: true,
  requestMulticapture: true,
};

export const problem: PaymentProblem = {
  code: 'card_declined',
  declineCode: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
  words: 'insufficient_funds',
  retry: 'later',
  responseCode: '51',
  chargeId: null,
  paymentMethod: null,
};

export const approval: Approval = {
  authorizationCode: 'A1B2C3',
  responseCode: '00',
  cvcCheck: 'pass',
  traceId: null,
};

export function created(
  captureMethod: 'automatic' | 'manual' = 'automatic',
  wished: Wishes = wishes,
): PaymentEvent {
  return {
    type: 'created',
    atMs: 1,
    accountId: 'acct_diva',
    id: 'pi_1',
    amount: money(bam, 10_000),
    captureMethod,
    wishes: wished,
  };
}

export function newAttempt(number: number): NewAttempt {
  return {
    id: `att_${number}`,
    chargeId: `ch_${number}`,
    paymentMethod: 'pm_1',
    provider: 'zelena',
    routing: { provider: 'zelena', candidates: [] },
    wire: wireOf(number),
  };
}

export const wireOf = (number: number) => ({
  rrn: `63221200000${number % 10}`,
  stan: String(number).padStart(6, '0'),
  terminalId: 'DIVA0001',
  merchantId: 'DIVA00000000001',
  transmittedAtMs: number,
});

export const confirm = (number = 1): PaymentCommand => ({
  do: 'confirm',
  attempt: newAttempt(number),
});
export const approve = (number = 1): PaymentCommand => ({
  do: 'close',
  attemptId: `att_${number}`,
  outcome: { kind: 'approved', approval, authenticated: null, statement: 'Diva shop' },
});
export const refuse = (number = 1): PaymentCommand => ({
  do: 'close',
  attemptId: `att_${number}`,
  outcome: { kind: 'refused', problem, authenticated: null, statement: 'Diva shop' },
});
export const loseAnswer = (number = 1): PaymentCommand => ({
  do: 'close',
  attemptId: `att_${number}`,
  outcome: { kind: 'unknown', why: 'timeout' },
});
export const acknowledge = (number = 1): PaymentCommand => ({
  do: 'acknowledge_reversal',
  attemptId: `att_${number}`,
  problem,
});
const forced = { by: 'Selma', why: 'the bank has said so on the telephone' };
export const forceReversal = (number = 1): PaymentCommand => ({
  do: 'force_reversal',
  attemptId: `att_${number}`,
  ...{ forced, problem },
});
export const forceApproval = (number = 1): PaymentCommand => ({
  do: 'force_approval',
  attemptId: `att_${number}`,
  ...{ forced, approval, statement: 'Diva shop' },
});
export const challenge = (number = 1): PaymentCommand => ({
  do: 'challenge',
  attemptId: `att_${number}`,
  authenticationId: `auth_${number}`,
  expiresAtMs: 99,
});
export const passChallenge = (number = 1): PaymentCommand => ({
  do: 'pass_challenge',
  authenticationId: `auth_${number}`,
});
export const describeCharge = (number = 1): PaymentCommand => ({
  do: 'describe_charge',
  chargeId: newAttempt(number).chargeId,
  notes: { ...firstNotes(wishes), description: 'noted' },
});
export const resume = (number = 1): PaymentCommand => ({
  do: 'resume',
  authenticationId: `auth_${number}`,
  wire: wireOf(number),
});
export const failChallenge = (number = 1): PaymentCommand => ({
  do: 'fail_challenge',
  authenticationId: `auth_${number}`,
  problem,
});
export const expireChallenge = (number = 1): PaymentCommand => ({
  do: 'expire_challenge',
  authenticationId: `auth_${number}`,
  problem,
});
export const capture = (minor: bigint | null = null, isFinal = true): PaymentCommand => ({
  do: 'capture',
  notes: null,
  minor,
  isFinal,
  restHoldId: 'ltx_rest',
  wishes: null,
});
export const increment = (number = 1, minor = 15_000n): PaymentCommand => ({
  do: 'increment',
  increment: { id: `inc_${number}`, wire: wireOf(number), minor },
});
export const approveIncrement = (number = 1): PaymentCommand => ({
  do: 'close_increment',
  incrementId: `inc_${number}`,
  outcome: { kind: 'approved', approval, wishes },
});
export const refuseIncrement = (number = 1): PaymentCommand => ({
  do: 'close_increment',
  incrementId: `inc_${number}`,
  outcome: { kind: 'refused', responseCode: '51' },
});
export const loseIncrement = (number = 1): PaymentCommand => ({
  do: 'close_increment',
  incrementId: `inc_${number}`,
  outcome: { kind: 'unknown', why: 'timeout' },
});
export const acknowledgeIncrement = (number = 1): PaymentCommand => ({
  do: 'acknowledge_increment_reversal',
  incrementId: `inc_${number}`,
});
export const cancel: PaymentCommand = { do: 'cancel', reason: 'requested_by_customer' };
export const refund = (minor: bigint | null = null): PaymentCommand => ({
  do: 'refund',
  refundId: 're_1',
  minor,
  reason: null,
  metadata: {},
});
export const update = (minor = 5_000): PaymentCommand => ({
  do: 'update',
  amount: money(bam, minor),
  captureMethod: 'automatic',
  wishes,
  paymentMethod: null,
});

/** The intent after these commands, each of which must be accepted. */
export function after(
  commands: readonly PaymentCommand[],
  first: PaymentEvent = created(),
): PaymentIntent {
  return commands.reduce((intent, command) => apply(intent, command), evolve(null, first));
}

function apply(intent: PaymentIntent, command: PaymentCommand): PaymentIntent {
  const events = unwrap(decide(intent, command, { nowMs: 2 }));
  return events.reduce<PaymentIntent>(evolve, intent);
}
