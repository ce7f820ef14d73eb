// Endpoints that keep us waiting. A few workers do all of the gateway's jobs, captures among them: a
// shop's server that hangs may hold one of them at a time, never all. In memory of this process.

import type { Try } from './delivery.ts';

export type Patience = {
  /** 0: go on, and leave afterwards. Otherwise to be tried again after so many milliseconds. */
  enter(endpointId: string): number;
  leave(endpointId: string): void;
  learn(endpointId: string, done: Try): void;
};

const slowMs = 3_000;
const againMs = 2_000;
/** As many that hang may be called at the same time. */
const slowAtOnceMax = 2;
/** More endpoints than this that hang: those that came first are given another chance. */
const knownMax = 10_000;

export function openPatience(): Patience {
  const slow = new Set<string>();
  const inside = new Map<string, number>();
  const slowInside = () => [...inside.keys()].filter((id) => slow.has(id)).length;
  return {
    enter(id) {
      const already = inside.get(id) ?? 0;
      if (slow.has(id) && (already > 0 || slowInside() >= slowAtOnceMax)) return againMs;
      inside.set(id, already + 1);
      return 0;
    },
    leave(id) {
      const left = (inside.get(id) ?? 1) - 1;
      if (left > 0) inside.set(id, left);
      else inside.delete(id);
    },
    learn(id, { durationMs }) {
      if (durationMs < slowMs) return void slow.delete(id);
      const [first] = slow;
      if (slow.size >= knownMax && first !== undefined) slow.delete(first);
      slow.add(id);
    },
  };
}
