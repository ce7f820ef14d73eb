// How each provider does, as a whole and by segment: brand and currency of a card payment. Fed by
// every end of a request (connectors/with-health.ts), read by the router and by operators.

import type { Clock } from '@kassa/time';
import { type Breaker, closed, observed, shareOf, waited } from './breaker.ts';
import type { HealthLimits } from './limits.ts';
import { type Figures, openWindow, type SampleKind, type Window } from './window.ts';

export type Segment = { readonly brand: string; readonly currency: string };

export type Observation = {
  readonly provider: string;
  /** Null: a message that is no sale. */
  readonly segment: Segment | null;
  readonly kind: SampleKind;
  readonly latencyMs: number;
};

/** What the router is told of a provider, for one payment. */
export type Health = Figures & {
  /** The less well of the two: the provider's and the segment's. */
  readonly breaker: Breaker['state'];
  /** How much of the traffic it may get. */
  readonly share: number;
  readonly isSlow: boolean;
};

export type HealthBoard = {
  observe(observation: Observation): void;
  of(provider: string, segment: Segment | null, inFlight: number): Health;
  /** Every provider and segment that was seen. */
  all(): readonly (Health & { readonly name: string })[];
};

type Entry = { readonly window: Window; breaker: Breaker };

/** Segments beyond these are seen as part of the provider only. */
const entriesMax = 500;

export function openHealthBoard(clock: Clock, limits: HealthLimits): HealthBoard {
  const entries = new Map<string, Entry>();
  const entryOf = (name: string): Entry | undefined => {
    const found = entries.get(name);
    if (found !== undefined || entries.size >= entriesMax) return found;
    const entry: Entry = { window: openWindow(limits), breaker: closed };
    entries.set(name, entry);
    return entry;
  };
  const read = (entry: Entry | undefined, inFlight: number): Health => {
    const nowMs = clock.nowMs();
    const figures = entry?.window.figures(nowMs) ?? nothing;
    const breaker = waited(entry?.breaker ?? closed, nowMs);
    const share = shareOf(breaker, inFlight, limits);
    return { ...figures, breaker: breaker.state, share, isSlow: isSlow(figures, limits) };
  };
  return {
    observe({ provider, segment, kind, latencyMs }) {
      const atMs = clock.nowMs();
      const names = segment === null ? [provider] : [provider, nameOf(provider, segment)];
      for (const name of names) {
        const entry = entryOf(name);
        if (entry === undefined) continue;
        entry.window.add({ atMs, latencyMs, kind });
        const rate = () => entry.window.figures(atMs);
        const end = { isTechnical: kind === 'technical', atMs, rate };
        entry.breaker = observed(entry.breaker, end, limits);
      }
    },
    of(provider, segment, inFlight) {
      const whole = read(entries.get(provider), inFlight);
      if (segment === null) return whole;
      const own = read(entries.get(nameOf(provider, segment)), inFlight);
      const worse = own.share < whole.share ? own : whole;
      // A segment that has seen little is judged by the provider as a whole.
      const figures = own.total >= limits.volumeMin ? own : whole;
      const isSlow = whole.isSlow || own.isSlow;
      return { ...figures, breaker: worse.breaker, share: worse.share, isSlow };
    },
    all: () => [...entries].map(([name, entry]) => ({ name, ...read(entry, 0) })),
  };
}

const nothing: Figures = { total: 0, technical: 0, successRate: null, p50Ms: null, p95Ms: null };

const nameOf = (provider: string, { brand, currency }: Segment) =>
  `${provider} ${brand} ${currency}`;

function isSlow({ total, p50Ms, p95Ms }: Figures, limits: HealthLimits): boolean {
  if (total < limits.volumeMin) return false;
  return (p50Ms ?? 0) > limits.slowP50Ms || (p95Ms ?? 0) > limits.slowP95Ms;
}
