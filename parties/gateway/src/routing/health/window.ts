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

function figuresOf(samples: readonly Sample[]): Figures {
  const count = (kind: SampleKind) => samples.filter((one) => one.kind === kind).length;
  const [approved, refused, technical] = [count('approved'), count('refused'), count('technical')];
  const latencies = samples.map(({ latencyMs }) => latencyMs).sort((one, other) => one - other);
  const answered = approved + refused;
  return {
    total: samples.length,
    technical,
    successRate: answered === 0 ? null : approved / answered,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
  };
}

function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
