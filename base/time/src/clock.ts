// Clocks are ports: a party asks its clock, never Date.now, so that a world can move its day on.

import { assert } from '@kassa/result';

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly __instant: true };

export interface Clock {
  nowMs(): number;
}

export interface VirtualClock extends Clock {
  /** How far this clock is ahead of the one below it. */
  offsetMs(): number;
  /** A smaller offset than the present one is ignored: time never runs backwards. */
  setOffsetMs(offsetMs: number): void;
  /** Moves on to an instant; one that has passed is ignored. */
  advanceTo(ms: number): void;
}

export function instant(ms: number): Instant {
  assert(Number.isSafeInteger(ms), `an instant is a whole number of milliseconds: ${ms}`);
  return ms as Instant;
}

export function realClock(): Clock {
  return { nowMs: () => Date.now() };
}

/** Runs at the pace of `below` (the real clock, or a standing one in tests), shifted ahead. */
export function virtualClock(start: {
  readonly offsetMs: number;
  readonly below?: Clock;
}): VirtualClock {
  const below = start.below ?? realClock();
  let offsetMs = whole(start.offsetMs);
  const setOffsetMs = (wished: number) => {
    offsetMs = Math.max(offsetMs, whole(wished));
  };
  return {
    nowMs: () => below.nowMs() + offsetMs,
    offsetMs: () => offsetMs,
    setOffsetMs,
    advanceTo: (ms) => setOffsetMs(ms - below.nowMs()),
  };
}

function whole(ms: number): number {
  assert(Number.isSafeInteger(ms), `an offset is a whole number of milliseconds: ${ms}`);
  return ms;
}
