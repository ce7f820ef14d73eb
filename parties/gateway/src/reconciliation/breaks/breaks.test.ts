// Planted breaks are found and named, and nothing else; and a judge that could not say no is none.

import { expect, test } from 'vitest';
import type { Exception } from '../matching/outcome.ts';
import { reconcile } from '../matching/reconcile.ts';
import { sources } from '../matching/source-row.ts';
import { generate } from './generate.ts';
import { judge } from './judge.ts';
import { today } from './truth.ts';

const exceptionsIn = (rows: ReturnType<typeof generate>['rows']) =>
  reconcile(rows, new Set(sources), today).filter(
    (one): one is Exception => one.result === 'exception',
  );

test.each([1, 2, 3, 4, 5, 6])('seed %i: every break among 2000 rows', (seed) => {
  const { rows, planted } = generate({ rows: 2_000, seed });
  expect(rows.length).toBeGreaterThan(1_900);
  // Eight names in the orders' pair, nine in the sales', eight in each of the four of payouts.
  expect(planted.length).toBe(49);
  expect(judge(planted, exceptionsIn(rows)).wrong).toEqual([]);
});

test('what was not found, was named otherwise, or was not planted, is said', () => {
  const { rows, planted } = generate({ rows: 2_000, seed: 1 });
  const found = exceptionsIn(rows);
  const [first, ...others] = found;
  if (first === undefined) throw new Error('there are breaks');
  expect(judge(planted, others)).toMatchObject({
    isRight: false,
    wrong: [expect.stringMatching(/^not found/)],
  });
  const other = first.name === 'late' ? 'missing' : 'late';
  const renamed: Exception = { ...first, name: other };
  expect(judge(planted, [renamed, ...others]).wrong).toHaveLength(2);
  expect(judge(planted, [...found, first]).wrong).toHaveLength(1);
  expect(judge([], [first]).wrong).toHaveLength(1);
});
