// When a provider counts as ill, slow or well again. Figures of judgement, in one place.

export type HealthLimits = {
  /** How far back a window looks, and how many ends it keeps at most. */
  readonly windowMs: number;
  readonly samplesMax: number;
  /** Below so many ends a rate says nothing. */
  readonly volumeMin: number;
  /** Opens at this share of technical failures, or at so many in a row. */
  readonly failureRate: number;
  readonly inRowMax: number;
  /** How long an open breaker waits before the first probe, and at most after many. */
  readonly waitMs: number;
  readonly waitMaxMs: number;
  /** The share of traffic that probes, one at a time; then the steps of the return. */
  readonly trickleShare: number;
  readonly returnShares: readonly number[];
  /** Good answers in a row that it takes to go on to the next step. */
  readonly goodNeeded: number;
  /** Slower than this, the middle or the slow end of the window: it moves down. */
  readonly slowP50Ms: number;
  readonly slowP95Ms: number;
};

export const healthLimits: HealthLimits = {
  windowMs: 60_000,
  samplesMax: 200,
  volumeMin: 20,
  failureRate: 0.5,
  inRowMax: 5,
  waitMs: 5_000,
  waitMaxMs: 120_000,
  trickleShare: 0.05,
  returnShares: [0.1, 0.5],
  goodNeeded: 3,
  slowP50Ms: 3_000,
  slowP95Ms: 7_000,
};
