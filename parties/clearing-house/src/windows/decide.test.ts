import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, evolve, moves, type WindowCommand } from './decide.ts';
import { shortfallsOf } from './shortfalls.ts';
import { type WindowState, windowStates } from './window.ts';

const commands: readonly WindowCommand[] = [
  { kind: 'close' },
  { kind: 'settle' },
  { kind: 'finish' },
  { kind: 'abort', reason: 'PLAVA lacks 5.00' },
];

describe('a settlement window', () => {
  test('reaches every state, and leaves every state but settled', () => {
    const reached = new Set(['open', ...windowStates.flatMap((one) => Object.values(moves[one]))]);
    expect([...reached].sort()).toEqual([...windowStates].sort());
    expect(windowStates.filter((one) => Object.keys(moves[one]).length === 0)).toEqual(['settled']);
  });

  test('settles only what was closed, and once, whatever is asked of it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands)), (asked) => {
        let window: WindowState = evolve(undefined, { type: 'opened' });
        const seen: string[] = [];
        for (const command of asked) {
          const decided = decide(window, command);
          if (!decided.ok) continue;
          window = evolve(window, decided.value);
          seen.push(decided.value.type);
        }
        expect(seen.filter((type) => type === 'settled').length).toBeLessThanOrEqual(1);
        if (seen.includes('settled')) expect(seen[0]).toBe('closed');
        expect(seen.indexOf('settled')).toBe(seen.includes('settled') ? seen.length - 1 : -1);
      }),
    );
  });

  test('keeps the reason while it is aborted', () => {
    const aborted = unwrap(decide({ state: 'settling' }, { kind: 'abort', reason: 'PLAVA' }));
    expect(evolve({ state: 'settling' }, aborted)).toEqual({ state: 'aborted', reason: 'PLAVA' });
  });

  test('says who lacks what', () => {
    const bam = unwrap(currencyOf('BAM'));
    const positions = [
      { member: 'PLAVA', amount: money(bam, -100) },
      { member: 'ZELENA', amount: money(bam, -40) },
      { member: 'SIVA', amount: money(bam, -5) },
      { member: 'MOZAIK', amount: money(bam, 145) },
    ];
    const headroom = new Map([
      ['PLAVA', 70n],
      ['ZELENA', 40n],
    ]);
    expect(shortfallsOf(positions, headroom)).toEqual([
      { member: 'PLAVA', minor: 30n },
      { member: 'SIVA', minor: 5n },
    ]);
  });
});
