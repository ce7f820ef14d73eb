import { describe, expect, test } from 'vitest';
import { nodeEntropy } from './primitives.ts';

describe('randomness', () => {
  test('is given in the length wished, and never twice', () => {
    const lengths = [10, 1, 4095, 4096, 10, 5000, 16];
    const given = lengths.map((length) => nodeEntropy.randomBytes(length));
    expect(given.map(({ length }) => length)).toEqual(lengths);
    const many = Array.from({ length: 2_000 }, () => nodeEntropy.randomBytes(10));
    expect(new Set(many.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(2_000);
  });

  test('that was given does not change with what is drawn later', () => {
    const first = nodeEntropy.randomBytes(16);
    const before = Buffer.from(first).toString('hex');
    for (let draws = 0; draws < 1_000; draws += 1) nodeEntropy.randomBytes(16);
    expect(Buffer.from(first).toString('hex')).toBe(before);
    expect(before).not.toBe('00'.repeat(16));
  });
});
