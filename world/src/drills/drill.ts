// A drill: what is broken, for how long, and what must hold. One run of it, with buyers paying before,
// during and after, and its judgement.

import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../journeys/world-process.ts';
import type { Purchase } from './buyer.ts';
import { gather } from './crowd.ts';
import { type Figures, figuresOf, median, share } from './figures.ts';
import { judge, type Verdict } from './judge.ts';
import type { Stage } from './stage.ts';

export type Drill = {
  readonly name: string;
  readonly title: string;
  readonly world: 'whole' | 'split';
  /** Breaks something, waits as long as it is to last, and heals it. */
  readonly trouble: (stage: Stage, wishes: Wishes) => Promise<void>;
  /** How often it kills, unless told otherwise. */
  readonly kills?: number;
  readonly mustHold: Floors;
};

export type Wishes = { readonly shoppers: number; readonly kills: number };

export type Floors = {
  /** Of the buyers who pressed Pay during the trouble, paid at the first try; 0 to 1. */
  readonly saved: number;
  /** Told the truth within ten seconds. */
  readonly answeredInTime: number;
  /** More than without the trouble, by the median. */
  readonly addedWaitMs?: number;
  /** From the healing until the next sale. */
  readonly recoveredMs: number;
};

export type Run = {
  readonly drill: Drill;
  readonly before: Figures;
  readonly during: Figures;
  /** From Pay to thanks, the middle of those who were served: without the trouble, and in it. */
  readonly usualWaitMs: number;
  readonly addedWaitMs: number;
  /** Null: nobody could pay any more. */
  readonly recoveredMs: number | null;
  readonly verdict: Verdict;
  /** Empty: passed. */
  readonly failures: readonly string[];
};

/** Nothing is measured of a world that has just been started: a sale to each buyer warms it. */
const warmWithinMs = 60_000;
/** Also where it is warm, buyers must be paying before anything is broken. */
const underWay = 10;
/** Without trouble, to compare with. */
const settle = { leastMs: 4_000, purchases: 5, mostMs: 10_000 };
const afterMs = 30_000;

export async function runDrill(drill: Drill, stage: Stage, wishes: Wishes): Promise<Run> {
  const sinceMs = Date.now();
  const crowd = gather(stage.at, wishes.shoppers);
  const needed = stage.isWarm ? Math.min(underWay, wishes.shoppers) : wishes.shoppers;
  await until(() => crowd.purchases.length >= needed, warmWithinMs);
  stage.isWarm = true;
  const warmAtMs = Date.now();
  const sold = crowd.purchases.length;
  await pause(settle.leastMs);
  await until(() => crowd.purchases.length >= sold + settle.purchases, settle.mostMs);
  const brokenAtMs = Date.now();
  await drill.trouble(stage, wishes);
  const healedAtMs = Date.now();
  const isSale = ({ end, pressedAtMs }: Purchase) => end === 'paid' && pressedAtMs > healedAtMs;
  await until(() => crowd.purchases.some(isSale), afterMs);
  const purchases = await crowd.goHome();
  const endOf = ({ pressedAtMs, endedMs }: Purchase) => pressedAtMs + (endedMs ?? Infinity);
  const before = purchases.filter((one) => endOf(one) >= warmAtMs && endOf(one) < brokenAtMs);
  // Whoever pressed before and still waited has met the trouble too.
  const during = purchases.filter(
    (one) => endOf(one) >= brokenAtMs && one.pressedAtMs < healedAtMs,
  );
  const verdict = await judge(stage, { purchases, sinceMs });
  const usualWaitMs = median(waitsOf(before));
  const run = {
    drill,
    usualWaitMs,
    before: figuresOf(before),
    during: figuresOf(during, stage.dark()),
    addedWaitMs: Math.max(0, median(waitsOf(during)) - usualWaitMs),
    recoveredMs: recoveryOf(purchases.filter(isSale), healedAtMs),
    verdict,
  };
  return { ...run, failures: failuresOf(run) };
}

/** Until the end of it, for those who were served. */
const waitsOf = (purchases: readonly Purchase[]): number[] =>
  purchases.flatMap(({ endedMs, end }) => (endedMs === null || end !== 'paid' ? [] : [endedMs]));

function recoveryOf(sales: readonly Purchase[], healedAtMs: number): number | null {
  const ends = sales.map(({ pressedAtMs, endedMs }) => pressedAtMs + (endedMs ?? 0) - healedAtMs);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** A sale takes a second at most where nothing else runs. */
const busyMs = 3_000;

export function failuresOf(run: Omit<Run, 'failures'>): string[] {
  const { drill, during, usualWaitMs, addedWaitMs, recoveredMs, verdict } = run;
  const { saved, answeredInTime, addedWaitMs: waitMax, recoveredMs: recoverMax } = drill.mustHold;
  const failures: string[] = [];
  const must = (isSo: boolean, what: string) => {
    if (!isSo) failures.push(what);
  };
  must(during.buyers > 0, 'nobody pressed Pay during the trouble: nothing was tried');
  must(share(during.saved, during.buyers) >= saved, `fewer than ${saved * 100} % were served`);
  must(
    share(during.answeredInTime, during.buyers) >= answeredInTime,
    `fewer than ${answeredInTime * 100} % were told the truth within ten seconds`,
  );
  must(waitMax === undefined || addedWaitMs <= waitMax, `the wait grew by more than ${waitMax} ms`);
  must(recoveredMs !== null, 'nobody could pay after the trouble');
  must((recoveredMs ?? 0) <= recoverMax, `no sale within ${recoverMax} ms after the trouble`);
  for (const order of verdict.doubled) failures.push(`paid twice: ${order}`);
  for (const order of verdict.lost) failures.push(`paid and not confirmed: ${order}`);
  failures.push(...verdict.unexplained);
  must(verdict.isProven, `the books are not proven:\n${verdict.proof}`);
  if (failures.length > 0 && usualWaitMs > busyMs) {
    failures.push(`the machine is busy: a sale took ${usualWaitMs} ms before anything was broken`);
  }
  return failures;
}
