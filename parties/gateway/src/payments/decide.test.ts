import { describe, expect, test } from 'vitest';
import { decide, type PaymentCommand } from './decide.ts';
import { capturableMinor, type PaymentIntent, receivedMinor } from './intent.ts';
import {
  acknowledge,
  acknowledgeIncrement,
  after,
  approve,
  approveIncrement,
  cancel,
  capture,
  challenge,
  confirm,
  created,
  expireChallenge,
  failChallenge,
  forceApproval,
  forceReversal,
  increment,
  loseAnswer,
  loseIncrement,
  newAttempt,
  passChallenge,
  refund,
  refuse,
  refuseIncrement,
  resume,
  update,
  wishes,
} from './test-intents.ts';

const manual = created('manual');
const noWishes = { ...wishes, requestIncremental: false, requestMulticapture: false };
const states: Record<string, PaymentIntent> = {
  fresh: after([]),
  processing: after([confirm()]),
  challenged: after([confirm(), challenge()]),
  agreed: after([confirm(), challenge(), passChallenge()]),
  resumed: after([confirm(), challenge(), resume()]),
  unknown: after([confirm(), loseAnswer()]),
  unknownHeld: after([confirm(), loseAnswer()], manual),
  refused: after([confirm(), refuse()]),
  authorized: after([confirm(), approve()], manual),
  succeeded: after([confirm(), approve()]),
  canceled: after([cancel]),
  voided: after([confirm(), approve(), cancel], manual),
  reversed: after([confirm(), loseAnswer(), acknowledge()]),
  half: after([confirm(), approve(), capture(6_000n)], manual),
  partly: after([confirm(), approve(), capture(6_000n, false)], manual),
  partlyRefunded: after([confirm(), approve(), capture(6_000n, false), refund(1_000n)], manual),
  raising: after([confirm(), approve(), increment()], manual),
  raised: after([confirm(), approve(), increment(), approveIncrement()], manual),
  unraised: after([confirm(), approve(), increment(), refuseIncrement()], manual),
  lost: after([confirm(), approve(), increment(), loseIncrement()], manual),
  lostAndCaptured: after([confirm(), approve(), increment(), loseIncrement(), capture()], manual),
  lostAndVoided: after([confirm(), approve(), increment(), loseIncrement(), cancel], manual),
  found: after(
    [confirm(), approve(), increment(), loseIncrement(), acknowledgeIncrement()],
    manual,
  ),
  tenTimes: after(
    [
      confirm(),
      approve(),
      ...Array.from({ length: 10 }, (_, at) => [increment(at), refuseIncrement(at)]).flat(),
    ],
    manual,
  ),
  fortyNine: after(
    [confirm(), approve(), ...Array.from({ length: 49 }, () => capture(1n, false))],
    manual,
  ),
  plain: after([confirm(), approve()], created('manual', noWishes)),
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
    [
      'a passed challenge waits for the merchant',
      'challenged',
      passChallenge(),
      'challenge_passed',
    ],
    ['the merchant confirms what was agreed', 'agreed', confirm(), 'attempt_resumed'],
    [
      'the merchant confirms with another card than was agreed',
      'agreed',
      { do: 'confirm', attempt: { ...newAttempt(2), paymentMethod: 'pm_2' } },
      'attempt_abandoned method_attached attempt_opened',
    ],
    ['what was agreed is given up', 'agreed', cancel, 'attempt_abandoned canceled'],
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

describe('money that is held', () => {
  test.each<[string, string, PaymentCommand, string]>([
    [
      'is captured in part, and more may follow',
      'authorized',
      capture(1n, false),
      'partly_captured',
    ],
    ['is captured in part again', 'partly', capture(1n, false), 'partly_captured'],
    ['is captured at last', 'partly', capture(1n), 'captured'],
    ['ends when all of it is captured', 'partly', capture(4_000n, false), 'captured'],
    ['is captured to the end', 'partly', capture(), 'captured'],
    ['is not captured above what is left', 'partly', capture(4_001n), 'capture_too_large'],
    ['is let go after some of it', 'partly', capture(0n), 'remainder_released'],
    ['is not let go by capturing nothing', 'authorized', capture(0n), 'amount_not_positive'],
    ['goes on with nothing', 'partly', capture(0n, false), 'amount_not_positive'],
    ['is given up for the rest', 'partly', cancel, 'remainder_released'],
    [
      'is captured once unless wished otherwise',
      'plain',
      capture(1n, false),
      'multicapture_unavailable',
    ],
    ['is captured fifty times at the most', 'fortyNine', capture(1n, false), 'captures_exhausted'],
    ['is captured the fiftieth time for good', 'fortyNine', capture(1n), 'captured'],
    ['is refunded while more is held', 'partly', refund(6_000n), 'refund_created'],
    ['is not refunded above what came', 'partly', refund(6_001n), 'refund_too_large'],
    ['is refunded of what is left of it', 'partlyRefunded', refund(5_001n), 'refund_too_large'],
    ['is not refunded before any of it came', 'authorized', refund(1n), 'charge_not_captured'],

    ['may grow', 'authorized', increment(), 'increment_opened'],
    ['may grow again', 'raised', increment(2, 15_001n), 'increment_opened'],
    ['grows, or it is no increment', 'raised', increment(2, 15_000n), 'increment_not_greater'],
    ['may be asked again after a refusal', 'unraised', increment(2), 'increment_opened'],
    ['may be asked again after the reversal', 'found', increment(2), 'increment_opened'],
    ['grows by one increment at a time', 'raising', increment(2), 'increment_pending'],
    ['does not grow while nobody knows', 'lost', increment(2), 'increment_pending'],
    ['is asked ten times at the most', 'tenTimes', increment(11), 'increments_exhausted'],
    ['does not grow after a capture', 'partly', increment(), 'increment_after_capture'],
    ['does not grow unless wished', 'plain', increment(), 'increment_unavailable'],
    ['does not grow once captured', 'succeeded', increment(), 'unexpected_state succeeded'],
    [
      'does not grow before the bank has said yes',
      'processing',
      increment(),
      'unexpected_state processing',
    ],
    ['an answer is taken', 'raising', approveIncrement(), 'increment_approved'],
    ['a refusal is taken', 'raising', refuseIncrement(), 'increment_refused'],
    ['no answer is unknown', 'raising', loseIncrement(), 'increment_unknown'],
    ['an answer is taken once', 'raised', approveIncrement(), 'unexpected_state requires_capture'],
    [
      'the answer to another is not taken',
      'raising',
      approveIncrement(2),
      'unexpected_state requires_capture',
    ],
    ['a late answer is not taken', 'lost', approveIncrement(), 'unexpected_state requires_capture'],
    ['the reversal ends it', 'lost', acknowledgeIncrement(), 'increment_reversed'],
    [
      'the reversal ends it after the capture',
      'lostAndCaptured',
      acknowledgeIncrement(),
      'increment_reversed',
    ],
    [
      'the reversal ends it after the cancellation',
      'lostAndVoided',
      acknowledgeIncrement(),
      'increment_reversed',
    ],
    [
      'nothing is reversed twice',
      'found',
      acknowledgeIncrement(),
      'unexpected_state requires_capture',
    ],
    ['is not captured while it is asked', 'raising', capture(), 'increment_pending'],
    ['is not cancelled while it is asked', 'raising', cancel, 'increment_pending'],
    ['is captured as it certainly is', 'lost', capture(10_000n), 'captured'],
    ['is not captured as it may be', 'lost', capture(10_001n), 'capture_too_large'],
    ['is cancelled while nobody knows', 'lost', cancel, 'canceled'],
    ['is captured as it has grown', 'raised', capture(15_000n), 'captured'],
  ])('%s', (_, state, command, expected) => {
    expect(outcome(state, command)).toBe(expected);
  });

  test('says what is certain, and nothing more', () => {
    const amounts = (name: string) => {
      const intent = states[name];
      if (intent === undefined) throw new Error(`no state ${name}`);
      return [intent.amount.minor, capturableMinor(intent), receivedMinor(intent)];
    };
    expect(amounts('raising')).toEqual([10_000n, 10_000n, 0n]);
    expect(amounts('lost')).toEqual([10_000n, 10_000n, 0n]);
    expect(amounts('unraised')).toEqual([10_000n, 10_000n, 0n]);
    expect(amounts('raised')).toEqual([15_000n, 15_000n, 0n]);
    expect(amounts('partly')).toEqual([10_000n, 4_000n, 6_000n]);
    expect(amounts('partlyRefunded')).toEqual([10_000n, 4_000n, 6_000n]);
  });
});

describe('what a person has found out', () => {
  test.each<[string, string, PaymentCommand, string]>([
    ['ends what nobody knew: nothing is held', 'unknown', forceReversal(), 'reversal_forced'],
    ['or it is, and is captured', 'unknown', forceApproval(), 'approval_forced captured'],
    ['or it is, and waits for its capture', 'unknownHeld', forceApproval(), 'approval_forced'],
    ['is of this attempt', 'unknown', forceApproval(2), 'unexpected_state processing'],
    [
      'is not forced while an answer may come',
      'processing',
      forceReversal(),
      'unexpected_state processing',
    ],
    [
      'never brings back what is reversed',
      'reversed',
      forceApproval(),
      'unexpected_state requires_payment_method',
    ],
    ['never takes back what is paid', 'succeeded', forceReversal(), 'unexpected_state succeeded'],
    [
      'never turns a no into a yes',
      'refused',
      forceApproval(),
      'unexpected_state requires_payment_method',
    ],
  ])('%s', (_, state, command, expected) => {
    expect(outcome(state, command)).toBe(expected);
  });
});
