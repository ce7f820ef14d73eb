import { describe, expect, test } from 'vitest';
import { assert, Bug, err, map, ok, type Result, unwrap } from './index.ts';

const half = (n: number): Result<number, { code: 'odd' }> =>
  n % 2 === 0 ? ok(n / 2) : err({ code: 'odd' });

describe('result', () => {
  test('a success is mapped, a refusal passes through untouched', () => {
    expect(map(half(4), String)).toEqual({ ok: true, value: '2' });
    expect(map(half(3), String)).toEqual({ ok: false, error: { code: 'odd' } });
  });

  test('to unwrap a refusal is a bug that names the refusal', () => {
    expect(unwrap(half(4))).toBe(2);
    expect(() => unwrap(half(3))).toThrow(/odd/);
  });

  test('a false statement is a bug', () => {
    expect(() => assert(1 > 2, 'one is above two')).toThrow(Bug);
  });
});
