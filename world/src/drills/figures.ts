// What a drill's purchases come to, in figures.

import type { Purchase } from './buyer.ts';

export type Figures = {
  readonly buyers: number;
  /** Who were told the truth, and within ten seconds. */
  readonly answered: number;
  readonly answeredInTime: number;
  /** Paid at the first try, of those who pressed Pay. */
  readonly saved: number;
  readonly waitMs: { readonly median: number; readonly worst: number };
};

export const answerWithinMs = 10_000;

export function figuresOf(purchases: readonly Purchase[]): Figures {
  const answers = purchases.flatMap(({ answeredMs }) => (answeredMs === null ? [] : [answeredMs]));
  return {
    buyers: purchases.length,
    answered: answers.length,
    answeredInTime: answers.filter((ms) => ms <= answerWithinMs).length,
    saved: purchases.filter(({ end }) => end === 'paid').length,
    waitMs: { median: median(answers), worst: Math.max(0, ...answers) },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
