// The year as people read it: a line for every ten banking days while it runs, and the tables at its end.

import type { Checked } from './checks.ts';
import type { YearFigures } from './year.ts';

export type Memory = { readonly day: number; readonly heapMb: number; readonly rssMb: number };

const line = (cells: readonly (readonly [string | number, number])[]) =>
  cells.map(([cell, width]) => String(cell).padStart(width)).join('  ');

export const progressHead = line([
  ['day', 10],
  ['banking days', 12],
  ['sales', 9],
  ['refunds', 8],
  ['captures', 8],
  ['disputes answered', 17],
  ['seconds', 8],
  ['heap MB', 8],
  ['memory MB', 9],
]);

export function progressLine(figures: YearFigures, seconds: number, memory: Memory): string {
  return line([
    [figures.day, 10],
    [figures.bankingDays, 12],
    [figures.sales, 9],
    [figures.refunds, 8],
    [figures.captures, 8],
    [figures.disputesAnswered, 17],
    [seconds.toFixed(0), 8],
    [memory.heapMb.toFixed(0), 8],
    [memory.rssMb.toFixed(0), 9],
  ]);
}

export function checkTable(checks: readonly Checked[]): string {
  const width = Math.max(...checks.map(({ what }) => what.length));
  return checks
    .map(({ what, looked, wrong, examples }) => {
      const shown = examples.map((one) => `\n${' '.repeat(width + 26)}${one}`).join('');
      return `${what.padEnd(width)}  ${line([
        [looked, 9],
        [wrong, 6],
      ])}  ${wrong === 0 ? 'ok' : 'WRONG'}${shown}`;
    })
    .join('\n');
}

export function toldTable(told: Readonly<Record<string, number>>): string {
  return Object.entries(told)
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => `${what.padEnd(12)}${line([[count, 9]])}`)
    .join('\n');
}

/**
 * Flat: the heap's least of the last quarter is not far above that of the second; the first quarter
 * fills the caches. Of less than forty days nothing can be said.
 */
export function isFlat(memory: readonly Memory[]): boolean {
  const quarter = Math.floor(memory.length / 4);
  if (quarter < 10) return true;
  const least = (from: number) =>
    Math.min(...memory.slice(from * quarter, (from + 1) * quarter).map(({ heapMb }) => heapMb));
  return least(3) <= least(1) * 1.2 + 15;
}
