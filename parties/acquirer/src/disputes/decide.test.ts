import { describe, expect, test } from 'vitest';
import { decideAcceptance, decideAnswer } from './decide.ts';
import { type DisputeState, disputeStates } from './dispute.ts';

const outcome = (result: ReturnType<typeof decideAnswer> | ReturnType<typeof decideAcceptance>) =>
  result.ok ? result.value : result.error;

/** Answered, contested, given up. */
const expected: Readonly<Record<DisputeState, readonly [string, string, string]>> = {
  open: ['answer', 'not_asked', 'accept'],
  answered: ['answered_before', 'not_asked', 'answered_before'],
  represented: ['answered_before', 'not_asked', 'answered_before'],
  pre_arbitration: ['answered_before', 'contest', 'concede'],
  contested: ['answered_before', 'answered_before', 'answered_before'],
  conceded: ['answered_before', 'answered_before', 'answered_before'],
  declined: ['answered_before', 'answered_before', 'answered_before'],
  won: ['dispute_ended', 'dispute_ended', 'dispute_ended'],
  lost: ['dispute_ended', 'dispute_ended', 'dispute_ended'],
};
const never: readonly DisputeState[] = ['open', 'answered', 'represented'];

function disputeOf(state: DisputeState) {
  return {
    state,
    reference: state === 'open' ? null : 'other',
    preReference: null,
    dueAtMs: 10,
    preDueAtMs: never.includes(state) ? null : 20,
  };
}

describe('a dispute', () => {
  test.each(disputeStates)(
    'that is %s may be answered, contested, given up, or nothing',
    (state) => {
      const asked = { reference: 'mine', nowMs: 10 };
      const done = [
        outcome(decideAnswer(disputeOf(state), { ...asked, what: 'representment' })),
        outcome(decideAnswer(disputeOf(state), { ...asked, what: 'declination' })),
        outcome(decideAcceptance(disputeOf(state), asked)),
      ];
      expect(done).toEqual(expected[state]);
    },
  );

  test.each([
    ['open', 'representment', 10, 'answer'],
    ['open', 'representment', 11, 'too_late'],
    ['pre_arbitration', 'declination', 20, 'contest'],
    ['pre_arbitration', 'declination', 21, 'too_late'],
  ] as const)('that is %s takes a %s at %i: %s', (state, what, nowMs, end) => {
    const asked = { what, reference: 'mine', nowMs };
    expect(outcome(decideAnswer(disputeOf(state), asked))).toBe(end);
    // Giving up is always in time.
    expect(outcome(decideAcceptance(disputeOf(state), asked))).toMatch(/accept|concede/);
  });

  test.each(disputeStates)('that is %s repeats what was done under the same name', (state) => {
    for (const named of [{ reference: 'mine' }, { preReference: 'mine' }]) {
      const dispute = { ...disputeOf(state), ...named };
      const asked = { what: 'representment', reference: 'mine', nowMs: 99 } as const;
      expect(outcome(decideAnswer(dispute, asked))).toBe('repeated');
      expect(outcome(decideAcceptance(dispute, asked))).toBe('repeated');
    }
  });
});
