// The breaker of a provider, or of a segment of its traffic: a pure state machine. It eats technical
// failures only; what an issuer refuses is an answer, and a good one here. Time comes in from outside.

import type { HealthLimits } from './limits.ts';

export type Breaker =
  | { readonly state: 'closed'; readonly failedInRow: number }
  | { readonly state: 'open'; readonly untilMs: number; readonly waitMs: number }
  /** One probe at a time. */
  | { readonly state: 'trickle'; readonly good: number; readonly waitMs: number }
  /** A larger share with each step. */
  | {
      readonly state: 'returning';
      readonly step: number;
      readonly good: number;
      readonly waitMs: number;
    };

/** What the window says beside the end itself; asked for after a failure only. */
export type Rate = { readonly technical: number; readonly total: number };

export const closed: Breaker = { state: 'closed', failedInRow: 0 };

/** As time goes by: an open breaker that has waited lets probes through. */
export function waited(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state !== 'open' || nowMs < breaker.untilMs) return breaker;
  return { state: 'trickle', good: 0, waitMs: breaker.waitMs };
}

export function observed(
  breaker: Breaker,
  end: { readonly isTechnical: boolean; readonly atMs: number; readonly rate: () => Rate },
  limits: HealthLimits,
): Breaker {
  const now = waited(breaker, end.atMs);
  return end.isTechnical ? failed(now, end, limits) : answered(now, limits);
}

function failed(
  breaker: Breaker,
  { atMs, rate }: { readonly atMs: number; readonly rate: () => Rate },
  limits: HealthLimits,
): Breaker {
  switch (breaker.state) {
    case 'closed': {
      const failedInRow = breaker.failedInRow + 1;
      const { total, technical } = rate();
      const isOften = total >= limits.volumeMin && technical >= total * limits.failureRate;
      if (failedInRow < limits.inRowMax && !isOften) return { state: 'closed', failedInRow };
      return { state: 'open', untilMs: atMs + limits.waitMs, waitMs: limits.waitMs };
    }
    // What was under way when it opened says nothing new.
    case 'open':
      return breaker;
    case 'trickle':
    case 'returning': {
      const waitMs = Math.min(breaker.waitMs * 2, limits.waitMaxMs);
      return { state: 'open', untilMs: atMs + waitMs, waitMs };
    }
  }
}

function answered(breaker: Breaker, limits: HealthLimits): Breaker {
  switch (breaker.state) {
    case 'closed':
      return closed;
    case 'open':
      return breaker;
    case 'trickle': {
      const good = breaker.good + 1;
      if (good < limits.goodNeeded) return { ...breaker, good };
      return { state: 'returning', step: 0, good: 0, waitMs: breaker.waitMs };
    }
    case 'returning': {
      const good = breaker.good + 1;
      if (good < limits.goodNeeded) return { ...breaker, good };
      const step = breaker.step + 1;
      return step < limits.returnShares.length ? { ...breaker, step, good: 0 } : closed;
    }
  }
}

/** How much of the traffic it may get, while another is well. */
export function shareOf(breaker: Breaker, inFlight: number, limits: HealthLimits): number {
  switch (breaker.state) {
    case 'closed':
      return 1;
    case 'open':
      return 0;
    case 'trickle':
      return inFlight === 0 ? limits.trickleShare : 0;
    case 'returning':
      return limits.returnShares[breaker.step] ?? 1;
  }
}
