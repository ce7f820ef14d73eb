// What happens to a message, or to a connection, on its way over a link: pure. The first fault that
// strikes wins. Chance is drawn from the seed, the fault's number and how many it has seen, so the same
// messages meet the same fate, whatever happens on other links.

import { type Deed, type Fault, isAboutConnections } from './fault.ts';

/** A fault in its place in the order; numbers are given once and never again. */
export type SetFault = {
  readonly number: number;
  readonly fault: Fault;
  /** The links that it names; one, or those of a group. */
  readonly links: readonly string[];
  readonly setAtMs: number;
};

export type Passing = {
  readonly link: string;
  /** `connection` begins one, or looks again at one that stands. */
  readonly is: 'connection' | 'request' | 'answer';
  /** `0110`, `POST /3ds/areq`; of an HTTP answer, its request's. Empty for bytes. */
  readonly kind: string;
  /** Of an answer with a kind of its own: the kinds that it may answer. */
  readonly answers?: readonly string[];
};

export type Counter = { readonly seen: number; readonly struck: number };
export type Counters = Readonly<Record<number, Counter>>;

export type Strike =
  | { readonly deed: Exclude<Deed, 'delay' | 'trickle' | 'corrupt'> }
  | { readonly deed: 'delay'; readonly ms: number }
  | { readonly deed: 'trickle'; readonly bytesPerSecond: number }
  /** `at` from 0 to 1: how far inside; `mask` is never zero. */
  | { readonly deed: 'corrupt'; readonly at: number; readonly mask: number };

export type Decision = {
  readonly by: SetFault;
  readonly strike: Strike;
};

export type Facts = { readonly nowMs: number; readonly seed: number };

export function decide(
  faults: readonly SetFault[],
  counters: Counters,
  passing: Passing,
  facts: Facts,
): { readonly decision: Decision | undefined; readonly counters: Counters } {
  let next = counters;
  for (const set of faults) {
    if (!isMeant(set, passing, facts.nowMs)) continue;
    const before = next[set.number] ?? { seen: 0, struck: 0 };
    const seen = before.seen + 1;
    const draw = drawer(facts.seed, set.number, seen);
    const strikes = isWithin(set.fault, { seen, struck: before.struck }, draw);
    next = { ...next, [set.number]: { seen, struck: before.struck + (strikes ? 1 : 0) } };
    if (strikes) {
      return { decision: { by: set, strike: strikeOf(set.fault, draw) }, counters: next };
    }
  }
  return { decision: undefined, counters: next };
}

/** What befalls every connection of a link, without a limit: those that stand too. */
export function befallsAll(
  faults: readonly SetFault[],
  link: string,
  nowMs: number,
): 'refuse' | 'half-open' | undefined {
  const passing = { link, is: 'connection', kind: '' } as const;
  const first = faults.find((set) => isMeant(set, passing, nowMs));
  if (first === undefined || !isAboutConnections(first.fault.deed)) return undefined;
  const { deed, rate, count, nth } = first.fault;
  return rate === undefined && count === undefined && nth === undefined ? deed : undefined;
}

/** Whether it is its time; before and after, it neither counts nor strikes. */
export function isInTime({ fault, setAtMs }: SetFault, nowMs: number): boolean {
  const { fromMs = 0, untilMs = Number.POSITIVE_INFINITY } = fault;
  const sinceMs = nowMs - setAtMs;
  return sinceMs >= fromMs && sinceMs < untilMs;
}

function isMeant(set: SetFault, passing: Passing, nowMs: number): boolean {
  const { kind, side, deed } = set.fault;
  if (!set.links.includes(passing.link) || !isInTime(set, nowMs)) return false;
  // A connection is of no kind: only what strikes all strikes it.
  if (passing.is === 'connection') {
    return isAboutConnections(deed) && kind === '*' && side === 'request';
  }
  if (passing.is !== side) return false;
  return [passing.kind, ...(passing.answers ?? [])].some((one) => isKind(kind, one));
}

/** `*` stands for any run of characters. */
export function isKind(pattern: string, kind: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === kind;
  if (!kind.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = kind.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return kind.length - last.length >= at && kind.endsWith(last);
}

function isWithin({ nth, count, rate }: Fault, { seen, struck }: Counter, draw: Draw): boolean {
  if (nth !== undefined && seen !== nth) return false;
  if (count !== undefined && struck >= count) return false;
  return rate === undefined || draw(0) < rate;
}

function strikeOf(fault: Fault, draw: Draw): Strike {
  switch (fault.deed) {
    case 'delay': {
      const [least, most] = fault.delayMs ?? [0, 0];
      return { deed: 'delay', ms: least + Math.floor(draw(1) * (most - least + 1)) };
    }
    case 'trickle':
      return { deed: 'trickle', bytesPerSecond: fault.bytesPerSecond ?? 1 };
    case 'corrupt':
      return { deed: 'corrupt', at: draw(1), mask: 1 + Math.floor(draw(2) * 255) };
    default:
      return { deed: fault.deed };
  }
}

/** From 0 up to, not including, 1. */
type Draw = (index: number) => number;

function drawer(seed: number, number: number, seen: number): Draw {
  return (index) => {
    const mixed = mix(mix(mix(mix(seed) ^ number) ^ seen) ^ index);
    return mixed / 2 ** 32;
  };
}

/** Spreads 32 bits over 32 bits: multiply, shift, fold; every input bit moves half of the output. */
function mix(value: number): number {
  let bits = (value + 0x9e37_79b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
