// The one clock of a world. One move at a time: a second press of the button waits for the first.

import type { Database } from '@kassa/database';
import type { VirtualClock } from '@kassa/time';
import { writeOffsetMs } from '../world-database.ts';
import { type Advance, advanceTo, advanceToNextBusinessDay, type Steps } from './advance.ts';
import type { PartyClock } from './party-clocks.ts';

export type WorldClock = {
  nowMs(): number;
  offsetMs(): number;
  /** Asked again while it is under way, it is the same move. */
  advanceToNextBusinessDay(): Promise<Advance>;
  /** Through everything that is due until then. */
  advanceTo(ms: number): Promise<Steps>;
  /** What the last day set off, for the page that is shown after it. */
  lastAdvance(): Advance | undefined;
};

export function openWorldClock(options: {
  readonly db: Database;
  readonly clock: VirtualClock;
  readonly parties: readonly PartyClock[];
}): WorldClock {
  const { db, clock, parties } = options;
  const remember = (offsetMs: number) => writeOffsetMs(db, offsetMs);
  const means = { clock, parties, remember };
  let last: Advance | undefined;
  let toNextDay: Promise<Advance> | undefined;
  let moves: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(move: () => Promise<T>): Promise<T> => {
    const moved = moves.then(move);
    moves = moved.catch(() => undefined);
    return moved;
  };
  const nextDay = async () => {
    try {
      last = await advanceToNextBusinessDay(means);
      return last;
    } finally {
      toNextDay = undefined;
    }
  };
  return {
    nowMs: () => clock.nowMs(),
    offsetMs: () => clock.offsetMs(),
    advanceToNextBusinessDay: () => {
      toNextDay ??= inTurn(nextDay);
      return toNextDay;
    },
    advanceTo: (ms) => inTurn(() => advanceTo(means, ms)),
    lastAdvance: () => last,
  };
}
