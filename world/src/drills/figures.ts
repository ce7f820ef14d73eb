// What a drill's purchases come to, in figures.

import type { Purchase } from './buyer.ts';

/** When nothing ran that could have answered. */
export type Dark = { readonly fromMs: number; readonly toMs: number };

export type Figures = {
  readonly buyers: number;
  /** Who were told the truth within ten seconds. */
  readonly answeredInTime: number;
  /** Paid at the first try, of those who pressed Pay. */
  readonly saved: number;
  /** To the first page that says what is true. */
  readonly toldMs: { readonly median: number; readonly worst: number };
};

export const answerWithinMs = 10_000;

/**
 * While it was dark no buyer's clock runs: a program that is gone can tell nobody anything. Whose order
 * was not taken for that reason has not pressed Pay.
 */
export function figuresOf(all: readonly Purchase[], dark: readonly Dark[] = []): Figures {
  const purchases = all.filter(
    ({ end, pressedAtMs, endedMs }) =>
      end !== 'no_order' || darkMs(dark, pressedAtMs, pressedAtMs + (endedMs ?? 0)) === 0,
  );
  const told = purchases.flatMap(({ pressedAtMs, answeredMs }) => {
    if (answeredMs === null) return [];
    return [answeredMs - darkMs(dark, pressedAtMs, pressedAtMs + answeredMs)];
  });
  return {
    buyers: purchases.length,
    answeredInTime: told.filter((ms) => ms <= answerWithinMs).length,
    saved: purchases.filter(({ end }) => end === 'paid').length,
    toldMs: { median: median(told), worst: Math.max(0, ...told) },
  };
}

function darkMs(dark: readonly Dark[], fromMs: number, toMs: number): number {
  const shared = dark.map((one) => Math.min(one.toMs, toMs) - Math.max(one.fromMs, fromMs));
  return shared.reduce((sum, ms) => sum + Math.max(0, ms), 0);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
