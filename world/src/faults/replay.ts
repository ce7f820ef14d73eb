// A run of faults as the one command that does it again: what was set later begins later, what was
// healed ends then.

import { type Fault, rangeMaxMs } from './fault.ts';
import { printFault } from './fault-text.ts';

/** Times count from the opening of the box. */
export type Past = {
  readonly number: number;
  readonly fault: Fault;
  readonly setAtMs: number;
  healedAtMs?: number;
};

/** What was set so early was set with the start. */
const atStartMs = 1000;

export function commandOf(past: readonly Past[], seed: number): string {
  const faults = past.flatMap((one) => {
    const fault = asFromTheStart(one);
    return fault === undefined ? [] : [`--fault "${printFault(fault)}"`];
  });
  return ['npm start --', ...faults, `--seed ${seed}`].join(' ');
}

/** Undefined for what was healed before it began, and so did nothing. */
function asFromTheStart({ fault, setAtMs, healedAtMs }: Past): Fault | undefined {
  const shiftMs = setAtMs < atStartMs ? 0 : setAtMs;
  const within = (ms: number) => Math.min(ms, rangeMaxMs);
  const begins = (fault.fromMs ?? 0) + shiftMs;
  const planned = fault.untilMs === undefined ? undefined : fault.untilMs + shiftMs;
  const ends = Math.min(
    planned ?? Number.POSITIVE_INFINITY,
    healedAtMs ?? Number.POSITIVE_INFINITY,
  );
  if (ends <= begins) return undefined;
  return {
    ...fault,
    ...(begins > 0 ? { fromMs: within(begins) } : {}),
    ...(ends < rangeMaxMs ? { untilMs: ends } : {}),
  };
}
