import { describe, expect, test } from 'vitest';
import type { Try } from './delivery.ts';
import { openPatience } from './patience.ts';

const lasting = (durationMs: number): Try => ({
  isTaken: durationMs < 1_000,
  status: null,
  failure: 'timeout',
  request: null,
  answer: null,
  durationMs,
});

describe('an endpoint', () => {
  test('that answers quickly is called as often as there is something to tell', () => {
    const patience = openPatience();
    for (let count = 0; count < 10; count++) expect(patience.enter('quick')).toBe(0);
  });

  test('that hangs is called once at a time until it answers again', () => {
    const patience = openPatience();
    patience.learn('slow', lasting(10_000));
    expect(patience.enter('slow')).toBe(0);
    expect(patience.enter('slow')).toBeGreaterThan(0);
    patience.leave('slow');
    expect(patience.enter('slow')).toBe(0);
    patience.learn('slow', lasting(50));
    expect(patience.enter('slow')).toBe(0);
  });

  test('that hangs leaves workers for the others, however many hang', () => {
    const patience = openPatience();
    const slow = Array.from({ length: 50 }, (_, number) => `slow-${number}`);
    for (const id of slow) patience.learn(id, lasting(10_000));
    expect(slow.filter((id) => patience.enter(id) === 0)).toHaveLength(2);
    expect(patience.enter('quick')).toBe(0);
  });
});
