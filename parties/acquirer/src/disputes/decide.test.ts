import { describe, expect, test } from 'vitest';
import { decideAcceptance, decideAnswer } from './decide.ts';
import { type DisputeState, disputeStates } from './dispute.ts';

const outcome = (result: ReturnType<typeof decideAnswer> | ReturnType<typeof decideAcceptance>) =>
  result.ok ? result.value : result.error;

const expected: Readonly<Record<DisputeState, readonly [string, string]>> = {
  open: ['answer', 'accept'],
  answered: ['answered_before', 'answered_before'],
  represented: ['answered_before', 'answered_before'],
  won: ['dispute_ended', 'dispute_ended'],
  lost: ['dispute_ended', 'dispute_ended'],
};

describe('a dispute', () => {
  test.each(disputeStates)('that is %s may be answered, or given up, or neither', (state) => {
    const dispute = { state, reference: state === 'open' ? null : 'other', dueAtMs: 10 };
    const asked = { reference: 'mine', nowMs: 10 };
    const done = [outcome(decideAnswer(dispute, asked)), outcome(decideAcceptance(dispute, asked))];
    expect(done).toEqual(expected[state]);
  });

  test('is answered in time only, and given up at any time', () => {
    const dispute = { state: 'open', reference: null, dueAtMs: 10 } as const;
    const asked = { reference: 'mine', nowMs: 11 };
    expect(outcome(decideAnswer(dispute, asked))).toBe('too_late');
    expect(outcome(decideAcceptance(dispute, asked))).toBe('accept');
  });

  test.each(disputeStates)('that is %s repeats what was done under the same name', (state) => {
    const dispute = { state, reference: 'mine', dueAtMs: 0 };
    const asked = { reference: 'mine', nowMs: 11 };
    expect(outcome(decideAnswer(dispute, asked))).toBe('repeated');
    expect(outcome(decideAcceptance(dispute, asked))).toBe('repeated');
  });
});
