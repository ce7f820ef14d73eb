// The last ends of a provider's requests: so many at most, and not older than the window. Rates and
// latencies are those of what is in it.

import type { HealthLimits } from './limits.ts';

export type Sample = {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly kind: SampleKind;
};

/** Refused is an answer of the issuer's: it says nothing against the provider. */
export type SampleKind = 'approved' | 'refused' | 'technical';

export type Figures = {
  readonly total: number;
  readonly technical: number;
  /** Of what was answered, the share that was approved; null when nothing was. */
  readonly successRate: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
};

export type Window = {
  add(sample: Sample): void;
  figures(nowMs: number): Figures;
};

export function openWindow({ windowMs, samplesMax }: HealthLimits): Window {
  let samples: Sample[] = [];
  return {
    add(sample) {
      samples.push(sample);
      // Let go in blocks: the array is copied once for every `samplesMax` ends.
      if (samples.length >= samplesMax * 2) samples = samples.slice(-samplesMax);
    },
    figures(nowMs) {
      const recent = samples.slice(-samplesMax).filter(({ atMs }) => atMs > nowMs - windowMs);
      return figuresOf(recent);
    },
  };
}

/** Asked several times for each payment: gone through once, and sorted as plain numbers. */
function figuresOf(samples: readonly Sample[]): Figures {
  const counts = { approved: 0, refused: 0, technical: 0 };
  const latencies = new Float64Array(samples.length);
  for (const [at, { kind, latencyMs }] of samples.entries()) {
    counts[kind] += 1;
    latencies[at] = latencyMs;
  }
  latencies.sort();
  const { approved, refused, technical } = counts;
  const answered = approved + refused;
  return {
    total: samples.length,
    technical,
    successRate: answered === 0 ? null : approved / answered,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
  };
}

function quantile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
