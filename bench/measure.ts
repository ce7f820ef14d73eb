// Cases of one bench, in alternating rounds: this machine drifts by 30 % between runs, so only
// medians and ratios of one run say anything.

import type { Row } from './report.ts';

type Named = {
  readonly name: string;
  /** Callers at once, where they are not the plan's. */
  readonly callers?: number;
  /** Waits until what a round has left to do is done, so that it takes nothing from the next. */
  settle?(): Promise<void>;
};

export type Operation = Named & {
  /** One operation; its number makes it different from the others. */
  operate(number: number): Promise<void>;
  /** What one operation counts for: a batch of 50 payments counts 50. */
  readonly worth?: number;
};

/** What counts by itself: a whole round, and its rate a second. */
type Round = Named & { rate(roundMs: number): Promise<number> };

export type Case = Operation | Round;

export type Plan = {
  /** Callers at once, each waiting for its answer: a closed loop. */
  readonly callers: number;
  readonly rounds: number;
  readonly roundMs: number;
};

export type Result = { readonly name: string; readonly perSecond: number; readonly ratio: number };

/** Ratios are to the first case. */
export async function measure(cases: readonly Case[], plan: Plan): Promise<Result[]> {
  const rates = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  let number = 0;
  const next = () => {
    number += 1;
    return number;
  };
  // One round that does not count: plans, caches, connections.
  for (const one of cases) await round(one, { ...plan, roundMs: plan.roundMs / 4 }, next);
  for (let at = 0; at < plan.rounds; at += 1) {
    for (const one of at % 2 ? cases.toReversed() : cases) {
      rates.get(one.name)?.push(await round(one, plan, next));
    }
  }
  const medians = cases.map(({ name }) => ({ name, perSecond: median(rates.get(name) ?? []) }));
  const base = medians[0]?.perSecond ?? 1;
  return medians.map((result) => ({ ...result, ratio: result.perSecond / base }));
}

async function round(one: Case, plan: Plan, next: () => number): Promise<number> {
  const rate = 'rate' in one ? await one.rate(plan.roundMs) : await loop(one, plan, next);
  await one.settle?.();
  return rate;
}

async function loop(one: Operation, plan: Plan, next: () => number): Promise<number> {
  const { operate, worth = 1, callers = plan.callers } = one;
  const startedMs = performance.now();
  const untilMs = startedMs + plan.roundMs;
  let done = 0;
  const caller = async () => {
    while (performance.now() < untilMs) {
      await operate(next());
      done += worth;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (done * 1000) / (performance.now() - startedMs);
}

/** Of the case of this name. */
export function rateOf(results: readonly Result[], name: string): number {
  const found = results.find((result) => result.name === name);
  if (!found) throw new Error(`${name} was not measured`);
  return found.perSecond;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `at` is between 0 and 1. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}

export function rowsOf(results: readonly Result[]): Row[] {
  return results.map(({ name, perSecond, ratio }) => ({
    what: name,
    value: perSecond,
    unit: '/s',
    ratio,
  }));
}
