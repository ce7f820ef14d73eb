// Calendar months, 'YYYY-MM', on the wall clock of a zone: how the networks cut time when they count
// disputes. As texts they sort and compare.

import { atZone, dateFrom, dateIn } from '@kassa/time';

export type Month = string;

export const monthIn = (ms: number, zone: string): Month => dateIn(ms, zone).slice(0, 7);

/** `by` months later; earlier below zero. */
export function addMonths(month: Month, by: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dateFrom(year, number + by, 1).slice(0, 7);
}

/** Its first instant, and that of the next. */
export function edgesOf(month: Month, zone: string): { fromMs: number; toMs: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const first = dateFrom(year, number, 1);
  const next = dateFrom(year, number + 1, 1);
  return { fromMs: atZone(first, '00:00', zone), toMs: atZone(next, '00:00', zone) };
}

/** The last `count`, oldest first. */
export const monthsUntil = (last: Month, count: number): readonly Month[] =>
  Array.from({ length: count }, (_, index) => addMonths(last, index + 1 - count));
