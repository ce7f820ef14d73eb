import { describe, expect, test } from 'vitest';
import { statuses } from './dispute.ts';
import { type DisputeMove, moved, moves } from './transitions.ts';

const allMoves: readonly DisputeMove[] = ['submit', 'accept', 'ask_again', 'win', 'lose'];

describe('a dispute', () => {
  test.each([
    ['needs_response', ['under_review', 'lost', undefined, 'won', 'lost']],
    ['under_review', [undefined, undefined, 'needs_response', 'won', 'lost']],
    ['won', [undefined, undefined, undefined, undefined, undefined]],
    ['lost', [undefined, undefined, undefined, undefined, undefined]],
  ] as const)('that %s may be answered, given up, won or lost: %j', (status, ends) => {
    expect(allMoves.map((move) => moved(status, move))).toEqual(ends);
  });

  test('reaches every state from its first', () => {
    const reached = new Set(['needs_response']);
    for (const status of statuses) {
      if (reached.has(status)) for (const next of Object.values(moves[status])) reached.add(next);
    }
    expect([...reached].sort()).toEqual([...statuses].sort());
  });
});
