// One round of payments and how long each took: a closed loop, where each caller waits for its
// answer, and an open one, where payments come when they come.

import type { Chance } from '@kassa/chance';
import { quantile } from './measure.ts';
import type { Row } from './report.ts';

export type Load = {
  readonly perSecond: number;
  /** Of each payment. */
  readonly tookMs: readonly number[];
};

type Operate = (number: number) => Promise<void>;

export async function closedLoop(
  operate: Operate,
  { callers, forMs }: { readonly callers: number; readonly forMs: number },
): Promise<Load> {
  const tookMs: number[] = [];
  let number = 0;
  const startedMs = performance.now();
  const caller = async () => {
    for (let atMs = startedMs; atMs < startedMs + forMs; ) {
      const begunMs = atMs;
      number += 1;
      await operate(number);
      atMs = performance.now();
      tookMs.push(atMs - begunMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: (tookMs.length * 1000) / (performance.now() - startedMs), tookMs };
}

/**
 * Payments come at random moments, so many a second on average, whether or not those before are
 * answered. The time of each counts from the moment at which it was due.
 */
export async function openLoop(
  operate: Operate,
  {
    perSecond,
    forMs,
    chance,
  }: { readonly perSecond: number; readonly forMs: number; readonly chance: Chance },
): Promise<Load> {
  const tookMs: number[] = [];
  const underWay = new Set<Promise<void>>();
  const startedMs = performance.now();
  let dueMs = startedMs;
  let number = 0;
  while (dueMs < startedMs + forMs) {
    while (dueMs <= performance.now() && dueMs < startedMs + forMs) {
      number += 1;
      const at = dueMs;
      const one = operate(number).then(() => {
        tookMs.push(performance.now() - at);
        underWay.delete(one);
      });
      underWay.add(one);
      dueMs -= (Math.log(1 - chance.next()) * 1000) / perSecond;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underWay);
  return { perSecond: (tookMs.length * 1000) / (performance.now() - startedMs), tookMs };
}

export function rowsOfLoad(name: string, { perSecond, tookMs }: Load): Row[] {
  const ms = (what: string, at: number) => ({
    what: `${name}, ${what}`,
    value: quantile(tookMs, at),
    unit: 'ms',
  });
  return [
    { what: name, value: perSecond, unit: '/s' },
    ms('p50', 0.5),
    ms('p99', 0.99),
    ms('p99.9', 0.999),
  ];
}
