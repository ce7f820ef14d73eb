// How often one key may call: a bucket of tokens that fills steadily. In memory of this process, so
// several processes together allow as many times more.

import type { Clock } from '@kassa/time';

export type RateLimit = {
  /** Takes a token; false when there is none left. */
  take(key: string): boolean;
};

export type RateLimitSettings = {
  readonly perSecond: number;
  /** How many may come at once after a rest. */
  readonly burst: number;
};

/** More callers than this at once: the buckets that are full again are forgotten first. */
const bucketsMax = 10_000;

export function openRateLimit(
  { perSecond, burst }: RateLimitSettings,
  clock: Pick<Clock, 'nowMs'>,
): RateLimit {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const filled = (bucket: { tokens: number; atMs: number }, nowMs: number) =>
    // A clock that is set back fills nothing, and takes nothing.
    Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
  const forgetFull = (nowMs: number) => {
    for (const [key, bucket] of buckets) if (filled(bucket, nowMs) >= burst) buckets.delete(key);
    if (buckets.size >= bucketsMax) buckets.clear();
  };
  return {
    take(key) {
      const nowMs = clock.nowMs();
      const known = buckets.get(key);
      if (known === undefined && buckets.size >= bucketsMax) forgetFull(nowMs);
      const tokens = known === undefined ? burst : filled(known, nowMs);
      buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, atMs: nowMs });
      return tokens >= 1;
    },
  };
}
