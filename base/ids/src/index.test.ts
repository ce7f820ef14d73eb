import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idMaker, isId, madeAtMs } from './index.ts';

const zeros = (size: number) => new Uint8Array(size);
const full = (size: number) => new Uint8Array(size).fill(255);

describe('ids', () => {
  test('ids of one maker are unique and sort in the order they were made, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { maxLength: 50 }), (times) => {
        let at = 0;
        const make = idMaker({ nowMs: () => times[at++] ?? 0, randomBytes: full });
        const made = times.map(() => make('pi'));
        expect([...made].sort()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  test('an id tells its kind and its time', () => {
    const id = idMaker({ nowMs: () => 1_790_000_000_123, randomBytes: zeros })('ch');
    expect(isId('ch', id)).toBe(true);
    expect(madeAtMs(id)).toBe(1_790_000_000_123);
  });

  test.each([
    '',
    'ch_',
    'ch',
    'pi_01JD0000000000000000000000',
    'ch_01jd0000000000000000000000',
    7,
    null,
  ])('%j is not a charge id', (text) => {
    expect(isId('ch', text)).toBe(false);
  });
});
