import { expect, test } from 'vitest';
import { checkTable, isFlat } from './report.ts';

const days = (heapOf: (day: number) => number) =>
  Array.from({ length: 200 }, (_, day) => ({ day, heapMb: heapOf(day), rssMb: 0 }));

test.each<[string, (day: number) => number, boolean]>([
  ['a heap that is swept now and then', (day) => 120 + (day % 9) * 30, true],
  ['one that fills its caches first', (day) => Math.min(200, 60 + day * 5), true],
  ['one that grows by half a megabyte a day', (day) => 100 + day * 0.5, false],
])('%s', (_, heapOf, flat) => {
  expect(isFlat(days(heapOf))).toBe(flat);
});

test('what is wrong is shown with its examples', () => {
  const text = checkTable([
    { what: 'sales', looked: 12, wrong: 0, examples: [] },
    { what: 'payouts', looked: 3, wrong: 1, examples: ['po_1: returned'] },
  ]);
  expect(text).toContain('ok');
  expect(text).toMatch(/payouts.*WRONG\n +po_1: returned/);
});
