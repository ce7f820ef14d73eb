import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Breaker, closed, observed, shareOf, waited } from './breaker.ts';
import { healthLimits as limits } from './limits.ts';

const { waitMs, waitMaxMs, goodNeeded, inRowMax, volumeMin } = limits;
const few = { technical: 1, total: 1 };
const bad = { technical: volumeMin, total: volumeMin };
const open: Breaker = { state: 'open', untilMs: 1_000, waitMs };
const trickle: Breaker = { state: 'trickle', good: 0, waitMs };
const last = limits.returnShares.length - 1;
const returning = (step: number, good = 0): Breaker => ({ state: 'returning', step, good, waitMs });

describe('the breaker', () => {
  test.each<[string, Breaker, 'good' | 'technical', number, typeof few, Partial<Breaker>]>([
    ['stays closed at a failure', closed, 'technical', 0, few, { state: 'closed', failedInRow: 1 }],
    [
      'opens at so many in a row',
      { state: 'closed', failedInRow: inRowMax - 1 },
      'technical',
      0,
      few,
      { state: 'open', untilMs: waitMs },
    ],
    ['opens at the rate, with volume', closed, 'technical', 0, bad, { state: 'open' }],
    [
      'does not open at the rate below the volume',
      closed,
      'technical',
      0,
      { technical: volumeMin - 1, total: volumeMin - 1 },
      { state: 'closed' },
    ],
    [
      'forgets a row at an answer',
      { state: 'closed', failedInRow: 4 },
      'good',
      0,
      few,
      { state: 'closed', failedInRow: 0 },
    ],
    ['learns nothing of what was under way', open, 'technical', 999, bad, open],
    ['lets no answer of before close it', open, 'good', 999, few, open],
    ['counts probes after the wait', open, 'good', 1_000, few, { state: 'trickle', good: 1 }],
    [
      'waits twice as long after a bad probe',
      trickle,
      'technical',
      0,
      few,
      { state: 'open', untilMs: 2 * waitMs, waitMs: 2 * waitMs },
    ],
    [
      'never waits longer than the limit',
      { ...trickle, waitMs: waitMaxMs },
      'technical',
      0,
      few,
      { state: 'open', untilMs: waitMaxMs, waitMs: waitMaxMs },
    ],
    [
      'begins to return after enough probes',
      { ...trickle, good: goodNeeded - 1 },
      'good',
      0,
      few,
      { state: 'returning', step: 0, good: 0 },
    ],
    [
      'takes the next step',
      returning(0, goodNeeded - 1),
      'good',
      0,
      few,
      { state: 'returning', step: 1, good: 0 },
    ],
    ['closes after the last', returning(last, goodNeeded - 1), 'good', 0, few, closed],
    ['opens again on the way back', returning(1), 'technical', 0, few, { state: 'open' }],
  ])('%s', (_, before, end, atMs, rate, after) => {
    const isTechnical = end === 'technical';
    const told = { isTechnical, atMs, rate: () => rate };
    expect(observed(before, told, limits)).toMatchObject(after);
  });

  test('gives its share by state, and one probe at a time', () => {
    const shares = [closed, open, trickle, returning(0), returning(1)];
    expect(shares.map((one) => shareOf(one, 0, limits))).toEqual([1, 0, 0.05, 0.1, 0.5]);
    expect(shareOf(trickle, 1, limits)).toBe(0);
  });

  const steps = fc.array(
    fc.record({ isTechnical: fc.boolean(), afterMs: fc.integer({ min: 0, max: 30_000 }) }),
    { maxLength: 60 },
  );
  /** After any walk: the state and the time. */
  const walk = (ends: readonly { isTechnical: boolean; afterMs: number }[]) => {
    let [breaker, atMs]: [Breaker, number] = [closed, 0];
    for (const { isTechnical, afterMs } of ends) {
      atMs += afterMs;
      const rate = () => (isTechnical ? bad : few);
      breaker = observed(breaker, { isTechnical, atMs, rate }, limits);
    }
    return { breaker, atMs };
  };

  test('always comes back when answers are good', () => {
    fc.assert(
      fc.property(steps, (ends) => {
        const { breaker, atMs } = walk(ends);
        let now = waited(breaker, atMs + waitMaxMs);
        const rate = () => ({ technical: 0, total: 1 });
        for (let good = 0; good < goodNeeded * (limits.returnShares.length + 1); good++) {
          expect(shareOf(now, 0, limits)).toBeGreaterThan(0);
          now = observed(now, { isTechnical: false, atMs: atMs + waitMaxMs, rate }, limits);
        }
        expect(now).toEqual(closed);
      }),
    );
  });

  test('never opens without a technical failure', () => {
    fc.assert(
      fc.property(steps, (ends) => {
        expect(walk(ends.map((one) => ({ ...one, isTechnical: false }))).breaker).toEqual(closed);
      }),
    );
  });
});
