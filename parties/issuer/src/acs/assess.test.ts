import { describe, expect, test } from 'vitest';
import { type AssessmentFacts, assess, median } from './assess.ts';

const usual: AssessmentFacts = {
  policy: 'risk',
  isRequestorInitiated: false,
  isChallengeMandated: false,
  isToBeKept: false,
  billedMinor: 20_00n,
  usualMinor: [8_00n, 12_50n, 15_00n, 19_90n, 25_00n],
  floorMinor: 30_00n,
  hasPhone: true,
  wasAuthenticatedBefore: false,
};

describe('the ACS decides', () => {
  const cases: readonly (readonly [string, Partial<AssessmentFacts>, string])[] = [
    ['a usual amount', {}, 'Y'],
    ['an amount far above the usual', { billedMinor: 100_00n }, 'C'],
    ['three times the usual', { billedMinor: 45_00n }, 'Y'],
    ['a fening more than that', { billedMinor: 45_01n }, 'C'],
    ['above the usual, but small', { billedMinor: 30_00n, usualMinor: [1_00n] }, 'Y'],
    ['the first online payment, small', { usualMinor: [] }, 'Y'],
    ['the first online payment, large', { billedMinor: 30_01n, usualMinor: [] }, 'C'],
    ['a currency without rate', { billedMinor: undefined }, 'C'],
    ['a shop that demands a challenge', { isChallengeMandated: true }, 'C'],
    ['a card that is to be kept, for no money', { isToBeKept: true, billedMinor: 0n }, 'C'],
    ['one that is kept, and never challenged', { isToBeKept: true, policy: 'never' }, 'Y'],
    ['a card that is never challenged', { policy: 'never', billedMinor: 9_999_99n }, 'Y'],
    ['a card that always is', { policy: 'always', billedMinor: 1n }, 'C'],
    ['a card that is asked on request', { policy: 'on_request', billedMinor: 9_999_99n }, 'Y'],
    [
      'a card that is asked on request, so',
      { policy: 'on_request', isChallengeMandated: true },
      'C',
    ],
    ['a card whose holder is asked when there', { policy: 'when_present' }, 'C'],
    ['the same, nobody there', { policy: 'when_present', isRequestorInitiated: true }, 'Y'],
    [
      'every payment, nobody there, authenticated before',
      { policy: 'every_payment', isRequestorInitiated: true, wasAuthenticatedBefore: true },
      'U 21',
    ],
    ['a card that is not enrolled', { policy: 'not_enrolled' }, 'U 13'],
    ['no card', { policy: undefined }, 'U 08'],
    ['no phone', { policy: 'always', hasPhone: false }, 'U 22'],
    ['nobody there, usual amount', { isRequestorInitiated: true }, 'Y'],
    ['nobody there, always demanded', { isRequestorInitiated: true, policy: 'always' }, 'U 21'],
    [
      'nobody there, authenticated before',
      { isRequestorInitiated: true, policy: 'always', wasAuthenticatedBefore: true },
      'Y',
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    const { decision } = assess({ ...usual, ...change });
    const reason = decision.transStatus === 'U' ? ` ${decision.reason}` : '';
    expect(decision.transStatus + reason).toBe(expected);
  });

  test('the median of an even number is the lower middle', () => {
    expect([[], [3n], [10n, 2n], [10n, 2n, 9n]].map(median)).toEqual([undefined, 3n, 2n, 9n]);
  });
});
