// Virtual time: a queue of events, done one after the other. Between two events every promise that can
// go on has gone on, so that what happens is decided by the queue alone, and the queue by the seed.

import { assert } from '@kassa/result';
import type { Clock } from '@kassa/time';

export type Scheduler = {
  readonly clock: Clock;
  /** Does this so much later; of two at one moment the one that was asked for first. */
  after(ms: number, work: () => void): void;
  pause(ms: number): Promise<void>;
  /** Does the next event and lets everything follow; false: there was none before that time. */
  step(untilMs: number): Promise<boolean>;
  /** Stands still until so many milliseconds since 1970 have been reached. */
  advanceTo(ms: number): void;
  readonly steps: number;
};

type Due = { readonly atMs: number; readonly order: number; readonly work: () => void };

export function openScheduler(startMs: number): Scheduler {
  const queue: Due[] = [];
  let nowMs = startMs;
  let order = 0;
  let steps = 0;
  const after = (ms: number, work: () => void) => {
    order += 1;
    push(queue, { atMs: nowMs + Math.max(0, Math.round(ms)), order, work });
  };
  return {
    clock: { nowMs: () => nowMs },
    after,
    pause: (ms) => new Promise((resolve) => after(ms, resolve)),
    get steps() {
      return steps;
    },
    async step(untilMs) {
      const [first] = queue;
      if (first === undefined || first.atMs > untilMs) return false;
      pop(queue);
      assert(first.atMs >= nowMs, 'time does not run backwards');
      nowMs = first.atMs;
      steps += 1;
      first.work();
      await everythingFollows();
      return true;
    },
    advanceTo(ms) {
      nowMs = Math.max(nowMs, ms);
    },
  };
}

/** Promises go on before the loop comes round again: then nothing is left but what waits for an event. */
const everythingFollows = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isBefore = (a: Due, b: Due): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** A binary heap: thousands wait at a time. */
function push(heap: Due[], due: Due): void {
  let at = heap.length;
  heap.push(due);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || isBefore(parent, due)) break;
    heap[at] = parent;
    heap[above] = due;
    at = above;
  }
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) break;
    const [child, below] = b !== undefined && isBefore(b, a) ? [b, left + 1] : [a, left];
    if (isBefore(last, child)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
}
