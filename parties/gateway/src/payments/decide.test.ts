import { describe, expect, test } from 'vitest';
import { decide, type PaymentCommand } from './decide.ts';
import { capturableMinor, type PaymentIntent, receivedMinor } from './intent.ts';
import {
  acknowledge,
  after,
  approve,
  cancel,
  capture,
  challenge,
  confirm,
  created,
  expireChallenge,
  failChallenge,
  loseAnswer,
  refund,
  refuse,
  resume,
  update,
} from './test-intents.ts';

const manual = created('manual');
const states: Record<string, PaymentIntent> = {
  fresh: after([]),
  processing: after([confirm()]),
  challenged: after([confirm(), challenge()]),
  resumed: after([confirm(), challenge(), resume()]),
  unknown: after([confirm(), loseAnswer()]),
  refused: after([confirm(), refuse()]),
  authorized: after([confirm(), approve()], manual),
  succeeded: after([confirm(), approve()]),
  canceled: after([cancel]),
  voided: after([confirm(), approve(), cancel], manual),
  reversed: after([confirm(), loseAnswer(), acknowledge()]),
  half: after([confirm(), approve(), capture(6_000n)], manual),
  refunded: after([confirm(), approve(), refund()]),
};

function outcome(state: string, command: PaymentCommand): string {
  const intent = states[state];
  if (intent === undefined) throw new Error(`no state ${state}`);
  const decided = decide(intent, command, { nowMs: 3 });
  if (decided.ok) return decided.value.map((event) => event.type).join(' ');
  const { error } = decided;
  return 'status' in error ? `${error.code} ${error.status}` : error.code;
}

describe('a payment', () => {
  test.each<[string, string, PaymentCommand, string]>([
    ['a fresh intent is confirmed', 'fresh', confirm(), 'method_attached attempt_opened'],
    ['a second confirm waits', 'processing', confirm(2), 'unexpected_state processing'],
    ['an unknown outcome bars another try', 'unknown', confirm(2), 'unexpected_state processing'],
    ['an unknown outcome bars cancelling', 'unknown', cancel, 'unexpected_state processing'],
    [
      'after the reversal it may be tried again',
      'reversed',
      confirm(2),
      'method_attached attempt_opened',
    ],
    [
      'after a refusal it may be tried again',
      'refused',
      confirm(2),
      'method_attached attempt_opened',
    ],
    [
      'another card instead of the challenge',
      'challenged',
      confirm(2),
      'attempt_abandoned method_attached attempt_opened',
    ],
    ['a paid intent is not paid again', 'succeeded', confirm(2), 'unexpected_state succeeded'],
    ['a cancelled intent is not paid', 'canceled', confirm(2), 'unexpected_state canceled'],
    [
      'an authorized intent is not confirmed again',
      'authorized',
      confirm(2),
      'unexpected_state requires_capture',
    ],
    ['automatic capture follows approval', 'processing', approve(), 'approved captured'],
    ['a refusal closes the attempt', 'processing', refuse(), 'refused'],
    ['no answer leaves it open', 'processing', loseAnswer(), 'outcome_unknown'],
    [
      'an answer to another attempt is not taken',
      'processing',
      approve(2),
      'unexpected_state processing',
    ],
    ['an answer is taken once', 'succeeded', approve(), 'unexpected_state succeeded'],
    [
      'an answer after the time-out is not taken',
      'unknown',
      approve(),
      'unexpected_state processing',
    ],
    ['an acknowledged reversal ends it', 'unknown', acknowledge(), 'reversal_acknowledged'],
    [
      'nothing is reversed twice',
      'reversed',
      acknowledge(),
      'unexpected_state requires_payment_method',
    ],
    ['the bank may ask the cardholder', 'processing', challenge(), 'challenge_required'],
    ['a passed challenge goes on', 'challenged', resume(), 'attempt_resumed'],
    ['a passed challenge goes on once', 'resumed', resume(), 'unexpected_state processing'],
    [
      'the result of another challenge is not taken',
      'challenged',
      resume(2),
      'unexpected_state requires_action',
    ],
    ['a failed challenge ends the attempt', 'challenged', failChallenge(), 'authentication_failed'],
    ['a challenge expires', 'challenged', expireChallenge(), 'attempt_abandoned'],
    [
      'after the answer nothing expires',
      'resumed',
      expireChallenge(),
      'unexpected_state processing',
    ],
    ['a challenged intent is cancelled', 'challenged', cancel, 'attempt_abandoned canceled'],
    ['a hold is cancelled', 'authorized', cancel, 'canceled'],
    ['a paid intent is refunded, not cancelled', 'succeeded', cancel, 'unexpected_state succeeded'],
    ['a hold is captured whole', 'authorized', capture(), 'captured'],
    ['a hold is captured in part', 'authorized', capture(1n), 'captured'],
    ['a capture above the hold is refused', 'authorized', capture(10_001n), 'capture_too_large'],
    ['a capture of nothing is refused', 'authorized', capture(0n), 'amount_not_positive'],
    ['a capture needs a hold', 'fresh', capture(), 'unexpected_state requires_payment_method'],
    ['a void hold is not captured', 'voided', capture(), 'unexpected_state canceled'],
    ['a refund of all', 'succeeded', refund(), 'refund_created'],
    ['a refund above what was captured is refused', 'half', refund(6_001n), 'refund_too_large'],
    ['a refund of what was captured', 'half', refund(6_000n), 'refund_created'],
    ['nothing is refunded twice', 'refunded', refund(1n), 'charge_already_refunded'],
    ['a hold is not refunded', 'authorized', refund(), 'charge_not_captured'],
    ['a refund of less than nothing', 'succeeded', refund(-1n), 'amount_not_positive'],
    ['the amount may change before the payment', 'fresh', update(), 'changed'],
    ['and not while it runs', 'processing', update(), 'unexpected_state processing'],
    ['a note may be changed at any time', 'succeeded', update(10_000), 'described'],
    ['and never to nothing', 'fresh', update(0), 'amount_not_positive'],
  ])('%s', (_name, state, command, expected) => {
    expect(outcome(state, command)).toBe(expected);
  });

  test('the amounts follow the state', () => {
    const amounts = Object.entries(states).map(
      ([name, intent]) => `${name} ${capturableMinor(intent)} ${receivedMinor(intent)}`,
    );
    expect(amounts).toContain('authorized 10000 0');
    expect(amounts).toContain('half 0 6000');
    expect(amounts).toContain('voided 0 0');
    expect(amounts).toContain('refunded 0 10000');
  });
});
